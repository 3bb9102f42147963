"""Kelayakan: who may be given which post, and what is met, missing or unknown of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.appointments.labels import CRITERIA, STANDING_TONES, STANDINGS, VERDICT_TONES, VERDICTS, asked
from malaqbiq.appointments.models import Waiver
from malaqbiq.appointments.rules.candidates import (
    Sought,
    Verdict,
)
from malaqbiq.appointments.rules.chances import Waived, with_waivers
from malaqbiq.appointments.rules.eligibility import (
    Account,
    Finding,
    Standing,
)
from malaqbiq.appointments.selectors.candidates import Selection, selection_seen, waivers_about
from malaqbiq.appointments.selectors.eligibility import (
    READERS,
    Law,
    PostKind,
    account_of,
    law_on,
    post_kinds,
    register_on,
)
from malaqbiq.appointments.selectors.rounds import RUNNERS
from malaqbiq.appointments.selectors.settled import Told, told_on
from malaqbiq.appointments.views.acts import chosen
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Words
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.regulations.rules.rows import Criterion
from malaqbiq.regulations.rules.rows.base import TRUST_WORDS, doubt
from malaqbiq.regulations.rules.rows.eligibility import POST_LEVELS
from malaqbiq.service.selectors.chart import Scope, scope_of
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, Shown, dated, table, workbook_response

FIRST = "Pengawas:IV.a"
"""What is asked about if the address doesn't say: most posts are of this level."""


@audience(*READERS)
@require_safe
def eligibility(request: PageRequest) -> HttpResponse:
    """The civil servants of a work unit (``?unit=``) and those below it, checked for a level or a kind of post
    (``?post=``), narrowed to how it stands with them (``?standing=``).
    """
    scope = _scope(request)
    if scope is None:
        return page(request, "appointments/eligibility.html", {"scope": None})
    law, kinds = law_on(request.access, request.day, scope.unit), _kinds(request, scope)
    post, sought = _sought(request, law, kinds)
    register = register_on(
        request.access, request.day, law, units=scope.codes, competent=sought.competencies is not None
    )
    found = register.accounts(sought)
    standing = request.GET.get("standing", "")
    shown = [one for one in found if one.standing == standing] if standing in STANDINGS else found
    names = unit_tree(request.access, day=request.day).names
    query = urlencode({"post": post, "unit": scope.unit})
    listed = table(request.GET, _columns(names, query), ListSource(shown, _orders(law)))
    if request.GET.get("format") == "xlsx":
        title = _("Eligibility in %(unit)s") % {"unit": scope.name}
        return workbook_response(dated(title, request.day), _("Eligibility"), listed)
    counts = Counter(one.standing for one in found)
    context: dict[str, Any] = {
        "scope": scope,
        "table": listed,
        "post": post,
        "levels": _levels(law),
        "kinds": [
            (kind.key, f"{kind.position} ({kind.eselon or kind.level})") for kind in kinds if kind.level in POST_LEVELS
        ],
        "standing": standing,
        "standings": [(one, STANDINGS[one], STANDING_TONES[one], counts[one]) for one in Standing],
        "named": sought.competencies is not None,
        "total": len(found),
        "switched_off": [one for one in law.book.rules_for(sought) if not one.is_on],
    }
    return page(request, "appointments/eligibility.html", context, region="list")


@audience(*READERS)
@require_safe
@theirs
def one(request: PageRequest, uid: UUID) -> HttpResponse:
    """One person's account, rule by rule, with the source of each."""
    scope = _scope(request)
    if scope is None:
        raise Http404
    selection = _selection(request)
    told = told_on(selection.phase, request.day) if selection else Told(request.day)
    law = law_on(request.access, told.day, scope.unit)
    kinds = list(selection.kinds) if selection else _kinds(request, scope)
    post, sought = _sought(request, law, kinds)
    found = account_of(request.access, told.day, uid, sought, law)
    waived = waivers_about(request.access, uid, sought.level, selection.phase if selection else None)
    if selection:
        counting = [Waived(Criterion(row.criterion), row.kind) for row in waived]
        found = with_waivers(found, post, counting)
    titles = dict(_levels(law)) | {kind.key: kind.position for kind in kinds}
    names = _deciders(waived)
    context = {
        "account": found,
        "standing": STANDINGS[found.standing],
        "tone": STANDING_TONES[found.standing],
        "title": titles[post],
        "told": told,
        "unit": unit_tree(request.access, day=told.day).names.get(found.person.unit, found.person.unit),
        "lines": [_line(each, post, waived, names) for each in found.findings],
        "selection": selection,
        "may_waive": _may_waive(request, selection, found),
        "post": post,
        "scope": scope,
    }
    return page(request, "appointments/account.html", context, region="drawer-body")


def _selection(request: PageRequest) -> Selection | None:
    """The phase for which the account is asked (``?phase=``), if it is one that the asker may see."""
    (wanted,) = chosen(request.GET, "phase", needed=False)[:1] or (None,)
    return selection_seen(request.access, wanted) if wanted else None


def _may_waive(request: PageRequest, selection: Selection | None, found: Account) -> bool:
    """Whether the asker may propose that something missing be waived."""
    if selection is None or selection.is_proposed or request.is_other_day:
        return False
    waivable = any(one.rule.is_waivable for one in found.of(Verdict.MISSING))
    return waivable and request.access.covers(selection.office, *RUNNERS)


def _deciders(rows: Sequence[Waiver]) -> dict[str, str]:
    """Who granted waivers, by actor: by the person's name where the user is known to be one."""
    known = {row.decided_by: row.decider.full_name for row in rows if row.decider}
    return known | actor_names({row.decided_by for row in rows} - set(known))


def _scope(request: PageRequest) -> Scope | None:
    try:
        return scope_of(request.access, request.day, request.GET.get("unit", "")[:8], roles=READERS)
    except LookupError:
        raise Http404 from None


def _kinds(request: PageRequest, scope: Scope) -> list[PostKind]:
    """The kinds of posts there that rules speak of."""
    return [one for one in post_kinds(request.access, request.day, scope.codes) if one.level in POST_LEVELS]


def _sought(request: PageRequest, law: Law, kinds: Sequence[PostKind]) -> tuple[str, Sought]:
    """What the address asks about, and its key; what it gets wrong is taken as not said."""
    wanted = request.GET.get("post", "")
    by_key = {kind.key: kind for kind in kinds}
    if wanted in by_key:
        return wanted, law.sought(by_key[wanted])
    levels = [key for key, _label in _levels(law)]
    chosen = wanted if wanted in levels else FIRST if FIRST in levels else levels[0]
    level, _colon, eselon = chosen.partition(":")
    return chosen, Sought(level, eselon)


def _levels(law: Law) -> list[tuple[str, str]]:
    """The levels that rules speak of, each with the eselons that its ranks name."""
    found: dict[str, str] = {}
    for level in reversed(POST_LEVELS):
        eselons = [row.eselon for row in law.book.rows if row.level == level and row.eselon]
        for eselon in eselons or [""]:
            found[f"{level}:{eselon}"] = f"{level}, {eselon}" if eselon else level
    return list(found.items())


def _orders(law: Law) -> dict[str, Any]:
    places = {standing: place for place, standing in enumerate(Standing)}
    return {
        "name": lambda one: one.person.name,
        "unit": lambda one: one.person.unit,
        "rank": lambda one: law.book.ladder.get(one.person.grade),
        "standing": lambda one: (places[one.standing], len(one.of(Verdict.MISSING)), len(one.of(Verdict.UNKNOWN))),
        "met": lambda one: len(one.of(Verdict.MET)),
        "missing": lambda one: len(one.of(Verdict.MISSING)),
        "unknown": lambda one: len(one.of(Verdict.UNKNOWN)),
    }


def _columns(names: Any, query: str) -> list[Column[Account]]:
    def name(one: Account) -> Shown:
        return Shown(one.person.name, f"{reverse('eligibility-account', args=[one.person.uid])}?{query}")

    def counted(verdict: Verdict) -> Any:
        return lambda one: len(one.of(verdict))

    return [
        Column("name", _("Name"), lambda one: one.person.name, show=name, sort=True, width=34),
        Column("unit", _("Work unit"), lambda one: names.get(one.person.unit, one.person.unit), sort=True, width=32),
        Column("rank", _("Rank (golongan)"), lambda one: one.person.grade, sort=True),
        Column("standing", _("Standing"), _standing, show=_badge, sort=True, width=24, plain=True),
        Column("met", _("Met"), counted(Verdict.MET), kind="whole", sort=True, width=10),
        Column("missing", _("Missing"), counted(Verdict.MISSING), kind="whole", sort=True, width=10),
        Column("unknown", _("Unknown"), counted(Verdict.UNKNOWN), kind="whole", sort=True, width=10),
        Column("which", _("What is missing or unknown"), _which, width=60),
        *(_criterion(criterion, label) for criterion, label in CRITERIA.items()),
    ]


def _criterion(criterion: Criterion, label: Promise | str) -> Column[Account]:
    """A column of one criterion: what it finds, and why."""

    def value(one: Account) -> str:
        found = [each for each in one.findings if each.rule.criterion is criterion]
        return "; ".join(f"{VERDICTS[each.verdict]}: {_why(each)}" for each in found)

    return Column(f"of-{criterion}", label, value, chosen=False, width=40)


def _standing(one: Account) -> str:
    return str(STANDINGS[one.standing])


def _badge(one: Account) -> Shown:
    return Shown(STANDINGS[one.standing], tone=STANDING_TONES[one.standing])


def _which(one: Account) -> str:
    """The criteria that are missing, then those that are unknown."""
    parts = [
        f"{VERDICTS[verdict]}: {', '.join(str(CRITERIA[each.rule.criterion]) for each in one.of(verdict))}"
        for verdict in (Verdict.MISSING, Verdict.UNKNOWN)
        if one.of(verdict)
    ]
    return "; ".join(parts)


def _why(one: Finding) -> str:
    """Why a rule finds what it finds, and what is remarked."""
    return capfirst(said(one.why)) + (f" ({said(one.remark)})" if one.remark else "")


@dataclass(frozen=True, slots=True)
class Line:
    """A finding as the account shows it: what is asked, why it is so, and how far the rule is to be trusted."""

    finding: Finding
    asked: str
    why: str
    doubt: str
    trust: str
    waivers: Sequence[tuple[Waiver, str]] = ()
    """what was waived of it, and by whom"""

    @property
    def criterion(self) -> Promise | str:
        """What was looked at."""
        return CRITERIA[self.finding.rule.criterion]

    @property
    def verdict(self) -> Promise | str:
        """What was found."""
        return VERDICTS[self.finding.verdict]

    @property
    def tone(self) -> str:
        """How its badge looks."""
        return VERDICT_TONES.get(self.finding.verdict, "")


def _line(one: Finding, post: str, waived: Sequence[Waiver], names: dict[str, str]) -> Line:
    own = [
        (row, names.get(row.decided_by, row.decided_by))
        for row in waived
        if row.criterion == one.rule.criterion and row.kind in ("", post)
    ]
    doubted = doubt(one.rule)
    return Line(
        one,
        asked(one.rule),
        _why(one),
        said(doubted) if isinstance(doubted, Words) else doubted,
        _(TRUST_WORDS[one.rule.trust]),
        own,
    )
