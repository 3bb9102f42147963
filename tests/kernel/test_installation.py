from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

import malaqbiq
from malaqbiq.kernel import clock
from malaqbiq.kernel.installation import (
    NotReady,
    installation_record,
    installation_state,
    require_ready,
    standing_clock,
)
from malaqbiq.kernel.models import Installation

pytestmark = pytest.mark.django_db

STORY_DAY = datetime(2022, 1, 11, 1, 0, tzinfo=UTC)


def test_new_installation_is_a_live_one_of_this_release() -> None:
    installation = installation_record()
    assert (installation.kind, installation.release) == ("live", malaqbiq.__version__)
    assert require_ready() == installation


def test_recording_again_keeps_what_the_installation_is() -> None:
    installation_record()
    Installation.objects.update(kind="demo", clock_at=STORY_DAY, seed=7, release="0.0.1")
    installation = installation_record()
    assert (installation.kind, installation.seed, installation.release) == ("demo", 7, malaqbiq.__version__)


def test_database_without_installation_names_init() -> None:
    with pytest.raises(NotReady, match="malaqbiq init"):
        require_ready()


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("DELETE FROM django_migrations WHERE app = 'accounts'", "older release"),
        ("INSERT INTO django_migrations (app, name, applied) VALUES ('pay', '9999', '2030-01-01')", "newer release"),
    ],
)
def test_database_of_another_release_is_refused(statement: str, message: str) -> None:
    installation_record()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert not installation_state().ready
    with pytest.raises(NotReady, match=message):
        require_ready()


def test_migrations_of_an_app_that_is_not_ours_are_none_of_our_business() -> None:
    installation_record()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('old', '0001', '2030-01-01')")
    assert installation_state().ready


def test_there_is_one_installation() -> None:
    installation_record()
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(id=2, release="1")


def test_clock_of_a_live_installation_never_stands() -> None:
    installation_record()
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.update(clock_at=STORY_DAY)


def test_clock_stands_in_a_demo_only() -> None:
    live = Installation(kind="live")
    with standing_clock(live):
        assert not clock.is_standing()
    with standing_clock(Installation(kind="demo", clock_at=STORY_DAY)):
        assert clock.now() == STORY_DAY
    with standing_clock(None):
        assert not clock.is_standing()
