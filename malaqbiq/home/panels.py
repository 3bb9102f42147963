"""What the front door gathers on a person's page from the entries of all rooms, and on a work unit's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.panels import papers
from malaqbiq.decrees.rules.effects import Fact
from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.about import Told, entries_about
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.home.life import EFFECTS, FACTS, MENDINGS
from malaqbiq.home.unit_panels import UNIT_PANELS
from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import unit_names
from malaqbiq.service.rules.jobs import job_name
from malaqbiq.service.selectors import person_now
from malaqbiq.ui.panels import Panel
from malaqbiq.ui.templatetags.ui import day as written_day

LEFT_OUT = frozenset({"starts_on", "ended_on"})
"""Facts that only repeat the entry's own day."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the timeline shows it: what it does, the facts of it in words, what became of it."""

    told: Told
    title: Promise | str
    facts: tuple[tuple[Promise | str, str], ...]
    mending: Promise | str
    ended_how: Promise | str
    is_to_come: bool


def timeline(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """All entries about the person that the asker may read, the latest first.

    Who reads decrees of the person's home unit reads what took effect by the day; what came later, perhaps under
    another unit, only where it stands in the part of a unit of his. The person himself reads all.
    """
    if not person_now(access, day, uid).is_read_by(access, *READERS):
        return None
    told = [one for one in entries_about(uid) if _is_read(one, access, day, uid)]
    names = {one.unit: one.unit_name for one in told}
    named = {UUID(fact.text) for one in told for fact in one.facts if fact.key == "work_unit"}
    names |= unit_names(named - names.keys())
    return {"lines": [_line(one, names, day) for one in told]}


@dataclass(frozen=True, slots=True)
class OwnDecree:
    """A decree about oneself: what it does, and one's own papers of it, each with what it is called."""

    decree: Decree
    lines: Sequence[Line]
    papers: Sequence[tuple[Document, Promise]]


def own_decrees(access: Access, day: date) -> list[OwnDecree]:
    """All decrees about the asker, the latest first; the opening last. Three statements."""
    if access.person is None or (told := timeline(access, day, access.person)) is None:
        return []
    found: defaultdict[int, list[Line]] = defaultdict(list)
    for line in told["lines"]:
        found[line.told.decree.pk].append(line)
    made: defaultdict[int, list[tuple[Document, Promise]]] = defaultdict(list)
    for document, kind in sorted(papers(access, day, access.person)["papers"], key=_extract_first):
        made[document.decree_id].append((document, kind))
    rows = [OwnDecree(lines[0].told.decree, lines, made[key]) for key, lines in found.items()]
    return sorted(rows, key=lambda one: (one.decree.origin != Origin.OPENING, one.decree.place or 0), reverse=True)


def _extract_first(paper: tuple[Document, Promise]) -> tuple[bool, str]:
    """What proves the decree to its holder, before what he signed himself."""
    return paper[0].kind != Kind.EXTRACT, paper[0].kind


def _is_read(told: Told, access: Access, day: date, uid: UUID) -> bool:
    return access.person == uid or told.effective_on <= day or access.covers(told.unit_code, *READERS)


def _line(told: Told, names: Mapping[UUID, str], day: date) -> Line:
    facts = ((FACTS.get(fact.key, fact.key), _said(fact, names)) for fact in told.facts if fact.key not in LEFT_OUT)
    return Line(
        told=told,
        title=EFFECTS.get(told.effect, told.effect),
        facts=tuple((label, text) for label, text in facts if text),
        mending=MENDINGS.get(told.mending, ""),
        ended_how=MENDINGS.get(told.ended_how, ""),
        is_to_come=told.effective_on > day,
    )


def _said(fact: Fact, names: Mapping[UUID, str]) -> str:
    if fact.key == "work_unit":
        return names.get(UUID(fact.text), "")
    if fact.key == "job_family":
        return job_name(fact.text)
    if fact.key == "last_day":
        return written_day(date.fromisoformat(fact.text))
    if fact.key == "since":
        return gettext("not known")
    return CODES.get(fact.key, {}).get(fact.text, fact.text)


PANELS = [
    Panel("person", 50, _("Timeline"), "home/staff/panel_timeline.html", timeline, wide=True),
    *UNIT_PANELS,
]
