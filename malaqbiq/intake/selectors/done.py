"""Lists that came in: by whom, and what is to be done next with the people whom they brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.intake.models import Import
from malaqbiq.intake.selectors.uploads import imports_seen
from malaqbiq.kernel.access import Access
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment


@dataclass(frozen=True, slots=True)
class Before:
    """A list that came in, and who brought it."""

    list: Import
    who: str


def imports_named(access: Access, day: date, most: int) -> list[Before]:
    """The newest lists that came in by the end of a day, with who brought them; two statements."""
    found = list(imports_seen(access, day)[:most])
    names = actor_names({one.actor for one in found})
    return [Before(one, names.get(one.actor, "")) for one in found]


def import_before(access: Access, done: Import) -> Before | None:
    """The last list before this one that came from the same workbook, if the asker sees it."""
    same = imports_seen(access, date.max).filter(kind=done.kind, file_digest=done.file_digest, pk__lt=done.pk)
    found = same.order_by("-pk").first()
    return Before(found, actor_names({found.actor}).get(found.actor, "")) if found else None


def list_named(access: Access, uid: UUID) -> str:
    """What the file of a list that came in was called; empty if the asker doesn't see it."""
    return imports_seen(access, date.max).filter(uid=uid).values_list("file_name", flat=True).first() or ""


def people_brought(access: Access, uid: UUID) -> QuerySet[Entry, UUID | None]:
    """Whose service, post or pay the opening told as a list came in; nobody's if the asker doesn't see the list."""
    seen = imports_seen(access, date.max).filter(uid=uid, decree__isnull=False)
    told = Entry.objects.filter(decree__uid__in=seen.order_by().values("decree"), person__isnull=False)
    return told.values_list("person__uid", flat=True)


def undecreed_of(access: Access, done: Import, day: date) -> int:
    """How many of the people of a list are contract staff by the opening alone, and no old decree is named for them."""
    serving = Employment.objects.as_of(day).filter(status__in=CONTRACT_WORKERS, origin=Origin.OPENING, cited=False)
    return serving.filter(person__uid__in=people_brought(access, done.uid)).count()
