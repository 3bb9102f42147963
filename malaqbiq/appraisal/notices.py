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


def objectors(access: Access, objections: Collection[UUID]) -> Mapping[UUID, str]:
    """Who raised objections."""
    return {row.uid: row.person.full_name for row in objections_seen(access=access).filter(uid__in=objections)}


NOTICES = {
    OBJECTED: Kind(gettext_noop("an objection waits for your decision: %(subject)s"), "objection", objectors),
    DECIDED: Kind(gettext_noop("your objection was decided; its reason can be read"), "objection", personal=True),
    TOLD: Kind(
        gettext_noop("your appraisal's result was told; for some working days you may object"), "score", personal=True
    ),
}
