"""Where else somebody's name or number stands: what is taken out as he is erased by law, and what stays even so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from malaqbiq.intake.models import Import, PriorDecree
from malaqbiq.intake.rules.naming import names_person
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.pay.models import PaymentList
from malaqbiq.people.models import Competency, Education, FamilyTie, Person
from malaqbiq.service.models import Attendance, Penalty, Predikat
from malaqbiq.ui.models import SavedView

FILES_AND_SOURCES: tuple[tuple[Any, str], ...] = (
    (Import, "file_name"),
    (StoredFile, "name"),
    (PaymentList, "source"),
    (PriorDecree, "source"),
    (Attendance, "source"),
    (Predikat, "source"),
    (Penalty, "source"),
    (Person, "source"),
    (Education, "source"),
    (Competency, "source"),
    (FamilyTie, "source"),
)
"""Columns that hold what a file was called as it came in: offices call files by people. None of them is append-only."""

FROZEN = gettext_noop("was sent and is frozen: keep it with the request, or send a corrected one without the name")
SIGNED = gettext_noop("who signed or is named in an issued paper stays named there")
BY_HAND = gettext_noop("look at it, and change it where it is kept")
REMEDIES = {
    "reports.Report": FROZEN,
    "reports.Review": FROZEN,
    "reports.Letter": FROZEN,
    "decrees.Snapshot": SIGNED,
    "decrees.Decree": SIGNED,
    "decrees.Document": SIGNED,
    "decrees.SignatureEvidence": SIGNED,
    "organization.Signer": SIGNED,
    "handover.Handover": SIGNED,
}
"""What can be done about a mention, by the model that holds it."""

ANOTHER_PERSON = frozenset({("people.Person", column) for column in ("name", "title_front", "title_back")})
"""Somebody else of the same name is no mention."""

PLACES_TOLD = 5
LONGEST_SUFFIX = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A column in which the name or a number still stands: how often, in which rows (the first few), what to do."""

    column: str
    count: int
    places: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is looked for: the name without titles, and the numbers."""

    name: str
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, person: UUID) -> Whom:
        """Somebody as the register has him: to be asked before it forgets him."""
        name, nik, nip = Person.objects.values_list("name", "nik", "nip").get(uid=person)
        return cls(name, tuple(number for number in (nik, nip) if number))

    def is_named_in(self, text: str) -> bool:
        """Whether a text names him; what a file is called counts with its marks, and without its suffix."""
        return any(names_person(part, self.name, self.numbers) for part in (text, _stem(text)))


@transaction.atomic
def files_and_sources_erase(*, access: Access, person: UUID) -> int:
    """Put the mark of erasing in the place of each name of a file, or source, that names somebody; in how many rows.

    The suffix stays. To be called before `people` forgets name and numbers. Forbidden for all but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    whom, erased = Whom.of(person), 0
    for model, column in FILES_AND_SOURCES:
        texts = model.objects.exclude(**{column: ""}).order_by().values_list(column, flat=True).distinct()
        for text in [text for text in texts.iterator() if whom.is_named_in(text)]:
            erased += model.objects.filter(**{column: text}).update(**{column: ERASED + _suffix(text)})
    activity_record(access=access, action="home.erase_files_and_sources", subject_uid=person, detail={"rows": erased})
    return erased


@transaction.atomic
def kept_views_erase(*, access: Access, person: UUID) -> int:
    """Throw away kept views of lists whose name or filter names somebody, whoever keeps them; how many.

    To be called before `people` forgets name and numbers. Forbidden for all but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    whom = Whom.of(person)
    views = SavedView.objects.values_list("pk", "name", "query")
    found = [pk for pk, name, query in views if any(map(whom.is_named_in, (name, *_asked(query))))]
    SavedView.objects.filter(pk__in=found).delete()
    activity_record(access=access, action="home.erase_kept_views", subject_uid=person, detail={"views": len(found)})
    return len(found)


def mentions_of(*, access: Access, whom: Whom) -> tuple[Mention, ...]:
    """Each column of the database in which somebody is still named, by the name of its table.

    Read to the last row, so that it takes as long as the database is big; nothing is changed. It may be somebody else
    of that name. A name of one word is told only where it is all of a text. Forbidden for all but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    found = [mention for model in apps.get_models() for mention in _mentions(model, whom)]
    return tuple(sorted(found, key=lambda mention: mention.column))


def _mentions(model: type[models.Model], whom: Whom) -> Iterator[Mention]:
    meta, manager = model._meta, model._base_manager  # noqa: SLF001 - Django's public interface to a model
    containing = _containing(whom)
    for field in meta.concrete_fields if containing else ():
        if not _may_hold_words(field) or (meta.label, field.name) in ANOTHER_PERSON:
            continue
        held: models.QuerySet[Any] = manager.annotate(words=Cast(field.name, TextField())).filter(containing)
        places = [_place(row, whom) for row in held.order_by("pk").iterator() if _is_named(row.words, whom)]
        if places:
            remedy = REMEDIES.get(meta.label, BY_HAND)
            yield Mention(f"{meta.label}.{field.name}", len(places), tuple(places[:PLACES_TOLD]), remedy)


def _may_hold_words(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.CharField | TextField | models.JSONField) and not field.choices


def _containing(whom: Whom) -> Q:
    """What may name him, by the database; Python looks once more."""
    asked = Q()
    for number in whom.numbers:
        asked |= Q(words__contains=number)
    if whom.name:
        asked |= Q(words__icontains=whom.name)
    return asked


def _is_named(text: str, whom: Whom) -> bool:
    # Of JSON a name stands among marks, which a text of its own would not have: by itself it counts there too.
    return whom.is_named_in(text) or (" " in whom.name and whom.name.casefold() in text.casefold())


def _place(row: Any, whom: Whom) -> str:
    """How a row is told: by its own words, unless these name him."""
    told = str(row)
    return f"{row.pk}: {told[:60]}" if told and not _is_named(told, whom) else f"{row.pk}"


def _asked(query: str) -> Iterator[str]:
    return (value for _key, value in parse_qsl(query))


def _stem(text: str) -> str:
    return PurePath(text).stem.replace("_", " ").replace("-", " ")


def _suffix(text: str) -> str:
    suffix = PurePath(text).suffix
    return suffix if len(suffix) <= LONGEST_SUFFIX and suffix[1:].isalnum() else ""
