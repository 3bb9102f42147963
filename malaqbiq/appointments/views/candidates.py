"""The candidates of a phase: all civil servants checked against its posts, of whom many are named at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from malaqbiq.appointments.labels import CRITERIA, STANDING_TONES, STANDINGS, kind_names
from malaqbiq.appointments.models import Participant
from malaqbiq.appointments.rules.chances import MAY, ORDER, Chance, Lack
from malaqbiq.appointments.rules.eligibility import Standing, is_demisioner
from malaqbiq.appointments.selectors.candidates import (
    Marks,
    Region,
    Selection,
    chances,
    law_of,
    marks_of,
    office_register,
    region_of,
    selection_seen,
)
from malaqbiq.appointments.selectors.eligibility import READERS, Law, Register
from malaqbiq.appointments.selectors.phases import taking_part
from malaqbiq.appointments.selectors.rounds import HANDS, RELEASERS, RUNNERS, SEERS
from malaqbiq.appointments.selectors.settled import told_on
from malaqbiq.appointments.services import candidates_name, candidates_remove
from malaqbiq.appointments.views.acts import chosen, tried
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, Shown, dated, table, workbook_response

CANDIDATES, DEMISIONER, ALL = "candidates", "demisioner", "all"
MOST_NAMED = 100
"""So many candidates are shown of all provinces at once; of more, as of everybody, one province."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody on the list: what he lacks for the post asked about, or for the one for which he lacks least."""

    uid: UUID
    chance: Chance
    lack: Lack
    kind: str
    part: str
    is_demisioner: bool


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def candidates(request: PageRequest, phase: UUID) -> HttpResponse:
    """Everybody (``?who=``) by standing (``?standing=``), post (``?post=``), work unit (``?unit=``) and name (``?q=``),
    of a whole country one province (``?province=``); those marked are named, taken off, or a waiver is proposed.
    """
    found = selection_seen(request.access, phase)
    refused, status = "", 200
    if request.method == "POST":
        if request.POST.get("do") == "waive":
            return redirect(_waiving(request, found))
        refused, status = tried(request, lambda: _done(request, phase))
        if not refused:
            return redirect(f"{reverse('phase-candidates', args=[phase])}?{request.GET.urlencode()}")
    told = told_on(found.phase, request.day)
    context = {"phase": found.phase, "step": "candidates", "selection": found, "refused": refused, "told": told}
    if not request.access.covers(found.office, *READERS):
        members, named = taking_part(found.phase, told.day)
        context |= {"members": members, "candidates": named}
        return page(request, "appointments/phase_candidates_named.html", context, status=status)
    listed = _listed(request, found, told.day)
    if request.GET.get("format") == "xlsx":
        title = _("Candidates for %(level)s") % {"level": found.phase.level}
        return workbook_response(dated(title, told.day), _("Candidates"), listed["table"])
    picked = set(_posted(request.POST)) if refused else set()
    return page(
        request,
        "appointments/phase_candidates.html",
        context | listed | {"picked": picked, "may_run": _may_run(request, found) and not listed["is_candidate"]},
        region="list",
        status=status,
    )


def _done(request: PageRequest, phase: UUID) -> str:
    people = chosen(request.POST, "pick")
    if request.POST.get("do") == "remove":
        gone = candidates_remove(access=request.access, phase=phase, people=people)
        return ngettext("%(count)s is taken off.", "%(count)s are taken off.", gone) % {"count": gone}
    made = candidates_name(access=request.access, phase=phase, people=people)
    return ngettext("%(count)s candidate is named.", "%(count)s candidates are named.", len(made)) % {
        "count": len(made)
    }


def _waiving(request: PageRequest, found: Selection) -> str:
    query = [("pick", str(uid)) for uid in _posted(request.POST)]
    if request.GET.get("post"):
        query.append(("post", request.GET["post"]))
    return f"{reverse('phase-waiver-new', args=[found.phase.uid])}?{urlencode(query)}"


def _posted(post: QueryDict) -> list[UUID]:
    return chosen(post, "pick", needed=False)


def _may_run(request: PageRequest, found: Selection) -> bool:
    runs = request.access.covers(found.office, *HANDS)
    is_open = found.phase.opened_on is not None and found.phase.inaugurated_on is None
    is_open = is_open and not found.phase.round.ended
    return runs and not request.is_other_day and is_open


def _listed(request: PageRequest, found: Selection, day: date) -> dict[str, Any]:
    """The list as the address asks for it, its filters, and how many there are of each."""
    law = law_of(request.access, day, found.phase, named=False)
    whom = _whom(request, found, law, day)
    asked = request.GET.get("post", "")
    post = asked if asked in found.posts else ""
    everybody = [
        _seen(one, post, whom.marks.parts.get(one.person.uid, ""), is_demisioner(one.person, day))
        for one in chances(whom.register, found.kinds, whom.marks.waived)
    ]
    of = {
        CANDIDATES: [one for one in everybody if one.part == Participant.Part.CANDIDATE],
        DEMISIONER: [one for one in everybody if one.is_demisioner],
        ALL: everybody,
    }
    names = unit_tree(request.access, day=day).names
    narrowed = _narrowed(request.GET, of[whom.who])
    standing = request.GET.get("standing", "")
    shown = [one for one in narrowed if one.lack.standing == standing] if standing in STANDINGS else narrowed
    counts = Counter(one.lack.standing for one in narrowed)
    units = sorted({one.unit for one in whom.register.people})
    own = request.access.person
    return {
        "is_candidate": own is not None and whom.marks.parts.get(own) == Participant.Part.CANDIDATE,
        "table": table(request.GET, _columns(found, names), ListSource(shown, _orders(law))),
        "who": [(name, label, whom.count(name, len(of[name])), name == whom.who) for name, label in _whose()],
        "chosen_who": whom.who,
        "standings": [(one, STANDINGS[one], STANDING_TONES[one], counts[one]) for one in Standing],
        "standing": standing,
        "post": post,
        "kinds": list(kind_names(found.kinds).items()),
        "units": [(code, names.get(code, code)) for code in units],
        "provinces": [(code, names.get(code, code)) for code in whom.region.provinces],
        "province": "" if whom.is_together else whom.region.province,
        "may_be_together": whom.may_be_together,
        "waiting": whom.marks.waiting,
        "may_waive": request.access.covers(found.office, *RUNNERS),
        "may_decide": request.access.covers(found.office, *RELEASERS),
    }


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom the list is about, and who was looked at for it. Candidates are few: those of all provinces are shown
    together (`is_together`) unless one is asked for, and then nobody else was looked at.
    """

    who: str
    marks: Marks
    region: Region
    register: Register
    named: int
    is_together: bool

    @property
    def may_be_together(self) -> bool:
        """Whether the list may be of all provinces."""
        return self.who == CANDIDATES and self.named <= MOST_NAMED

    def count(self, who: str, seen: int) -> int | None:
        """How many a list is of as far as it is known: of candidates all there are, where they are shown together."""
        if self.region.provinces and who == CANDIDATES and self.named <= MOST_NAMED:
            return self.named
        return None if self.is_together else seen


def _whom(request: PageRequest, found: Selection, law: Law, day: date) -> Whom:
    access, params, marks = request.access, request.GET, marks_of(found.phase)
    named = [uid for uid, part in marks.parts.items() if part == Participant.Part.CANDIDATE]
    who = params.get("who", "")
    who = who if who in {name for name, _label in _whose()} else CANDIDATES if named else ALL
    province, unit = params.get("province", ""), params.get("unit", "")
    region = region_of(access, day, found.phase, province=province, unit=unit)
    is_together = bool(
        region.provinces and who == CANDIDATES and len(named) <= MOST_NAMED and not province and not unit
    )
    if is_together:
        register = office_register(access, day, found.phase, law, people=named)
    else:
        register = office_register(access, day, found.phase, law, region=region)
    return Whom(who, marks, region, register, len(named), is_together)


def _whose() -> list[tuple[str, str]]:
    return [(CANDIDATES, _("Candidates")), (DEMISIONER, _("Demisioner")), (ALL, _("All civil servants"))]


def _seen(one: Chance, post: str, part: str, demisioner: bool) -> Seen:  # noqa: FBT001
    kind = post or one.kind
    return Seen(one.person.uid, one, one.of(kind), kind, part, demisioner)


def _narrowed(params: QueryDict, rows: Sequence[Seen]) -> Sequence[Seen]:
    """Those of a work unit and with a piece of the name that the address asks for."""
    unit, text = params.get("unit", ""), params.get("q", "").strip().casefold()[:60]
    rows = [one for one in rows if one.chance.person.unit == unit] if unit else rows
    return [one for one in rows if text in one.chance.person.name.casefold()] if text else rows


def _orders(law: Any) -> dict[str, Callable[[Seen], Any]]:
    return {
        "name": lambda one: one.chance.person.name,
        "unit": lambda one: one.chance.person.unit,
        "rank": lambda one: law.book.ladder.get(one.chance.person.grade),
        "standing": lambda one: (ORDER[one.lack.standing], len(one.lack.missing), len(one.lack.unknown)),
        "posts": lambda one: (_posts(one, MAY), one.chance.counts[Standing.ELIGIBLE]),
    }


def _posts(one: Seen, standings: frozenset[Standing]) -> int:
    return sum(many for standing, many in one.chance.counts.items() if standing in standings)


def _columns(found: Selection, names: Any) -> list[Column[Seen]]:
    def name(one: Seen) -> Shown:
        query = urlencode({"post": one.kind, "unit": found.office, "phase": found.phase.uid})
        note = ", ".join(filter(None, (_part(one), _("demisioner") if one.is_demisioner else "")))
        address = reverse("eligibility-account", args=[one.uid])
        return Shown(one.chance.person.name, f"{address}?{query}", note)

    def posts(one: Seen) -> str:
        return _("%(may)s of %(all)s") % {"may": _posts(one, MAY), "all": len(found.kinds)}

    def unit(one: Seen) -> str:
        return str(names.get(one.chance.person.unit, one.chance.person.unit))

    return [
        Column("name", _("Name"), lambda one: one.chance.person.name, show=name, sort=True, width=34),
        Column("unit", _("Work unit"), unit, sort=True, width=32),
        Column("rank", _("Rank (golongan)"), lambda one: one.chance.person.grade, sort=True),
        Column("standing", _("Standing"), _standing, show=_badge, sort=True, width=24, plain=True),
        Column("which", _("What is missing, unknown or waived"), _which, width=60),
        Column("posts", _("Posts open"), posts, sort=True),
        Column("part", _("Takes part as"), _part, chosen=False, width=20),
    ]


def _standing(one: Seen) -> str:
    return str(STANDINGS[one.lack.standing])


def _badge(one: Seen) -> Shown:
    return Shown(STANDINGS[one.lack.standing], tone=STANDING_TONES[one.lack.standing])


def _which(one: Seen) -> str:
    """The criteria that are missing, then those that are waived, then those that are unknown."""
    parts = [
        f"{label}: {', '.join(str(CRITERIA[each]) for each in criteria)}"
        for label, criteria in (
            (_("missing"), one.lack.missing),
            (_("waived"), one.lack.waived),
            (_("unknown"), one.lack.unknown),
        )
        if criteria
    ]
    return "; ".join(parts)


def _part(one: Seen) -> str:
    return {
        Participant.Part.CANDIDATE.value: _("candidate"),
        Participant.Part.MEMBER.value: _("member of the panel"),
    }.get(one.part, "")
