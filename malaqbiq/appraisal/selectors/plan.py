"""What drafting decrees from a closed cycle would do, unit by unit, and who is in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.rules.closing import Obstacle
from malaqbiq.appraisal.rules.drafting import DecreeKind, End, Extend, course
from malaqbiq.appraisal.selectors.contracts import contracts_on, extensions_begun
from malaqbiq.appraisal.selectors.settled import Settled, settled
from malaqbiq.appraisal.selectors.staff import HOUSE
from malaqbiq.decrees.selectors.issuers import Issuer, issuers
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.kernel.words import Named, Words, gettext_noop
from malaqbiq.service.selectors import Serving

Place = tuple[str, DecreeKind]
"""A work unit's code and a kind of decree."""

EXTENDED_ALREADY = gettext_noop("an issued decree extends the contract from %(day)s already")
CHANGED_SINCE = Words(gettext_noop("decided anew since the decree was drafted: change that decree, or mend it"))


@dataclass(frozen=True, slots=True)
class Step:
    """A person as they serve on the day before the new term, and what is done."""

    serving: Serving
    course: Extend | End


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps that can be drafted, by work unit and kind, with who issues each.

    `waiting` names, by unit, who is in the way; `left` those about whom there is nothing to draft; `notes` those whose
    decree was drafted before and no longer says what is decided.
    """

    steps: Mapping[Place, Sequence[Step]]
    issuers: Mapping[Place, Issuer]
    waiting: Mapping[str, Sequence[Obstacle]]
    left: Sequence[Obstacle]
    notes: Sequence[Obstacle]

    def without(self, in_the_way: Mapping[str, Sequence[Obstacle]]) -> Plan:
        """The plan with the units of some people waiting as well."""
        steps = {place: found for place, found in self.steps.items() if place[0] not in in_the_way}
        waiting = {
            code: [*self.waiting.get(code, ()), *in_the_way.get(code, ())] for code in (*self.waiting, *in_the_way)
        }
        return Plan(steps, self.issuers, waiting, self.left, self.notes)


def draft_plan(*, cycle: Cycle, term: Period) -> Plan:
    """What is to be drafted from a closed cycle for a new term, which must have an end.

    What was drafted already for a unit and kind is left as it is, and a unit in which somebody isn't settled waits.
    Statements grow with batches of people.
    """
    drafted = _drafted(cycle)
    contracts = {one.person: one for one in contracts_on(office=cycle.office.code, day=term.start - DAY)}
    begun = extensions_begun(term)
    unsettled: defaultdict[str, list[Obstacle]] = defaultdict(list)
    steps: defaultdict[Place, list[Step]] = defaultdict(list)
    left: list[Obstacle] = []
    notes: list[Obstacle] = []
    for one in settled(cycle):
        serving = contracts.get(one.person)
        code = serving.unit_code if serving else one.unit_code
        found = _course(one, serving, term)
        if one.outcome is None:
            unsettled[code].append(Obstacle(one.person, one.why or CHANGED_SINCE))
        elif any(one.decision > last for last in drafted[code].values()):
            notes.append(Obstacle(one.person, CHANGED_SINCE))
        elif isinstance(found, Extend) and (one.person, found.start) in begun:
            if found.kind not in drafted[code]:
                left.append(Obstacle(one.person, Words(EXTENDED_ALREADY, {"day": found.start})))
        elif serving is None or isinstance(found, Words):
            left.append(Obstacle(one.person, found if isinstance(found, Words) else _not_serving(term)))
        elif found.kind not in drafted[code]:
            steps[code, found.kind].append(Step(serving, found))
    done = {code for code in unsettled if drafted[code] and not any(place[0] == code for place in steps)}
    notes += [obstacle for code in sorted(done) for obstacle in unsettled.pop(code)]
    named = _issuers(steps, term)
    unnamed: defaultdict[str, list[Obstacle]] = defaultdict(list)
    for place in sorted(steps.keys() - named.keys()):
        unnamed[place[0]] += [Obstacle(step.serving.person, _no_issuer(place[1])) for step in steps[place]]
    return Plan(steps, named, {}, left, notes).without(unsettled).without(unnamed)


def _drafted(cycle: Cycle) -> defaultdict[str, dict[str, int]]:
    """By unit, the kinds of decrees that were drafted, each with the key of the last decision that it knew."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for code, kind, last in cycle.drafts.values_list("work_unit__code", "kind", "last_decision"):
        found[code][kind] = last
    return found


def _course(one: Settled, serving: Serving | None, term: Period) -> Extend | End | Words:
    if serving is None or one.outcome is None:
        return _not_serving(term)
    return course(one.outcome, serving.last_day, term)


def _not_serving(term: Period) -> Words:
    day = term.start - DAY
    return Words(gettext_noop("no longer in service on %(day)s: engage anew if need be"), {"day": day})


def _no_issuer(kind: DecreeKind) -> Words:
    words = gettext_noop("the law table doesn't say who issues %(kind)s for this work unit")
    return Words(words, {"kind": Named("decree_kind", kind.value)})


def _issuers(places: Mapping[Place, object], term: Period) -> dict[Place, Issuer]:
    found: dict[Place, Issuer] = {}
    for kind in DecreeKind:
        codes = [code for code, of in places if of is kind]
        named = issuers(HOUSE, kind=kind, codes=codes, day=term.start) if codes else {}
        found |= {(code, kind): one for code, one in named.items()}
    return found
