"""No page costs more statements than is promised: every page that users reach in an office at work, found as the bench
finds them.
"""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.home.bench.crawl import pages_visited
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from tests.appraisal.cast import cast
from tests.appraisal.test_services_decreeing import DECIDED, drafted, issued, settled
from tests.builders import noon
from tests.pages import MOST_STATEMENTS, signed_in


@pytest.mark.django_db
def test_no_page_costs_more_statements_than_promised() -> None:
    people = cast()
    cycle = settled(people, poor="anto")
    with clock.standing_at(noon(date(2022, 1, 6))):
        first, *_waiting = drafted(cycle).decrees
    issued(first)
    users = {"officer": Role.SDM_OFFICER, "secretary": Role.SECRETARY}
    for username, role in users.items():
        signed_in(role, "76", username=username)
    with clock.standing_at(noon(DECIDED)):
        pages = [page for page in pages_visited(users) if not page["is_part"]]
    dear = [
        (page["statements"], page["user"], page["address"]) for page in pages if page["statements"] > MOST_STATEMENTS
    ]
    assert len(pages) > 100
    assert not dear, sorted(dear, reverse=True)
