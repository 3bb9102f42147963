"""What `malaqbiq bench --filling` does, on a few work units; the figures themselves decide no test."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.home.bench.filling import structure_filled
from malaqbiq.home.story.plan import NEW_STRUCTURE
from malaqbiq.kernel import clock
from malaqbiq.service.models import PostInForce
from tests.appointments.test_changes import CODES, opened
from tests.builders import noon

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 3)


def test_the_structure_takes_effect_where_an_older_one_is_and_everybody_is_checked() -> None:
    people = opened()
    with clock.standing_at(noon(DAY)):
        said = structure_filled()
    posts = PostInForce.objects.as_of(DAY).filter(regime=NEW_STRUCTURE)
    assert (said["units"], said["people"]) == (len(CODES), len(people))
    assert 0 < said["posts"] <= posts.count()
    assert said["pairings"] == said["posts"] * len(people)
    assert not PostInForce.objects.as_of(DAY).exclude(regime=NEW_STRUCTURE).exists()
