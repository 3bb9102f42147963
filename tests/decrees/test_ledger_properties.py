"""Any sequence of decrees, on the real database: what stands is what was issued, and what was known stays known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Entry, Ledger
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.selectors.verify import verify
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import Person
from malaqbiq.service.models import Employment, HomeUnit
from tests import builders as make

pytestmark = pytest.mark.django_db

START = date(2021, 12, 1)
SAMPLE = [START + timedelta(days) for days in range(0, 500, 31)]

steps = st.lists(
    st.tuples(
        st.sampled_from(["engaged", "extended", "opened", *Mending]),
        st.integers(0, 400),
        st.integers(5, 200),
        st.integers(0, 30),
    ),
    min_size=4,
    max_size=14,
)


@given(steps, st.integers(2, 3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_decrees_verifies_and_never_changes_what_was_known(steps: list, people: int) -> None:
    with transaction.atomic():
        known = played(steps, people)
        event(f"{len(known)} places")
        assert [check for check in verify() if not check.ok] == []
        for place, before in known.items():
            assert standing(place) == before
        transaction.set_rollback(True)


def played(steps: list, people: int) -> dict[int, list]:
    """Issue what can be issued, and note after each place what was known then."""
    office = make.unit()
    crowd = [make.person(f"Orang {number}") for number in range(people)]
    known: dict[int, list] = {}
    for who in crowd:
        make.opened(office, make.engaged(who, office, START, START + timedelta(60), 2_000_000))
    for index, (kind, day, days, pick) in enumerate(steps):
        try:
            with transaction.atomic():
                issue(office, crowd[index % people], kind, START + timedelta(day), days, pick)
        except Refused:
            continue
        if ledger := Ledger.objects.first():
            known[ledger.place] = standing(None)
    return known


def issue(office: object, who: Person, kind: str, start: date, days: int, pick: int) -> None:
    entries = make.engaged(who, office, start, start + timedelta(days), make.FLOOR + pick, effect="engaged")
    if kind == "opened":
        make.opened(office, entries)
    elif kind in ("engaged", "extended"):
        make.issued(office, make.engaged(who, office, start, start + timedelta(days), make.FLOOR + pick, effect=kind))
    else:
        mend(office, Mending(kind), start, pick)


def mend(office: object, kind: Mending, day: date, pick: int) -> None:
    """Mend both entries of one person in one decree."""
    found = list(Entry.objects.filter(place__isnull=False, effect__startswith="service").order_by("place", "ordinal"))
    if not found:
        return
    contract = found[pick % len(found)]
    drafts = []
    for target in contract.decree.entries.filter(person=contract.person):
        payload = None
        if kind is Mending.CORRECTION:
            index = 0 if target.effect.startswith("service") else 1
            payload = make.engaged(contract.person, office, day, day + timedelta(40))[index].payload
        drafts.append(make.mending(target, kind, max(day, target.effective_on), payload))
    make.issued(office, drafts)


def standing(place: int | None) -> list:
    found = []
    for model in (Employment, HomeUnit, PayTerm):
        for day in SAMPLE:
            rows = model.objects.as_of(day, place).order_by("person").values_list("person", "entry", "valid_from")
            found.append((model.__name__, day, list(rows)))
    return found
