"""Who hands over and who takes: users with their roles, narrowed to what the asker may act for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from malaqbiq.accounts.models import Grant, User
from malaqbiq.accounts.selectors import access_for, uids_of, user_read, users_here
from malaqbiq.kernel.access import ROLES, Access, Role
from malaqbiq.organization.rules.tree import ROOT
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.people.models import Person

HANDING = (Role.ADMINISTRATOR, Role.SDM_OFFICER, Role.SECRETARY, Role.APPRAISER)
"""Who has something to hand over, or hands over for another."""
ACTING = (Role.ADMINISTRATOR, Role.SECRETARY)
"""Who acts for somebody that has left, where these roles cover all that he held."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds or held, on a work unit."""

    role: Role
    unit_code: str
    unit_name: str

    @property
    def label(self) -> str:
        """The msgid of the role."""
        return ROLES[self.role]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who gives or takes: the user, what he may do today, his name and NIP as papers write them, his roles.

    The roles of who holds none any more are those that he held last.
    """

    user: User
    access: Access
    name: str
    number: str
    roles: Sequence[Held]

    @property
    def units(self) -> list[str]:
        """Codes of the work units of his roles, in their order."""
        return list(dict.fromkeys(held.unit_code for held in self.roles))


def party(user: User, day: date) -> Party:
    """A user as one side of a handover. Two statements, one for who was read with all grants."""
    known = user if user.held is not None else user_read(user.pk) or user
    access = access_for(known, day)
    person = Person.objects.filter(uid=access.person).first() if access.person else None
    name = person.full_name if person else user.name or user.username
    return Party(known, access, name, (person.nip or "") if person else "", _roles(known, access, day))


def self_party(access: Access, day: date) -> Party:
    """The asker himself; User.DoesNotExist for a system user."""
    return party(User.objects.get(uid__in=uids_of([access.actor])), day)


def givers(access: Access, day: date) -> list[User]:
    """Others for whom the asker may act: all that they hold lies in the units of his acting roles, and of who holds
    nothing any more all that he held last. By name.
    """
    units = access.units(*ACTING)
    held = Grant.objects.order_by().values("user")
    found = User.objects.filter(pk__in=held).exclude(uid__in=uids_of([access.actor]))
    if units is not None:
        open_ = Q(valid_until__isnull=True) | Q(valid_until__gt=day)
        found = found.exclude(pk__in=held.filter(open_).exclude(work_unit__code__in=units))
        found = found.exclude(pk__in=_last_held().exclude(work_unit__code__in=units).values("user"))
        found = found.filter(pk__in=held.filter(work_unit__code__in=units)) if units else found.none()
    return list(found.order_by("name", "username"))


def _last_held() -> QuerySet[Grant]:
    """Grants that ended and after which, or with which on the same day, no grant of the user did: his last ones."""
    longer = Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until"))
    later = Grant.objects.filter(longer, user=OuterRef("user"))
    return Grant.objects.filter(~Exists(later), valid_until__isnull=False).order_by()


def takers(giver: Party, day: date) -> list[User]:
    """Who can take over: active users with a role where the giver has his, or on the units above but the very highest.

    By name.
    """
    tree = unit_tree(giver.access, day=day)
    codes = {above for code in giver.units if code in tree for above in tree.lineage(code)} | set(giver.units)
    codes -= {ROOT} - set(giver.units)
    open_ = Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    held = Grant.objects.filter(open_, valid_from__lte=day, work_unit__code__in=codes).order_by().values("user")
    found = users_here().filter(pk__in=held).exclude(pk=giver.user.pk)
    return list(found.order_by("name", "username"))


def giver_for(access: Access, uid: UUID | None, day: date, *, asker: User | None = None) -> Party:
    """The asker himself, or the named one for whom he may act; User.DoesNotExist for any other.

    `asker`: the asker's user, where it was read already.
    """
    if uid is None or str(uid) == access.actor:
        return party(asker, day) if asker else self_party(access, day)
    found = next((user for user in givers(access, day) if user.uid == uid), None)
    if found is None:
        raise User.DoesNotExist
    return party(found, day)


def taker_among(access: Access, users: Iterable[User], uid: UUID, day: date) -> Party:
    """The named successor of those who can take over (`takers`); User.DoesNotExist for anybody else.

    Nobody who acts for another takes it himself.
    """
    found = next((user for user in users if user.uid == uid and str(uid) != access.actor), None)
    if found is None:
        raise User.DoesNotExist
    return party(found, day)


def roles_lacking(giver: Party, taker: Party) -> list[Held]:
    """The giver's roles that the taker doesn't hold: no handover gives any."""
    return [held for held in giver.roles if not taker.access.covers(held.unit_code, held.role)]


def _roles(user: User, access: Access, day: date) -> list[Held]:
    granted = [
        (role, code or "", until) for _, role, code, since, until in user.held or () if role and since and since <= day
    ]
    open_ = [(role, code) for role, code, until in granted if until is None or until > day]
    last = max((until for *_, until in granted if until), default=None)
    names = unit_tree(access, day=day).names
    shown = open_ or [(role, code) for role, code, until in granted if until == last]
    return [Held(Role(role), code, names.get(code, code)) for role, code in shown]
