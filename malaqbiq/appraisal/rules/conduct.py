"""Who may judge whom."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from malaqbiq.kernel.words import Words, gettext_noop

OBJECTING = Words(gettext_noop("an objection is not decided"))
EXCUSED = Words(gettext_noop("excused: there is no recommendation, decide with a reason"))


@dataclass(frozen=True, slots=True)
class Judge:
    """Somebody who is about to judge, and their close family."""

    person: UUID
    family: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Around:
    """Those around one appraised person: their appraisers, who moderated a score, and who ruled on their own record.

    The last are those who recorded an objection in the person's name and upheld it themselves. Who upholds an objection
    that another raised is none of these: that is a decider's work, and a decider's it stays.
    """

    subject: UUID
    appraisers: frozenset[UUID] = frozenset()
    moderators: frozenset[UUID] = frozenset()
    recorders: frozenset[UUID] = frozenset()


def why_not_appraise(judge: Judge, around: Around) -> Words | None:
    """Why somebody may not appraise a person: it is themselves or close family. None if they may."""
    if judge.person == around.subject:
        return Words(gettext_noop("nobody appraises or decides on themselves"))
    if around.subject in judge.family:
        return Words(gettext_noop("nobody appraises or decides on close family"))
    return None


def why_not_moderate(judge: Judge, around: Around) -> Words | None:
    """Why somebody may not change a score: as for appraising, and who gave a score does not correct it."""
    if judge.person in around.appraisers:
        return Words(gettext_noop("an appraiser of this person can't act on the score they gave"))
    return why_not_appraise(judge, around)


def why_not_decide(judge: Judge, around: Around) -> Words | None:
    """Why somebody may not decide on a result or an objection: as for moderating, and who moderated doesn't either.

    Who upheld an objection may decide anew on what follows from it, unless they had recorded it in the person's name:
    whoever proposes does not approve.
    """
    if judge.person in around.moderators:
        return Words(gettext_noop("who moderated a score of this person can't decide on it"))
    if judge.person in around.recorders:
        return Words(gettext_noop("who recorded an objection of this person and upheld it can't decide on it too"))
    return why_not_moderate(judge, around)
