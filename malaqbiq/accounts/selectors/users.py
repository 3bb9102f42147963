"""What a user may do, as everything else is told it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from malaqbiq.accounts.models import Grant, Notice, PersonLink, User
from malaqbiq.accounts.rules import DEMO_PASSWORD, KNOWN_PEOPLE_ONLY
from malaqbiq.accounts.selectors.recipients import uids_of
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import ROLES, Access, Forbidden, Role
from malaqbiq.kernel.installation import is_demo
from malaqbiq.kernel.models import Installation
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_visible

SYSTEM_USERS = {
    "system:demo": gettext_noop("the demo's teller"),
    "system:demo-panel": gettext_noop("a member of the demo's panel"),
    "system:demo-sdm": gettext_noop("the demo's SDM officer"),
    "system:demo-sekretaris": gettext_noop("the demo's secretary"),
    "system:first-administrator": gettext_noop("set-up"),
    "system:init": gettext_noop("set-up"),
    "system:cli": gettext_noop("the command line"),
    "system:worker": gettext_noop("background work"),
}
MOST_PEOPLE = 12
"""How many people are offered at once to say who a user is."""


def user_read(pk: Any) -> User | None:
    """The user of a key with all grants and how many notices are unread: one statement, asked before every page."""
    unread = Notice.objects.filter(user=OuterRef("pk"), read_at__isnull=True).order_by().values("user")
    count = Subquery(unread.annotate(many=Count("pk")).values("many"))
    rows = list(_with_held(pk).annotate(unread=Coalesce(count, 0)))
    if not rows:
        return None
    user: User = rows[0]
    user.held = [(row.is_person, row.role, row.code, row.since, row.until) for row in rows]
    return user


def access_for(user: User, day: date) -> Access:
    """The access that a user has on a day: each role on the work units granted then and all that stand below them then.

    A user who may not sign in (any more) has none; roles of `KNOWN_PEOPLE_ONLY` wait until it is said who the user is.
    Two statements, one for a user who was read with `user_read`.
    """
    granted: dict[Role, set[str]] = defaultdict(set)
    person: UUID | None = None
    held = user.held if user.held is not None else _with_held(user.pk).values_list(*HELD)
    for person_uid, role, code, since, until in held:
        person = person_uid
        if role in KNOWN_PEOPLE_ONLY and person is None and not user.no_person_reason:
            continue
        if user.is_active and role and since and since <= day and (until is None or until > day):
            granted[Role(role)].add(code or "")
    tree = unit_tree(Access.system("accounts"), day=day) if granted else None
    return Access(
        actor=str(user.uid),
        roles={role: _with_all_below(codes, tree) for role, codes in granted.items()},
        person=person,
    )


def access_of_actor(actor: str) -> Access:
    """The access that the user of a uid has today, for work that he asked for; Forbidden if there is none any more."""
    try:
        user = User.objects.get(uid=actor, is_active=True)
    except (User.DoesNotExist, ValidationError) as error:
        raise Forbidden(gettext_noop("who asked for this may not sign in any more")) from error
    return access_for(user, clock.today(settings.TIME_ZONE))


HELD = ("is_person", "role", "code", "since", "until")


def _with_held(pk: Any) -> QuerySet[Any, Any]:
    """The user once for each grant, in the order in which they were granted."""
    rows = User.objects.filter(pk=pk).annotate(
        is_person=F("person_link__person_id"),
        role=F("grants__role"),
        code=F("grants__work_unit__code"),
        since=F("grants__valid_from"),
        until=F("grants__valid_until"),
    )
    return rows.order_by("grants__pk")


def actor_names(actors: Collection[str]) -> dict[str, str]:
    """What users and system users are called, in the reader's language, by who acted; at most one statement."""
    uids = [actor for actor in actors if actor and ":" not in actor]
    rows = User.objects.filter(uid__in=uids).values_list("uid", "name", "username") if uids else ()
    users = {str(uid): name or username for uid, name, username in rows}
    return {actor: users.get(actor) or gettext(SYSTEM_USERS.get(actor, actor)) for actor in actors if actor}


def actors_named(text: str) -> set[str]:
    """Who acted under a name that holds the text, as `actor_names` tells it: users and system users. One statement."""
    named = User.objects.filter(Q(name__icontains=text) | Q(name="", username__icontains=text))
    system = {actor for actor, name in SYSTEM_USERS.items() if text.casefold() in gettext(name).casefold()}
    return system | {str(uid) for uid in named.values_list("uid", flat=True)}


def users_administered(access: Access, day: date) -> QuerySet[User]:
    """The users that an administrator administers.

    They are those all of whose grants that have not ended by the day, and whose person, lie in the work units that he
    administers. A user who was granted nothing yet and is nobody is every administrator's: he can do nothing.
    """
    units = access.units(Role.ADMINISTRATOR)
    if units is None:
        return User.objects.all()
    if not units:
        return User.objects.none()
    elsewhere = Grant.objects.filter(_not_ended(day)).exclude(work_unit__code__in=units)
    mine = people_visible(access, day, Role.ADMINISTRATOR).filter(uid=OuterRef("person"))
    others = PersonLink.objects.filter(~Exists(mine))
    return User.objects.exclude(pk__in=elsewhere.values("user")).exclude(pk__in=others.values("user"))


def users_found(access: Access, day: date, text: str = "") -> QuerySet[User]:
    """Those of the administrator's users whose name or user name holds the text."""
    found = users_administered(access, day)
    return found.filter(Q(username__icontains=text) | Q(name__icontains=text)) if text else found


@dataclass(frozen=True, slots=True)
class Holding:
    """A grant as pages tell it: `is_open` until it has ended, `has_begun` once it counts."""

    uid: UUID
    role: Role
    unit_code: str
    unit_name: str
    valid_from: date
    last_day: date | None
    is_open: bool
    has_begun: bool

    @property
    def label(self) -> str:
        """The msgid of the role."""
        return ROLES[self.role]


@dataclass(frozen=True, slots=True)
class Account:
    """A user as an administrator's pages show him."""

    user: User
    holdings: Sequence[Holding]
    person: Person | None
    has_factor: bool

    @property
    def open_holdings(self) -> Sequence[Holding]:
        """What he holds or will hold."""
        return [holding for holding in self.holdings if holding.is_open]

    @property
    def ended_holdings(self) -> Sequence[Holding]:
        """What he held."""
        return [holding for holding in self.holdings if not holding.is_open]

    @property
    def is_waiting(self) -> bool:
        """Whether a role of his doesn't count until it is said who he is."""
        is_known = self.person is not None or self.user.no_person_reason
        return not is_known and any(holding.role in KNOWN_PEOPLE_ONLY for holding in self.open_holdings)


def accounts_filled(users: Sequence[User], day: date) -> Sequence[Account]:
    """Users, already narrowed, with what is granted to them, who they are and whether they have a second factor."""
    pks = [user.pk for user in users]
    holdings = _holdings(pks, day)
    people = {link.user_id: link.person for link in PersonLink.objects.filter(user__in=pks).select_related("person")}
    factors = set(Authenticator.objects.filter(user__in=pks).values_list("user_id", flat=True))
    return [Account(user, holdings.get(user.pk, ()), people.get(user.pk), user.pk in factors) for user in users]


def account_of(access: Access, day: date, uid: UUID) -> Account:
    """One of the administrator's users; User.DoesNotExist for another's."""
    return accounts_filled([users_administered(access, day).get(uid=uid)], day)[0]


def people_to_link(access: Access, day: date, text: str) -> Sequence[Person]:
    """People of the administrator's work units whose name or NIP holds a text of two characters or more, some of them.

    Who is a user already is left out.
    """
    if len(text) < 2:
        return ()
    seen = people_visible(access, day, Role.ADMINISTRATOR).filter(Q(name__icontains=text) | Q(nip=text))
    return list(seen.exclude(uid__in=PersonLink.objects.values("person")).order_by("name", "pk")[:MOST_PEOPLE])


def grant_of(access: Access, user: User, uid: UUID) -> Grant:
    """A grant of a user on a work unit that the asker administers; Grant.DoesNotExist for another."""
    units = access.units(Role.ADMINISTRATOR)
    found = Grant.objects.filter(user=user)
    return (found if units is None else found.filter(work_unit__code__in=units)).get(uid=uid)


def has_resting_role(access: Access, day: date) -> bool:
    """Whether a role of the asker's rests until it is said who he is. One statement, none of whose such roles count."""
    if access.person is not None or access.everything or not KNOWN_PEOPLE_ONLY.isdisjoint(access.roles):
        return False
    held = Grant.objects.filter(_not_ended(day), valid_from__lte=day, role__in=KNOWN_PEOPLE_ONLY)
    return held.filter(user__uid__in=uids_of([access.actor]), user__no_person_reason="").exists()


def users_waiting(access: Access, day: date) -> QuerySet[User]:
    """The administrator's users, who may sign in, with a role that rests until it is said who they are, but himself.

    Nobody says of himself who he is.
    """
    held = Grant.objects.filter(_not_ended(day), user=OuterRef("pk"), role__in=KNOWN_PEOPLE_ONLY)
    waiting = users_administered(access, day).filter(Exists(held), is_active=True, no_person_reason="")
    return waiting.filter(person_link__isnull=True).exclude(uid__in=uids_of([access.actor]))


def is_held(access: Access, role: Role, day: date) -> bool:
    """Whether anybody holds a role on a day on one of the work units that the asker administers."""
    units = access.units(Role.ADMINISTRATOR)
    held = Grant.objects.filter(_not_ended(day), valid_from__lte=day, role=role)
    return (held if units is None else held.filter(work_unit__code__in=units)).exists()


def user_named(username: str) -> User | None:
    """The user of exactly that name, for signing in."""
    return User.objects.filter(username=username).first()


def is_first_run() -> bool:
    """Whether this is a live office without any user: somebody must become its first administrator."""
    return Installation.objects.filter(kind=Installation.Kind.LIVE).exists() and not User.objects.exists()


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that a demo offers."""

    username: str
    password: str
    role: Role
    work_unit: str
    unit_name: str
    name: str

    @property
    def label(self) -> str:
        """The msgid of the role."""
        return ROLES[self.role]


def demo_accounts() -> Sequence[DemoAccount]:
    """The accounts of a demo in the order in which they were made; none in a live installation."""
    if not is_demo():
        return ()
    grants = Grant.objects.filter(user__is_demo=True).select_related("user", "work_unit").order_by("pk")
    return [
        DemoAccount(
            username=grant.user.username,
            password=DEMO_PASSWORD,
            role=Role(grant.role),
            work_unit=grant.work_unit.code,
            unit_name=grant.work_unit.name,
            name=grant.user.name,
        )
        for grant in grants
    ]


def _holdings(users: Sequence[int], day: date) -> Mapping[int, Sequence[Holding]]:
    found: defaultdict[int, list[Holding]] = defaultdict(list)
    for grant in Grant.objects.filter(user__in=users).select_related("work_unit").order_by("valid_from", "pk"):
        found[grant.user_id].append(
            Holding(
                uid=grant.uid,
                role=Role(grant.role),
                unit_code=grant.work_unit.code,
                unit_name=grant.work_unit.name,
                valid_from=grant.valid_from,
                last_day=grant.valid_until - DAY if grant.valid_until else None,
                is_open=grant.valid_until is None or grant.valid_until > day,
                has_begun=grant.valid_from <= day,
            )
        )
    return found


def _not_ended(day: date) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gt=day)


def _with_all_below(codes: Iterable[str], tree: Tree | None) -> frozenset[str]:
    """The work units and all below them; one that does not exist that day covers itself: its papers are still there."""
    return frozenset().union(*(tree.below(code) if tree and code in tree else {code} for code in codes))
