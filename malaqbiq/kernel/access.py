"""Who asks. Every view, selector and service is given an `Access`; `accounts` fills it for each request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop, joined


class Role(StrEnum):
    """What a grant lets a user do on a work unit and all below it."""

    ADMINISTRATOR = "administrator"
    SDM_OFFICER = "sdm_officer"
    SECRETARY = "secretary"
    APPRAISER = "appraiser"
    COMMISSIONER = "commissioner"
    STAFF = "staff"
    AUDITOR = "auditor"


ROLES = {
    Role.ADMINISTRATOR: gettext_noop("administrator"),
    Role.SDM_OFFICER: gettext_noop("SDM officer"),
    Role.SECRETARY: gettext_noop("secretary"),
    Role.APPRAISER: gettext_noop("appraiser"),
    Role.COMMISSIONER: gettext_noop("commissioner"),
    Role.STAFF: gettext_noop("member of staff"),
    Role.AUDITOR: gettext_noop("auditor"),
}
"""What each role is called."""


class Forbidden(UserError):
    """The asker's role does not allow the act on this work unit."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks: a user's uid or a named system user, with the work units that each role covers.

    `roles` maps a role to the codes of all work units that it covers, those below included. `everything` is for the
    command line's system users only. `person` is the uid of the user's own person, if linked. `within` names the one
    act of which all that is done is a part: the list that is taken in.
    """

    actor: str
    roles: Mapping[Role, frozenset[str]] = field(default_factory=dict)
    everything: bool = False
    person: UUID | None = None
    within: str = ""

    @classmethod
    def system(cls, name: str) -> Access:
        """A named system user of the command line, such as ``system:demo``."""
        return cls(actor=f"system:{name}", everything=True)

    def units(self, *roles: Role) -> frozenset[str] | None:
        """Codes of the work units covered by any of the roles (by all roles if none is named); None means all."""
        if self.everything:
            return None
        chosen = roles or tuple(self.roles)
        return frozenset().union(*(self.roles.get(role, frozenset()) for role in chosen))

    def covers(self, unit_code: str, *roles: Role) -> bool:
        """Whether any of the roles (any at all if none is named) covers the work unit."""
        units = self.units(*roles)
        return units is None or unit_code in units

    def require(self, unit_code: str, *roles: Role) -> None:
        """Raise Forbidden unless one of the roles covers the work unit."""
        if not self.covers(unit_code, *roles):
            message = gettext_noop("%(actor)s holds none of these roles on work unit %(unit)s: %(roles)s")
            names = joined((Words(ROLES[role]) for role in roles or Role), ", ")
            raise Forbidden(Words(message, {"actor": self.actor, "unit": unit_code, "roles": names}))
