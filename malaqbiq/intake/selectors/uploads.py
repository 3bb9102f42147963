"""Lists on their way in, and those that came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, ngettext

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.intake.models import Import, Upload
from malaqbiq.intake.rules.kinds import kind_named
from malaqbiq.intake.selectors.called import TAKE, TRY
from malaqbiq.intake.selectors.mended import upload_path
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.jobs import OPEN
from malaqbiq.kernel.models import Activity, Job
from malaqbiq.kernel.workbooks.cells import shown
from malaqbiq.kernel.workbooks.reading import Amendment, Table, letters, workbook_read
from malaqbiq.organization.selectors import unit_tree

KEPT_FOR = timedelta(days=7)
"""An upload that nobody took in is given up after that: it holds people's numbers. So long is one kept that was."""

GIVEN_UP = "intake.give_up"
SAMPLES = 3


def unit_over(access: Access, day: date) -> str:
    """The code of the lowest work unit that stands over all of which the asker brings lists in; empty if none does."""
    tree = unit_tree(access, day=day)
    lineages = [tree.lineage(code) for code in access.units(Role.SDM_OFFICER) or () if code in tree]
    common = [code for code in min(lineages, default=()) if all(code in lineage for lineage in lineages)]
    return common[-1] if common else ""


def uploads_seen(access: Access) -> QuerySet[Upload]:
    """Lists on their way in, and those taken in whose workbook is still there.

    They are seen by who uploaded them, and by whoever brings lists in for the work unit over all that he did: a list
    may hold people of any of these.
    """
    found = Upload.objects.select_related("file")
    return found if access.everything else found.filter(_theirs(access, "owner"))


def uploads_under_way(access: Access) -> QuerySet[Upload]:
    """Lists that were neither taken in nor given up, the newest first."""
    return uploads_seen(access).filter(taken_at=None).order_by("-at", "-pk")


def last_try(upload: Upload) -> Job | None:
    """The latest work of checking a long list."""
    return Job.objects.filter(subject_uid=upload.uid, name=TRY).order_by("-pk").first()


def imports_seen(access: Access, day: date) -> QuerySet[Import]:
    """Lists that came in by the end of a day, newest first, to whom `uploads_seen` showed them."""
    found = Import.objects.all() if access.everything else Import.objects.filter(_theirs(access, "actor"))
    return found if day == date.max else found.filter(at__date__lte=day)


def given_up_by(access: Access, uid: UUID) -> str | None:
    """Who threw a list away that the asker would see; None if nobody did."""
    lines = Activity.objects.filter(action=GIVEN_UP, subject_uid=uid)
    seen = lines if access.everything else lines.filter(_theirs(access, "actor"))
    return seen.values_list("actor", flat=True).first()


def _theirs(access: Access, who: str) -> Q:
    return Q(**{who: access.actor}) | Q(unit_code__in=access.units(Role.SDM_OFFICER) or ())


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A list on its way in as it is listed: who uploaded it, how far it is, and until when it is kept."""

    upload: Upload
    who: str
    is_own: bool
    kind: str
    state: str
    tone: str
    until: datetime


def under_way(access: Access) -> list[UnderWay]:
    """The lists on their way in that the asker sees, the newest first. Three statements, whatever the number."""
    found = list(uploads_under_way(access))
    jobs = Job.objects.filter(subject_uid__in=[one.uid for one in found], state__in=OPEN)
    busy = dict(jobs.order_by("pk").values_list("subject_uid", "name")) if found else {}
    names = actor_names({one.owner for one in found})
    return [
        UnderWay(
            upload=one,
            who=names.get(one.owner, ""),
            is_own=one.owner == access.actor,
            kind=gettext(kind_named(one.kind).label),
            state=(told := _state(one, busy.get(one.uid, "")))[0],
            tone=told[1],
            until=one.at + KEPT_FOR,
        )
        for one in found
    ]


def _state(upload: Upload, job: str) -> tuple[str, str]:
    """How far a list is, and the tone of that."""
    if job:
        return (gettext("being taken in") if job == TAKE else gettext("being checked")), "info"
    if upload.tried is None:
        return gettext("not checked yet"), "warn"
    rows = len({fault[0] for fault in upload.tried["faults"]})
    if rows:
        return ngettext("%(rows)s row at fault", "%(rows)s rows at fault", rows) % {"rows": rows}, "bad"
    return gettext("checked, nothing at fault"), "good"


@dataclass(frozen=True, slots=True)
class Twin:
    """Where the very same workbook stands too: by whom, when, its page, and whether it was taken in."""

    who: str
    at: datetime
    route: str
    uid: UUID
    is_taken: bool


def twins_of(access: Access, upload: Upload) -> list[Twin]:
    """The same workbook of the same kind, taken in before or on its way in, as far as the asker sees it."""
    before = imports_seen(access, date.max).filter(kind=upload.kind, file_digest=upload.file.digest)
    beside = uploads_under_way(access).filter(kind=upload.kind, file__digest=upload.file.digest).exclude(pk=upload.pk)
    taken, others = list(before.exclude(uid=upload.uid)[:1]), list(beside[:1])
    names = actor_names({one.actor for one in taken} | {one.owner for one in others})
    return [
        *(Twin(names.get(one.actor, ""), one.at, "import-done", one.uid, True) for one in taken),
        *(Twin(names.get(one.owner, ""), one.at, "import-upload", one.uid, False) for one in others),
    ]


@dataclass(frozen=True, slots=True)
class Matched:
    """A column that a list of this kind may have, and in which column of the sheet it stands (None: in none)."""

    key: str
    header: str
    place: int | None
    needed: bool


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet: its place, its letter with its header, and what stands in its first rows."""

    place: int
    label: str
    samples: str


@dataclass(frozen=True, slots=True)
class Columns:
    """How an upload's columns are matched, as it is amended."""

    matched: list[Matched]
    sheet: list[SheetColumn]

    @property
    def doubtful(self) -> bool:
        """Whether a column that is needed stands nowhere, so that somebody must say where."""
        return any(one.needed and one.place is None for one in self.matched)


def columns_of(upload: Upload) -> Columns:
    """The columns of an upload's sheet, and which known one stands in each."""
    kind = kind_named(upload.kind)
    read = workbook_read(upload_path(upload), kind.columns, kind.needed, any_headers=True)
    table = read.amended(Amendment(upload.places))
    alone = {group[0] for group in kind.needed if len(group) == 1}
    matched = [
        Matched(field.column.key, field.column.header, table.places.get(field.column.key), field.column.key in alone)
        for field in kind.fields
    ]
    sheet = [
        SheetColumn(place, f"{letters(place)} {header}".strip(), _samples(read, place))
        for place, header in enumerate(read.headers)
    ]
    return Columns(matched, sheet)


def _samples(table: Table, place: int) -> str:
    cells = (shown(row.cells[place])[:24] for row in table.rows[:SAMPLES] if place < len(row.cells))
    return ", ".join(filter(None, cells))
