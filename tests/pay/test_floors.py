"""No mending, and no entry from before what stands, leaves own pay below the floor of where it is paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, decree_review
from malaqbiq.kernel import clock
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.selectors.limits import Asked, limits_of
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, MovedV1, Status
from malaqbiq.service.models import HomeUnit
from tests import builders as make
from tests.pay.payroll import term

pytestmark = pytest.mark.django_db

LAST_YEAR, NEW_YEAR, FEBRUARY, LAST_DAY = date(2021, 7, 1), date(2022, 1, 1), date(2022, 2, 1), date(2022, 12, 31)
CODES = ("76", "76.01", "31")


@pytest.fixture
def units() -> dict[str, WorkUnit]:
    return {code: make.unit(code) for code in CODES}


def under(who: Person, where: WorkUnit, day: date) -> UUID:
    """The unit in whose part an entry on somebody stands: the home before, for a move."""
    home = HomeUnit.objects.as_of(day).filter(person=who).first()
    return home.work_unit_id if home else where.uid


def move(who: Person, where: WorkUnit, day: date) -> EntryDraft:
    return EntryDraft("service.moved", day, under(who, where, day), MovedV1(work_unit=where.uid), person=who.uid)


def floored(who: Person, where: WorkUnit, day: date) -> EntryDraft:
    """Pay at the floor of a unit on a day."""
    asked = Asked(who.uid, where.code, Status.PPNPN, "pramubakti", day)
    floor, ceiling = ((limits := limits_of(make.OFFICER, [asked])[0]).floor, limits.ceiling)
    payload = TermSetV1(
        monthly_amount=floor.amount or 0, floor_amount=floor.amount, floor_basis=floor.basis, floor_key=floor.key,
        ceiling_amount=ceiling.amount, ceiling_key=ceiling.key, last_day=LAST_DAY,
    )  # fmt: skip
    return EntryDraft("pay.term_set", day, under(who, where, day), payload, person=who.uid)


def engaged(who: Person, where: WorkUnit, day: date = NEW_YEAR) -> list[EntryDraft]:
    return [make.engaged(who, where, day, LAST_DAY)[0], floored(who, where, day)]


def issuer(entries: Sequence[EntryDraft]) -> WorkUnit:
    """The province's office issues, until 2021 each unit's own."""
    code = WorkUnit.objects.get(uid=entries[0].work_unit).code
    own = min(entry.effective_on for entry in entries) < NEW_YEAR
    return WorkUnit.objects.get(code=code if own else code.partition(".")[0])


def issued(entries: Sequence[EntryDraft]) -> Decree:
    return make.issued(issuer(entries), entries)


def codes(entries: Sequence[EntryDraft]) -> set[str]:
    review = decree_review(access=make.OFFICER, decree=make.drafted(issuer(entries), entries).uid)
    return {problem.code for problem in review.problems}


def test_a_move_is_not_corrected_to_a_higher_floor_without_pay(units: dict[str, WorkUnit]) -> None:
    office, near, far, who = *units.values(), make.person()
    issued(engaged(who, office))
    decree = issued([move(who, near, FEBRUARY), floored(who, near, FEBRUARY)])
    entry, pay = (make.entry_of(decree, who.uid, name) for name in ("service.moved", "pay.term_set"))
    mended = make.mending(entry, Mending.CORRECTION, FEBRUARY, MovedV1(work_unit=far.uid))
    assert codes([mended]) == {"pay.below_floor_again"}
    higher = make.mending(pay, Mending.CORRECTION, FEBRUARY, floored(who, far, FEBRUARY).payload)
    assert codes([mended, higher]) == set()


def test_an_engagement_is_not_corrected_to_a_higher_floor_without_pay(units: dict[str, WorkUnit]) -> None:
    office, _, far, who = *units.values(), make.person()
    decree = issued(engaged(who, office))
    payload = EngagedV1(status=Status.PPNPN, job_family="pramubakti", work_unit=far.uid, last_day=LAST_DAY)
    entry = make.entry_of(decree, who.uid, "service.engaged")
    assert codes([make.mending(entry, Mending.CORRECTION, NEW_YEAR, payload)]) == {"pay.below_floor_again"}


@pytest.mark.parametrize("kind", [Mending.ANNULMENT, Mending.REVOCATION])
def test_a_move_is_not_taken_back_without_the_pay_it_lowered(units: dict[str, WorkUnit], kind: Mending) -> None:
    office, _, far, who = *units.values(), make.person()
    issued(engaged(who, far))
    decree = issued([move(who, office, FEBRUARY), floored(who, office, FEBRUARY)])
    entry, pay = (make.entry_of(decree, who.uid, name) for name in ("service.moved", "pay.term_set"))
    assert codes([make.mending(entry, kind, FEBRUARY)]) == {"pay.below_floor_again"}
    assert codes([make.mending(item, kind, FEBRUARY) for item in (entry, pay)]) == set()


def test_an_own_correction_of_pay_is_held_to_the_floor_of_every_later_home(units: dict[str, WorkUnit]) -> None:
    office, near, far, who = *units.values(), make.person()
    issued(engaged(who, office))
    moving = issued([move(who, near, FEBRUARY), floored(who, near, FEBRUARY)])
    entry, pay = (make.entry_of(moving, who.uid, name) for name in ("service.moved", "pay.term_set"))
    again = [
        make.mending(pay, Mending.CORRECTION, FEBRUARY, floored(who, near, FEBRUARY).payload),
        make.mending(entry, Mending.CORRECTION, FEBRUARY, MovedV1(work_unit=far.uid)),
    ]
    assert "pay.floor_not_confirmed" in codes(again)


def test_a_move_from_before_pay_that_stands_is_held_to_the_floor_there(units: dict[str, WorkUnit]) -> None:
    office, _, far, who = *units.values(), make.person()
    issued(engaged(who, office))
    issued([floored(who, office, FEBRUARY)])
    day = date(2022, 1, 15)
    earlier = [move(who, far, day), floored(who, far, day)]
    assert codes(earlier) == {"pay.below_floor_again"}
    assert codes([*earlier, floored(who, far, FEBRUARY)]) == set()


def test_a_home_that_the_opening_gives_later_counts_for_own_pay(units: dict[str, WorkUnit]) -> None:
    office, _, far, who = *units.values(), make.person()
    make.opened(office, [*make.engaged(who, office, NEW_YEAR, LAST_DAY), move(who, far, FEBRUARY)])
    assert codes([term(who, office, date(2022, 1, 15))]) == {"pay.below_floor_again"}


def test_pay_of_the_old_year_does_not_stand_again_by_revoking_the_raise_after_it(units: dict[str, WorkUnit]) -> None:
    office, near, _, who = *units.values(), make.person()
    begin(who, office, opens=False)
    raised = Entry.objects.get(effect="pay.term_set", effective_on=NEW_YEAR)
    eve, day = date(2021, 12, 31), date(2022, 1, 15)
    back = [make.mending(raised, Mending.REVOCATION, day), move(who, near, eve), floored(who, near, eve)]
    with clock.standing_at(make.noon(date(2022, 6, 1))):
        assert "pay.below_floor_again" in codes(back)


DAYS = (LAST_YEAR, date(2021, 12, 31), NEW_YEAR, date(2022, 1, 15), FEBRUARY, date(2022, 3, 1))
MENDINGS = ("annulment", "revocation", "correction")
ACTS = st.tuples(
    st.sampled_from(("move", "move", "pay", *MENDINGS)),
    st.sampled_from(CODES),
    st.sampled_from(DAYS),
    st.integers(0, 4),
)
"""A move with pay, pay alone, or a mending of one of the last entries."""


def drafts(act: tuple, who: Person, units: dict[str, WorkUnit]) -> list[EntryDraft]:
    what, code, day, which = act
    if what == "move":
        return [move(who, units[code], day), floored(who, units[code], day)]
    if what == "pay":
        return [floored(who, WorkUnit.objects.get(uid=under(who, units[code], day)), day)]
    mended = Entry.objects.filter(mends__isnull=False, place__isnull=False).values("mends")
    entries = Entry.objects.filter(place__isnull=False, mending__in=("", "correction")).exclude(uid__in=mended)
    if not entries:
        return [floored(who, units[code], day)]
    entry = entries.order_by("-id")[which % len(entries)]
    if what != "correction":
        return [make.mending(entry, Mending(what), max(day, entry.effective_on))]
    payloads = {
        "pay.term_set": floored(who, units[code], entry.effective_on).payload,
        "service.moved": MovedV1(work_unit=units[code].uid),
        "service.engaged": make.engaged(who, units[code], entry.effective_on, LAST_DAY)[0].payload,
    }
    return [make.mending(entry, Mending.CORRECTION, entry.effective_on, payloads[entry.effect])]


def test_whatever_is_issued_own_pay_is_at_the_floor_of_its_place(units: dict[str, WorkUnit]) -> None:
    who, done = make.person(), []

    @settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate))
    @given(
        st.sampled_from(CODES), st.booleans(), st.lists(st.lists(ACTS, min_size=1, max_size=2), min_size=2, max_size=5)
    )
    def check(code: str, opens: bool, tries: list) -> None:
        with transaction.atomic(), clock.standing_at(make.noon(date(2022, 6, 1))):
            begin(who, units[code], opens)
            for acts in tries:
                entries = [entry for act in acts for entry in drafts(act, who, units)]
                try:
                    with transaction.atomic():
                        done.append(issued(entries).uid)
                except Refused:
                    continue
                assert below(who) == []
            transaction.set_rollback(True)

    check()
    assert done, "something was issued"


def begin(who: Person, where: WorkUnit, opens: bool) -> None:
    """A contract of the year before, told by an opening or issued by the province then, and its pay from New Year."""
    contract = engaged(who, where, LAST_YEAR)
    with clock.standing_at(make.noon(LAST_YEAR)):
        make.opened(where, contract) if opens or where.code != "76" else issued(contract)
    issued([floored(who, where, NEW_YEAR)])


def below(who: Person) -> list[tuple[date, str, int]]:
    """Own terms below the floor that their home had on the later of the days on which both began, or that it has since
    New Year: all was issued after.
    """
    found = []
    for pay in PayTerm.objects.known().filter(person=who, origin="own"):
        for home in HomeUnit.objects.known().filter(person=who).select_related("work_unit"):
            began = max(pay.valid_from, home.valid_from)
            for day in sorted({began, max(began, NEW_YEAR)}):
                stands = all(row.valid_until is None or day < row.valid_until for row in (pay, home))
                asked = Asked(who.uid, home.work_unit.code, Status.PPNPN, "pramubakti", day)
                if stands and pay.monthly_amount < (limits_of(make.OFFICER, [asked])[0].floor.amount or 0):
                    found.append((day, home.work_unit.code, pay.monthly_amount))
    return found
