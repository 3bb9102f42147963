from __future__ import annotations

import pytest

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.models import Activity

pytestmark = pytest.mark.django_db


def test_record_says_who_did_what_to_what() -> None:
    subject = new_uid()
    access = Access.system("demo")
    activity_record(access=access, action="people.add", unit_code="7600", subject_uid=subject, detail={"rows": 3})
    activity = Activity.objects.get(action="people.add")
    assert (activity.actor, activity.action, activity.unit_code) == ("system:demo", "people.add", "7600")
    assert (activity.subject_uid, activity.detail) == (subject, {"rows": 3})
