"""Lists on their way in, and those that came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from malaqbiq.intake.models import Import, Upload
from malaqbiq.intake.rules.kinds import kind_named
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.blobs import blob_path
from malaqbiq.kernel.files import files_folder
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.workbooks.cells import shown
from malaqbiq.kernel.workbooks.reading import Amendment, Table, letters, workbook_read

SAMPLES = 3


def upload_seen(access: Access, uid: UUID) -> Upload:
    """A list on its way in, to who uploaded it; Upload.DoesNotExist to anybody else."""
    return Upload.objects.select_related("file").get(uid=uid, owner=access.actor)


def last_try(access: Access, upload: Upload) -> Job | None:
    """The latest work of checking a long list."""
    return Job.objects.filter(subject_uid=upload.uid, name="intake.try", actor=access.actor).order_by("-pk").first()


def imports_seen(access: Access, day: date) -> QuerySet[Import]:
    """Lists that the asker brought in by the end of a day, newest first. A list may hold people of any work unit."""
    found = Import.objects.all() if access.everything else Import.objects.filter(actor=access.actor)
    return found if day == date.max else found.filter(at__date__lte=day)


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
    read = workbook_read(_path(upload), kind.columns, kind.needed, any_headers=True)
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


def _path(upload: Upload) -> Path:
    return blob_path(files_folder(), upload.file.digest, upload.file.suffix)
