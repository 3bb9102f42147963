"""What appraisals tell whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from malaqbiq.accounts.notices import Kind
from malaqbiq.appraisal.selectors.objections import objections_seen
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import gettext_noop

OBJECTED = "appraisal.objected"
DECIDED = "appraisal.objection_decided"
TOLD = "appraisal.told"
TOLD_UNTIL = "appraisal.told_until"


def objectors(access: Access, objections: Collection[UUID]) -> Mapping[UUID, str]:
    """Who raised objections."""
    return {row.uid: row.person.full_name for row in objections_seen(access=access).filter(uid__in=objections)}


NOTICES = {
    OBJECTED: Kind(gettext_noop("an objection waits for your decision: %(subject)s"), "objection", objectors),
    DECIDED: Kind(gettext_noop("your objection was decided; its reason can be read"), "objection", personal=True),
    # As an older release told it, without the day.
    TOLD: Kind(gettext_noop("your appraisal's result was told"), "score", personal=True),
    TOLD_UNTIL: Kind(
        gettext_noop("your appraisal's result was told; the last day for an objection is %(last_day)s"),
        "score",
        personal=True,
    ),
}
