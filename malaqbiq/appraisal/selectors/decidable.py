"""Who can be decided on as recommended by the asker, and who is left for another or for a decision of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from malaqbiq.appraisal.models import Adjustment, Appraisee, Appraiser, Cycle, Score
from malaqbiq.appraisal.rules.closing import Obstacle
from malaqbiq.appraisal.rules.conduct import EXCUSED, OBJECTING, Around, Judge, why_not_decide
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.rules.scoring import Outcome
from malaqbiq.appraisal.selectors.asked import EXTENDED
from malaqbiq.appraisal.selectors.contracts import decreed_since
from malaqbiq.appraisal.selectors.records import Standing
from malaqbiq.appraisal.selectors.seen import appraisees_seen, end_of
from malaqbiq.appraisal.selectors.standing import decisions_resting
from malaqbiq.decrees.models import Entry
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.people.selectors import close_family_among, names_of

MOST_JUDGED = 2000
"""Of more people undecided it is not told beforehand who is left: taking the recommendations tells it."""

NOBODY = Words(gettext_noop("link the user to a person first"))


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody in the way, by name, and why."""

    person: UUID
    name: str
    why: Words


@dataclass(frozen=True, slots=True)
class Decidable:
    """How many the asker can decide on as recommended, and who of the undecided is left.

    `advice`: how many of the former each recommendation is for; `ending`: those whose service it ends, by name.
    """

    count: int
    left: Sequence[Left]
    advice: Mapping[Recommendation, int] = field(default_factory=dict)
    ending: Sequence[Standing] = ()


def decidable(access: Access, found: Iterable[Standing], day: date) -> Decidable:
    """What taking the recommendations would do now with the undecided among some people of a closed cycle.

    One statement, none where everybody is decided on.
    """
    undecided = [one for one in found if not one.decided]
    if not undecided or len(undecided) > MOST_JUDGED:
        return _taking(undecided, ())
    beside = _beside(access.person, undecided, day) if access.person else {}
    said = [(one, _why(one, beside.get(one.appraisee))) for one in undecided]
    left = [Left(one.person, one.name, why) for one, why in said if why]
    return _taking([one for one, why in said if not why], left)


def _taking(people: Sequence[Standing], left: Sequence[Left]) -> Decidable:
    """What deciding as recommended on these people would decide."""
    advised = [(one, one.outcome.recommendation) for one in people if isinstance(one.outcome, Outcome)]
    counts = Counter(advice for _one, advice in advised)
    advice = {one: counts[one] for one in Recommendation if counts[one]}
    ending = [one for one, advice in advised if advice is Recommendation.DO_NOT_EXTEND]
    return Decidable(len(people), left, advice, ending)


def undrafted(*, access: Access, cycle: Cycle, on: date) -> int:
    """How many of those seen on whom something is decided stand in no draft of the cycle, nor are kept on by another
    decree of ours already. One statement.
    """
    seen = appraisees_seen(access=access, cycle=cycle, on=on).filter(in_service=True)
    decided = decisions_resting(end_of(on, cycle.office.zone)).filter(appraisee=OuterRef("pk"))
    drafted = Entry.objects.filter(decree__uid__in=cycle.drafts.values("decree"), person=OuterRef("person"))
    kept_on = Q(Exists(decided.filter(outcome__in=EXTENDED))) & Q(Exists(decreed_since()))
    return seen.filter(~kept_on, Exists(decided), ~Exists(drafted)).count()


def named(obstacles: Sequence[Obstacle]) -> list[Left]:
    """Obstacles whom the caller has found already, by name. One statement."""
    names = names_of({one.person for one in obstacles}) if obstacles else {}
    return [Left(one.person, names.get(one.person, ""), one.why) for one in obstacles]


def _beside(judge: UUID, people: Sequence[Standing], day: date) -> dict[int, tuple[Judge, Around]]:
    """The judge, and what he has done on each of the people, by appraisee."""
    own = {"appraisee": OuterRef("pk")}
    changed = Adjustment.objects.filter(**own, by__uid=judge)
    marks = (
        Appraiser.objects.filter(**own, person__uid=judge),
        Score.objects.filter(**own, appraiser__uid=judge),
        changed.filter(cause=Adjustment.Cause.MODERATION),
        changed.filter(cause=Adjustment.Cause.OBJECTION, actor=F("objection__recorded_by")),
        close_family_among(judge, "person", day),
    )
    rows = Appraisee.objects.filter(pk__in=[one.appraisee for one in people])
    me, nobody = frozenset({judge}), frozenset[UUID]()
    return {
        pk: (
            Judge(judge, frozenset({uid}) if is_family else nobody),
            Around(
                uid,
                me if is_named or has_scored else nobody,
                me if has_moderated else nobody,
                me if has_recorded else nobody,
            ),
        )
        for pk, uid, is_named, has_scored, has_moderated, has_recorded, is_family in rows.values_list(
            "pk", "person__uid", *map(Exists, marks)
        )
    }


def _why(one: Standing, beside: tuple[Judge, Around] | None) -> Words | None:
    if one.objecting:
        return OBJECTING
    if beside is None:
        return NOBODY
    return why_not_decide(*beside) or (EXCUSED if one.excused else None)
