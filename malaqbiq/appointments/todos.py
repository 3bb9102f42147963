"""What posts ask of whom: the next step of a filling, waivers to decide on, a Plt or Plh that ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.appointments.labels import CLOSING, NEXT, PREPARING
from malaqbiq.appointments.rules.rounds import Stage
from malaqbiq.appointments.selectors.acting import ORDERERS
from malaqbiq.appointments.selectors.candidates import waivers_waiting
from malaqbiq.appointments.selectors.going_on import GoingOn, phases_going_on
from malaqbiq.appointments.selectors.rounds import HANDS, RELEASERS, RUNNERS, SEERS
from malaqbiq.kernel.access import Access, Role
from malaqbiq.service.selectors.acting import acting_ending
from malaqbiq.ui.todos import Card


def filling(access: Access, day: date) -> Iterator[Card]:
    """The next step of each filling that goes on, to who takes it; to a member of a panel the scores that he owes."""
    if not any(access.roles.get(role) for role in SEERS):
        return
    for one in phases_going_on(access, day):
        office, title = one.phase.round.office.code, one.phase.round.title
        if one.stage is Stage.SCORES and one.own and not one.own.is_done:
            owed = one.own.wanted - one.own.given
            what = ngettext("%(count)s score is yours to give", "%(count)s scores are yours to give", owed)
            scores = reverse("phase-scores", args=[one.phase.uid])
            yield Card(what % {"count": owed}, f"{title}: {one.phase.level}", _("Give scores"), scores)
        elif not (one.is_own and one.stage in NOT_BY_A_CANDIDATE) and access.covers(office, *_who(one)):
            yield _next(one, day)


NOT_BY_A_CANDIDATE = {Stage.SCORES, Stage.NOMINEES, Stage.DECISION}


def _who(one: GoingOn) -> tuple[Role, ...]:
    """Who takes the next step: where an officer is a candidate himself, the Sekretaris may have to."""
    if one.stage is Stage.PROPOSAL:
        return RELEASERS
    return HANDS if one.is_officers else RUNNERS


def _next(one: GoingOn, day: date) -> Card:
    """What comes next in a phase. Until the day of an inauguration its papers are what there is to do."""
    told, verb, route = NEXT[one.stage]
    if one.held_on:
        told, verb, route = CLOSING if one.held_on <= day else PREPARING
    address = reverse(route, args=[one.phase.round.uid if route == "round" else one.phase.uid])
    what = told % {"level": one.phase.level, "left": one.left}
    return Card(what, one.phase.round.title, verb, address, one.held_on)


def waivers(access: Access, day: date) -> Iterator[Card]:
    """Waivers that somebody else proposed and that wait, a card for each phase."""
    del day
    if not any(access.roles.get(role) for role in RELEASERS):
        return
    for phase, count in waivers_waiting(access):
        what = ngettext(
            "%(count)s waiver of a rule for a post waits for your decision",
            "%(count)s waivers of rules for posts wait for your decision",
            count,
        )
        why = f"{phase.round.title}: {phase.level}"
        yield Card(what % {"count": count}, why, _("Decide"), reverse("phase-waivers", args=[phase.uid]))


def acting(access: Access, day: date) -> Iterator[Card]:
    """Terms of a Plt or Plh that end soon and that none goes on from."""
    units = access.units(*ORDERERS)
    if not units or not (ending := acting_ending(units, day)):
        return
    count, last = ending
    what = ngettext("%(count)s Plt. or Plh. ends", "%(count)s Plt. or Plh. end", count) % {"count": count}
    why = _("within thirty days, and no term goes on from it: lengthen it, or see that the post is filled")
    yield Card(what, why, _("See who"), reverse("acting"), last)


TODOS = [filling, waivers, acting]
