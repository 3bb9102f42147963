"""Which structure is in force in a work unit, and what opening one would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.ledger import follows_ledger, opening_locked_at
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.organization.selectors import posts_foreseen, unit_tree
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.selectors import regimes, structure, tier_types
from malaqbiq.service.effects import Status
from malaqbiq.service.models import Employment, Holder, HomeUnit, PostInForce, Structure

OPENERS = (Role.SDM_OFFICER, Role.ADMINISTRATOR)
"""Who says which structure is in force in his work units."""

Place = tuple[str, str, int]
"""A post's place in a work unit: regime, the structure unit's code, which one of several."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which structure is in force since when, in which work units (codes); `typology` instead of the law table's."""

    regime: str
    since: date
    units: tuple[str, ...]
    typology: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody on a post: who, how, since and until when, and the entry that says so."""

    person: UUID
    name: str
    state: str
    since: date
    until: date | None
    entry: UUID
    origin: str


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A post in force, the entry that opened it, and who sits on it or sat."""

    post: Post
    since: date
    entry: UUID
    origin: str
    sitting: tuple[Sitting, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """What opening the structure would change in one work unit, or the problem that stands against it.

    `posts` are the structure's, of which some may not be made yet; `stands` is the structure in force by now.
    """

    unit: WorkUnit
    since: date
    posts: Sequence[Post] = ()
    typology: str = ""
    stands: Structure | None = None
    in_force: Mapping[Place, OpenPost] = field(default_factory=dict)
    problem: Words | None = None

    @property
    def opens(self) -> list[Post]:
        """Posts that come into force."""
        return [post for post in self.posts if place_of(post) not in self.in_force]

    @property
    def moves(self) -> list[OpenPost]:
        """Posts in force already, from another day."""
        found = (self.in_force.get(place_of(post)) for post in self.posts)
        return [row for row in found if row and row.since != self.since]

    @property
    def leaves(self) -> list[OpenPost]:
        """Posts in force that the structure doesn't have."""
        kept = {place_of(post) for post in self.posts}
        return [row for place, row in self.in_force.items() if place not in kept]

    @property
    def loses(self) -> list[tuple[OpenPost, Sitting]]:
        """Who loses his post with it, until a list or a decree gives him one of the new structure."""
        return [(row, one) for row in self.leaves for one in row.sitting]

    @property
    def restated(self) -> bool:
        """Whether another structure, type or day stands by now."""
        regime = self.posts[0].regime if self.posts else ""
        said = self.stands and (self.stands.regime, self.stands.typology, self.stands.valid_from)
        return bool(said) and said != (regime, self.typology, self.since)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be changed."""
        return not (self.stands is None or self.restated or self.opens or self.moves or self.leaves)


@dataclass(frozen=True, slots=True)
class StructurePlan:
    """What opening a structure would change, unit by unit. `title` is the regulation's."""

    choice: Choice
    title: str
    units: Sequence[UnitPlan]
    is_locked: bool

    @property
    def problems(self) -> list[UnitPlan]:
        """Units in which something stands against it."""
        return [plan for plan in self.units if plan.problem]

    @property
    def problems_told(self) -> list[tuple[Words, str]]:
        """Each thing that stands against it, once, with the units that it is said of."""
        units: dict[Words, list[str]] = {}
        for plan in self.problems:
            if plan.problem:
                units.setdefault(plan.problem, []).append(plan.unit.name)
        return [(words, ", ".join(names)) for words, names in units.items()]

    @property
    def changes(self) -> list[UnitPlan]:
        """Units in which something changes."""
        return [plan for plan in self.units if not plan.problem and not plan.is_settled]

    @property
    def opens(self) -> int:
        """How many posts come into force."""
        return sum(len(plan.opens) for plan in self.units)


@follows_ledger(8)
def units_unopened(day: date) -> frozenset[str]:
    """The work units (codes) in which no structure is in force on a day though civil servants are at home there.

    One statement after a decree was issued, none while the ledger stands where it stood.
    """
    stands = Structure.objects.as_of(day).filter(work_unit=OuterRef("uid"))
    serves = Employment.objects.as_of(day).filter(person=OuterRef("person"), status=Status.PNS)
    homes = HomeUnit.objects.as_of(day).filter(Exists(serves), work_unit=OuterRef("uid"))
    # No table has a structure of the Secretariat General: there is none to open there.
    found = WorkUnit.objects.exclude(level=WorkUnit.Level.SETJEN).filter(~Exists(stands), Exists(homes))
    return frozenset(found.values_list("code", flat=True))


def posts_are_in_force(units: Collection[str], day: date) -> bool:
    """Whether any post is in force in some work units (codes) on a day: without an opened structure none is."""
    return PostInForce.objects.as_of(day).filter(post__work_unit__code__in=units).exists()


def place_of(post: Post) -> Place:
    """Where a post stands in its work unit."""
    return (post.regime, post.unit_code, post.ordinal)


def units_chosen(access: Access, *, codes: Iterable[str], day: date, below: bool = True) -> tuple[str, ...]:
    """The named work units and all below them that the asker may open a structure for. KPU RI's Setjen has none here.

    UserError if none is left.
    """
    tree = unit_tree(access, day=day)
    named = [code for code in codes if code in tree]
    wanted = {one for code in named for one in (tree.below(code) if below else (code,))}
    found = WorkUnit.objects.filter(code__in=wanted).exclude(level=WorkUnit.Level.SETJEN)
    left = tuple(code for code in found.values_list("code", flat=True) if access.covers(code, *OPENERS))
    if not left:
        raise UserError(
            gettext_noop("there is no work unit among them for which you may open a structure"),
            gettext_noop("name a province, kabupaten or kota by its code, such as 76 or 76.02"),
        )
    return left


def units_serving(access: Access, *, day: date) -> tuple[str, ...]:
    """The work units in which somebody is in service on a day, of those the asker covers."""
    rows = HomeUnit.objects.as_of(day).values_list("work_unit__code", flat=True).distinct()
    return tuple(sorted(code for code in rows if access.covers(code, *OPENERS)))


def structures_on(access: Access, *, codes: Collection[str], day: date) -> dict[str, Structure]:
    """The structure in force on a day in each of the work units that the asker covers, by code."""
    covered = [code for code in codes if access.covers(code)]
    rows = Structure.objects.as_of(day).filter(work_unit__code__in=covered).select_related("work_unit")
    return {row.work_unit.code: row for row in rows}


def structure_plan(access: Access, choice: Choice, *, today: date) -> StructurePlan:
    """What opening the structure would change. Six statements, whatever the number of work units; one more for a type.

    UserError for a regulation that sets no structure, a type that none of the units can have and a day to come;
    Forbidden for a unit that isn't the asker's.
    """
    titles = {row.regime: row.title for row in regimes(access)}
    if choice.regime not in titles:
        words = Words(gettext_noop("no structure is called %(regime)s"), {"regime": choice.regime})
        raise UserError(words, Words(gettext_noop("choose one of: %(regimes)s"), {"regimes": ", ".join(titles)}))
    if choice.since > today:
        raise UserError(
            gettext_noop("what is in force since a day to come is no opening"),
            gettext_noop("name the day since which the structure has been in force"),
        )
    for code in choice.units:
        access.require(code, *OPENERS)
    units = list(WorkUnit.objects.filter(code__in=choice.units))
    if choice.typology:
        _refuse_unknown_type(access, choice, titles[choice.regime], units)
    stands: defaultdict[UUID, list[Structure]] = defaultdict(list)
    for row in Structure.objects.known().filter(work_unit__in=units).order_by("valid_from"):
        stands[row.work_unit_id].append(row)
    in_force = _in_force(units)
    locked = opening_locked_at() is not None
    plans = [_unit_plan(access, unit, choice, stands[unit.uid], in_force[unit.uid], locked=locked) for unit in units]
    return StructurePlan(choice, titles[choice.regime], plans, locked)


def _refuse_unknown_type(access: Access, choice: Choice, title: str, units: Sequence[WorkUnit]) -> None:
    """UserError for a type that none of the units can have: what was meant can't be guessed."""
    types = tier_types(access, regime=choice.regime, tiers={unit.level for unit in units})
    if choice.typology in types:
        return
    params = {"title": title, "type": choice.typology}
    words = Words(gettext_noop("%(title)s has no structure of type %(type)s for these work units"), params)
    remedy = Words(gettext_noop("choose one of these types: %(types)s; or name none"), {"types": ", ".join(types)})
    raise UserError(words, remedy if types else gettext_noop("it has no types for them: name none"))


def _unit_plan(
    access: Access, unit: WorkUnit, choice: Choice, stands: list[Structure], posts: list[OpenPost], *, locked: bool
) -> UnitPlan:
    try:
        letter, wanted = _wanted(access, unit, choice)
    except UserError as missing:
        return UnitPlan(unit, choice.since, problem=missing.words)
    plan = UnitPlan(
        unit,
        choice.since,
        posts=wanted,
        typology=letter,
        stands=stands[0] if stands else None,
        in_force={place_of(row.post): row for row in posts},
    )
    problem = None if plan.is_settled else _problem(plan, stands, locked=locked)
    return UnitPlan(unit, choice.since, problem=problem) if problem else plan


def _wanted(access: Access, unit: WorkUnit, choice: Choice) -> tuple[str, list[Post]]:
    """The type and the posts that the structure gives a unit; a type that its tier doesn't have is not asked of it."""
    letter = None
    if choice.typology:
        asked = {"regime": choice.regime, "tier": unit.level, "typology": choice.typology}
        letter = None if isinstance(structure(access, **asked, office=unit.code), Missing) else choice.typology
    return posts_foreseen(access, unit=unit, regime=choice.regime, typology=letter)


def _problem(plan: UnitPlan, stands: Sequence[Structure], *, locked: bool) -> Words | None:
    """Why what stands may not be corrected by an opening; None if it may."""
    if not stands and not plan.in_force:
        return None
    if locked:
        return Words(gettext_noop("a structure is in force already, and the opening is locked: another needs a decree"))
    touched = [*plan.moves, *plan.leaves]
    seated = [one for row in touched for one in row.sitting]
    origins = {row.origin for row in stands} | {row.origin for row in touched}
    if len(stands) > 1 or origins - {Origin.OPENING}:
        return Words(gettext_noop("a decree has set its structure since: another decree must change it"))
    for one in seated:
        if one.origin != Origin.OPENING:
            return Words(gettext_noop("a decree has given %(name)s a post there since"), {"name": one.name})
    return None


def _in_force(units: Sequence[WorkUnit]) -> defaultdict[UUID, list[OpenPost]]:
    rows = PostInForce.objects.known().filter(post__work_unit__in=units).select_related("post")
    sitting: defaultdict[UUID, list[Sitting]] = defaultdict(list)
    for held in (
        Holder.objects.known().filter(post__work_unit__in=units).select_related("person").order_by("valid_from")
    ):
        one = Sitting(
            held.person_id,
            held.person.full_name,
            held.state,
            held.valid_from,
            held.valid_until,
            held.entry_id,
            held.origin,
        )
        sitting[held.post_id].append(one)
    found: defaultdict[UUID, list[OpenPost]] = defaultdict(list)
    for row in rows.order_by("post__unit_code", "post__ordinal"):
        open_post = OpenPost(row.post, row.valid_from, row.entry_id, row.origin, tuple(sitting[row.post_id]))
        found[row.post.work_unit_id].append(open_post)
    return found
