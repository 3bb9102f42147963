"""`verify` finds what does not follow from the ledger."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.decrees.errors import NumberTaken
from malaqbiq.decrees.models import Decree, Entry, Ledger, Register, Snapshot
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.selectors.verify import verify
from malaqbiq.decrees.services import number_void, opening_lock, register_open
from malaqbiq.decrees.services.documents import documents_render
from malaqbiq.decrees.services.erasing import snapshots_erase
from malaqbiq.decrees.services.issuing import decree_issue
from malaqbiq.decrees.services.registers import TypedNumber
from malaqbiq.kernel.access import Access
from malaqbiq.pay.models import PayTerm
from malaqbiq.service.models import Employment, HomeUnit
from tests import builders as make
from tests.decrees.papers.issuing import decreed
from tests.tampering import past_the_triggers

pytestmark = pytest.mark.django_db

OFFICER = Access.system("documents")
LAST_YEAR, NEW_YEAR, LAST_DAY = date(2021, 1, 1), date(2022, 1, 1), date(2022, 12, 31)


@pytest.fixture
def ledger() -> None:
    """Two people of two units, opened, extended, one of them corrected and one revoked."""
    office, kabupaten = make.unit(), make.unit("76.01", "kabkota")
    one, two = make.person("Satu"), make.person("Dua")
    opening = make.opened(
        office,
        [
            *make.engaged(one, office, LAST_YEAR, date(2021, 12, 31), 2_000_000),
            *make.engaged(two, kabupaten, LAST_YEAR, date(2021, 12, 31), 2_100_000, row=2),
        ],
    )
    term = make.entry_of(opening, one.uid, "pay.term_set")
    better = make.engaged(one, office, LAST_YEAR, date(2021, 12, 31), 1_900_000)[1].payload
    make.opened(office, [make.mending(term, Mending.CORRECTION, LAST_YEAR, better)])
    extended = make.issued(
        office,
        [
            *make.engaged(one, office, NEW_YEAR, LAST_DAY, effect="extended"),
            *make.engaged(two, kabupaten, NEW_YEAR, LAST_DAY, effect="extended", row=2),
        ],
    )
    revoked = [make.mending(entry, Mending.REVOCATION, date(2022, 6, 1)) for entry in extended.entries.filter(row=2)]
    make.issued(office, revoked)


@pytest.fixture
def check(ledger: None) -> None:
    assert failing() == set()


def failing() -> set[str]:
    return {check.name for check in verify() if not check.ok}


@pytest.mark.usefixtures("ledger")
def test_an_untouched_ledger_verifies() -> None:
    assert failing() == set()


@pytest.mark.usefixtures("check")
@pytest.mark.parametrize(
    ("model", "change"),
    [
        (PayTerm, {"monthly_amount": 9_999_999}),
        (Employment, {"valid_until": date(2030, 1, 1)}),
        (HomeUnit, {"known_from": 1}),
        (HomeUnit, {"origin": "xyz"}),
    ],
)
def test_a_changed_projection_row_is_found(model: type, change: dict) -> None:
    row = model.objects.order_by("-known_from").first()
    with past_the_triggers(model._meta.db_table):
        model.objects.filter(pk=row.pk).update(**change)
    assert failing() == {"projections"}


@pytest.mark.usefixtures("check")
def test_a_row_no_longer_known_counts_too() -> None:
    with past_the_triggers("pay_payterm"):
        PayTerm.objects.filter(known_until__isnull=False).first().delete()
    assert failing() == {"projections"}


@pytest.mark.usefixtures("check")
def test_a_row_of_somebody_without_an_entry_is_found() -> None:
    row = PayTerm.objects.order_by("pk").first()
    row.pk, row.person = None, make.person("Siluman")
    row.save(force_insert=True)
    assert failing() == {"projections"}


@pytest.mark.usefixtures("check")
@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("decrees_entry", "UPDATE decrees_entry SET effective_on = '2022-01-02' WHERE ordinal = 1"),
        ("decrees_decree", "UPDATE decrees_decree SET title = 'Lain' WHERE place = 1"),
        ("decrees_decree", "UPDATE decrees_decree SET number = '999' WHERE place = 3"),
        ("decrees_decree", "UPDATE decrees_decree SET link = 'x' WHERE place = 4"),
    ],
)
def test_a_changed_ledger_breaks_the_chain(table: str, statement: str) -> None:
    with past_the_triggers(table), connection.cursor() as cursor:
        cursor.execute(statement)
    assert "chain" in failing()


@pytest.mark.usefixtures("check")
def test_a_number_of_which_nothing_is_known_is_found_until_it_is_accounted_for() -> None:
    office, who = make.unit(), make.person("Tiga")
    decree = make.approved(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest, number=TypedNumber(5))
    assert failing() == {"numbers"}
    register = Register.objects.get()
    for value in (3, 4):
        number_void(access=make.OFFICER, register=register.pk, value=value, reason="salah cetak")
    assert failing() == set()


def test_a_register_begins_with_the_number_that_the_office_sets() -> None:
    office, who = make.unit(), make.person()
    register_open(access=make.OFFICER, office=office.uid, authority="sekretaris", year=2022, first_number=31)
    decree = make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY), NEW_YEAR)
    assert decree.number_value == 31
    assert Entry.objects.filter(decree=decree, place=decree.place).count() == 2


@pytest.mark.usefixtures("check")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decrees_entry SET payload = '{}' WHERE id = (SELECT MIN(id) FROM decrees_entry)",
        "UPDATE decrees_entry SET effect_version = 7 WHERE id = (SELECT MIN(id) FROM decrees_entry)",
    ],
)
def test_an_entry_that_can_not_be_read_is_found_and_hides_nothing_else(statement: str) -> None:
    with past_the_triggers("decrees_entry"), connection.cursor() as cursor:
        cursor.execute(statement)
    details = {check.name: str(check.detail) for check in verify() if not check.ok}
    assert {"chain", "projections"} <= details.keys()
    assert "can't be read" in details["projections"]


@pytest.mark.usefixtures("check")
@pytest.mark.parametrize("column", ["submitted_by", "approved_by", "issued_by"])
def test_another_actor_breaks_the_chain(column: str) -> None:
    with past_the_triggers("decrees_decree"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE decrees_decree SET {column} = 'somebody' WHERE place = 3")
    assert "chain" in failing()


@pytest.mark.usefixtures("check")
def test_an_opening_opened_again_is_found() -> None:
    opening_lock(access=make.OFFICER, empty=True)
    assert failing() == set()
    Ledger.objects.update(opening_locked_at=None)
    assert failing() == {"chain"}


@pytest.mark.usefixtures("check")
@pytest.mark.parametrize("change", [{"year": 1999}, {"first_number": 400}])
def test_a_register_that_was_changed_is_found(change: dict) -> None:
    with past_the_triggers("decrees_register"):
        Register.objects.update(**change)
    assert failing() == {"numbers"}


@pytest.mark.usefixtures("check")
def test_a_number_far_beyond_the_last_is_a_slip_of_the_pen() -> None:
    register = Register.objects.get()
    with pytest.raises(NumberTaken, match="far beyond"):
        number_void(access=make.OFFICER, register=register.pk, value=1_000_000_000, reason="salah ketik")


@pytest.mark.usefixtures("check")
def test_two_decrees_never_have_the_same_number_text() -> None:
    office, who = make.unit(), make.person("Tiga")
    decree = make.approved(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    text = Decree.objects.exclude(number="").earliest("place").number
    with pytest.raises(NumberTaken, match="another decree"):
        decree_issue(
            access=make.SECRETARY,
            decree=decree.uid,
            digest=decree.content_digest,
            number=TypedNumber(3, text),
        )


@pytest.mark.usefixtures("ledger")
def test_the_database_refuses_to_change_or_delete_a_projection_row() -> None:
    row = HomeUnit.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        HomeUnit.objects.filter(pk=row.pk).update(valid_until=None, valid_from=LAST_YEAR)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def failing_words() -> str:
    return " ".join(str(check.detail) for check in verify() if not check.ok)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE decrees_document SET file_id = {other} WHERE id = {one}", "another file, code or person"),
        ("UPDATE decrees_document SET file_id = NULL WHERE id = {one}", "another file, code or person"),
        ("UPDATE decrees_document SET code = 'AAAA-AAAA-AAAA-AAAA' WHERE id = {one}", "another file, code or person"),
        ("UPDATE decrees_document SET person_id = {person} WHERE id = {one}", "does not follow"),
        ("DELETE FROM decrees_document WHERE id = {one}", "is missing"),
        ("DELETE FROM decrees_document", "is missing"),
    ],
)
def test_papers_that_were_swapped_or_taken_away_are_found(statement: str, words: str) -> None:
    decree = decreed(["76.05", "76.05"])
    documents_render(access=OFFICER, workers=1)
    assert failing() == set()
    one, other = decree.documents.filter(kind="extract").order_by("ordinal")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT person_id FROM decrees_document WHERE id = {other.pk}")
        person = f"'{cursor.fetchone()[0]}'"
        cursor.execute(statement.format(one=one.pk, other=other.file_id, person=person))
    assert "papers" in failing()
    assert words in failing_words()


def test_a_snapshot_that_was_emptied_by_hand_is_not_erased_by_law() -> None:
    one, two = Snapshot.objects.filter(decree=decreed(["76.05", "76.05"]), ordinal__gt=0)
    snapshots_erase(access=OFFICER, person=one.person_id)
    assert failing() == set()
    Snapshot.objects.filter(pk=two.pk).update(content=None, salt=None)
    assert failing() == {"chain"}
    assert "the log knows of no erasure" in failing_words()


@pytest.mark.usefixtures("check")
def test_a_head_that_was_put_off_is_found() -> None:
    """Every later decree would be recorded on that day."""
    Ledger.objects.update(recorded_at=make.noon(date(2099, 1, 1)))
    assert failing() == {"chain"}
    assert "not recorded when its last decree was" in failing_words()


@pytest.mark.usefixtures("ledger")
def test_a_decree_recorded_on_another_day_than_its_own_is_told_and_no_fault() -> None:
    def told() -> str:
        return next(str(check.detail) for check in verify() if check.name == "chain")

    assert "warning" not in told()
    office = make.unit()
    make.issued(office, make.engaged(make.person("Tiga"), office, NEW_YEAR, LAST_DAY), on=NEW_YEAR)
    assert failing() == set()
    assert "warning: 1 own decrees bear another day" in told()
