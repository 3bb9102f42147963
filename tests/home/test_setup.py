from __future__ import annotations

import pytest

from malaqbiq.home.setup import set_up
from malaqbiq.kernel.installation import require_ready
from malaqbiq.kernel.models import Activity
from malaqbiq.organization.models import WorkUnit

pytestmark = pytest.mark.django_db


def test_set_up_brings_law_and_work_units() -> None:
    done = set_up()
    assert done.law.added + done.law.unchanged > 500
    assert done.units.added == WorkUnit.objects.count() >= 553
    assert require_ready() == done.installation


def test_set_up_again_changes_nothing() -> None:
    set_up()
    before = Activity.objects.count()
    again = set_up()
    assert (again.migrations, again.law.added, again.units.added, again.competencies) == (0, 0, 0, 0)
    assert Activity.objects.count() == before
