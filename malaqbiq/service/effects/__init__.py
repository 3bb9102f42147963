"""What a decree may do to service, posts and structures. Pure: nothing here asks a database.

Tracks of a person: ``service.employment``, ``service.home``, ``service.duty``, ``service.rank``,
``service.post_held``; of a post: ``service.post_in_force``, ``service.holder``; of a work unit:
``service.structure``.
"""

from __future__ import annotations

from malaqbiq.service.effects.invariants import INVARIANTS, covered
from malaqbiq.service.effects.posts import (
    PostGiven,
    PostGivenV1,
    PostLeft,
    PostLeftV1,
    PostOpened,
    PostOpenedV1,
    StructureOpened,
    StructureOpenedV1,
)
from malaqbiq.service.effects.staff import (
    DutyAssigned,
    DutyAssignedV1,
    Ended,
    EndedV1,
    Engaged,
    EngagedV1,
    Extended,
    Moved,
    MovedV1,
    RankGiven,
    RankGivenV1,
)
from malaqbiq.service.effects.tracks import (
    CONTRACT_WORKERS,
    DUTY,
    EMPLOYMENT,
    HOLDER,
    HOME,
    POST_HELD,
    POST_IN_FORCE,
    RANK,
    STRUCTURE,
    Employment,
    Holder,
    Holding,
    Place,
    PostHeld,
    PostInForce,
    Rank,
    Status,
    Structure,
)

EFFECTS = (
    Engaged(),
    Extended(),
    Ended(),
    Moved(),
    DutyAssigned(),
    RankGiven(),
    StructureOpened(),
    PostOpened(),
    PostGiven(),
    PostLeft(),
)

__all__ = [
    "CONTRACT_WORKERS",
    "DUTY",
    "EFFECTS",
    "EMPLOYMENT",
    "HOLDER",
    "HOME",
    "INVARIANTS",
    "POST_HELD",
    "POST_IN_FORCE",
    "RANK",
    "STRUCTURE",
    "DutyAssigned",
    "DutyAssignedV1",
    "Employment",
    "Ended",
    "EndedV1",
    "Engaged",
    "EngagedV1",
    "Extended",
    "Holder",
    "Holding",
    "Moved",
    "MovedV1",
    "Place",
    "PostGiven",
    "PostGivenV1",
    "PostHeld",
    "PostInForce",
    "PostLeft",
    "PostLeftV1",
    "PostOpened",
    "PostOpenedV1",
    "Rank",
    "RankGiven",
    "RankGivenV1",
    "Status",
    "Structure",
    "StructureOpened",
    "StructureOpenedV1",
    "covered",
]
