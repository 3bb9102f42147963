"""Audit packs: asked for, made, kept for a while, and gone."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Collection, Sequence
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.home.selectors.packing import PACK, Held, grants_told, pack_held, within_grants
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.blobs import PART, Blob, blob_move
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import NewFile, blobs_discard, files_erase, files_folder, files_store
from malaqbiq.kernel.jobs import job_enqueue
from malaqbiq.kernel.media import ZIP, safe_name
from malaqbiq.kernel.models import Activity, Installation, Job, StoredFile
from malaqbiq.kernel.packs import SUMS, Asked, Pack
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import WorkUnit

README = "BACA-SAYA.txt"
KEPT_FOR = timedelta(days=14)
"""How long a pack can be taken: it is a copy of much about many, and can be made anew."""

ERASURES = ("people.erase", "decrees.erase")


@transaction.atomic
def pack_enqueue(*, access: Access, asked: Asked, unit: str) -> Job:
    """A pack of what was asked (`home.selectors.packing.pack_asked`) will be made, with the rights of now at most."""
    days = {"first": asked.period.start.isoformat(), "last": asked.last_day.isoformat()}
    return job_enqueue(
        access=access,
        name=PACK,
        arguments={"unit": unit, **days, "grants": [*grants_told(asked)]},
        unit_code=unit,
        # What others read differs: the file is each asker's own.
        key=f"{access.actor} {unit} {days['first']} {days['last']}",
    )


def pack_make(
    *, access: Access, asked: Asked, unit: str, grants: Collection[str], progress: Progress = SILENT
) -> StoredFile:
    """The pack, written piece by piece to the disk. UserError if somebody was erased by law while it was made.

    It speaks Indonesian whoever asks for it: like a paper it is handed on.
    """
    asked, before, folder = within_grants(asked, grants), _erasures(), files_folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"paket-audit-{unit}-{asked.period.start}-{asked.last_day}"
    with tempfile.TemporaryDirectory(prefix=PART, dir=folder) as scratch, translation.override("id"):
        path = Path(scratch) / "pack.zip"
        with zipfile.ZipFile(path, "w") as archive:
            _fill(Pack(archive, name, Path(scratch)), asked, unit, progress)
        path.chmod(0o600)
        blob = blob_move(folder, path, ZIP.suffix)
    stored = _named(access, blob, name, unit, before)
    if stored is None:
        blobs_discard(blobs=[blob])
        raise UserError(
            gettext_noop("somebody's data were erased by law while the pack was made"), gettext_noop("run it again")
        )
    return stored


@transaction.atomic
def packs_erase(*, access: Access) -> int:
    """Remove all packs that are kept, since one may name whom the law makes forget; how many.

    A pack that is being made is refused when it is done: whoever erases holds the lock until his word of it stands.
    """
    _one_at_a_time()
    return files_erase(access=access, files=StoredFile.objects.filter(media_type=ZIP.type))


def packs_expire(*, access: Access) -> int:
    """Remove packs that nobody may take any more; how many."""
    old = StoredFile.objects.filter(media_type=ZIP.type, stored_at__lt=clock.now() - KEPT_FOR)
    return files_erase(access=access, files=old)


def _fill(pack: Pack, asked: Asked, unit: str, progress: Progress) -> None:
    held = pack_held(asked)
    for one in held:
        if one.units:
            one.part.write(asked, pack, progress)
    pack.text(README, "\n".join([*_about(asked, unit), *_contents(asked, held), *_checking()]) + "\n")
    pack.close()


def _about(asked: Asked, unit: str) -> Sequence[str]:
    name = WorkUnit.objects.get(code=unit).name
    first, last = (date_format(day, "j F Y") for day in (asked.period.start, asked.last_day))
    by = actor_names({asked.access.actor})[asked.access.actor]
    return [
        _("AUDIT PACK"),
        "",
        _("Work unit: %(name)s (%(code)s) and all below it: %(count)s work units")
        % {"name": name, "code": unit, "count": len(asked.units)},
        _("Days: %(first)s to %(last)s") % {"first": first, "last": last},
        _("Made on %(day)s by %(by)s") % {"day": date_format(asked.today, "j F Y"), "by": by},
    ]


def _contents(asked: Asked, held: Sequence[Held]) -> Sequence[str]:
    lines = ["", _("WHAT IS IN IT"), ""]
    for one in held:
        part, every = one.part, len(asked.units)
        lines.append(f"- {part.folder}/ : {part.label} ({_counted(one)}), {part.holds}")
        if not one.units:
            lines.append("  " + _("Left out: no role of whoever made the pack reads it."))
        elif one.units < every:
            told = _("Of %(units)s of the %(every)s work units: the roles of whoever made the pack reach no further.")
            lines.append("  " + told % {"units": one.units, "every": every})
    return [
        *lines,
        "",
        _("Each list stands there twice: as a workbook (.xlsx) to be read, and as JSON for programs."),
        _("Of decrees of another office there is only what concerns these work units."),
        _("What was erased by law is named as erased. Identity numbers are left out."),
    ]


def _counted(one: Held) -> str:
    return ", ".join(said.words for said in one.counts) or "–"


def _checking() -> Sequence[str]:
    return [
        "",
        _("HOW TO CHECK IT WITHOUT MALAQBIQ"),
        "",
        _("%(sums)s holds the SHA-256 of every other file. In this folder:") % {"sums": SUMS},
        "",
        f"    sha256sum -c {SUMS}",
        "",
        _("On Windows, file by file: certutil -hashfile FILE SHA256"),
        _("Whether a paper is the registered one is told on the public page Verification, by its code or file."),
        "",
        _("This pack holds personal data: keep it as the law asks, and delete it when it is no longer needed."),
    ]


@transaction.atomic
def _named(access: Access, blob: Blob, name: str, unit: str, before: int) -> StoredFile | None:
    """The pack's row; None if somebody was erased since it was begun."""
    _one_at_a_time()
    if _erasures() != before:
        return None
    new = NewFile(blob, safe_name(f"{name}{ZIP.suffix}", ZIP.suffix), ZIP.type, unit)
    (stored,) = files_store(files=[new])
    activity_record(access=access, action="home.audit_pack", unit_code=unit, subject_uid=stored.uid)
    return stored


def _one_at_a_time() -> None:
    """Whoever names a pack and whoever erases a person wait for each other: the second sees what the first did."""
    list(Installation.objects.select_for_update().values_list("pk"))


def _erasures() -> int:
    return Activity.objects.filter(action__in=ERASURES).count()
