from __future__ import annotations

from uuid import UUID

from malaqbiq.appraisal.rules.conduct import (
    Around,
    Judge,
    why_not_appraise,
    why_not_decide,
    why_not_moderate,
)

SELF, BROTHER, APPRAISER, MODERATOR, RECORDER, OTHER = EVERYBODY = [UUID(int=number) for number in range(1, 7)]
AROUND = Around(SELF, frozenset({APPRAISER}), frozenset({MODERATOR}), frozenset({RECORDER}))
FAMILY = {BROTHER: frozenset({SELF})}


def test_who_may_judge_narrows_from_appraising_to_deciding() -> None:
    everyone = [Judge(who, FAMILY.get(who, frozenset())) for who in EVERYBODY]
    assert {who.person for who in everyone if not why_not_appraise(who, AROUND)} == {
        APPRAISER,
        MODERATOR,
        RECORDER,
        OTHER,
    }
    assert {who.person for who in everyone if not why_not_moderate(who, AROUND)} == {MODERATOR, RECORDER, OTHER}
    assert {who.person for who in everyone if not why_not_decide(who, AROUND)} == {OTHER}
