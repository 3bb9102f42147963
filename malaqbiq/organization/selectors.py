"""Work units and their tree on a day, their posts, profiles and signers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.basis import remembered
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.reading import ahead, once
from malaqbiq.kernel.rooms import modules_named
from malaqbiq.organization.models import Post, Signer, UnitProfile, WorkUnit
from malaqbiq.organization.rules.mandates import Claim, Heir, Lapsed, claim_of
from malaqbiq.organization.rules.names import Authority, authority_title
from malaqbiq.organization.rules.signing import Form, title_lines, who_signs
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.rows import StructureRow
from malaqbiq.regulations.selectors import structure, unit_type


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """What stands at a paper's foot: title lines above the signature, name and NIP below."""

    lines: tuple[str, ...]
    name: str
    nip: str


def unit_tree(access: Access, *, day: date) -> Tree:
    """The tree of all work units that exist on a day, in one query: codes and names only."""
    del access  # which unit stands under which is public
    return _tree(day)


@remembered(8)
@once
def _tree(day: date) -> Tree:
    there = [row for row in _placements() if _holds(row[2:4], day)]
    parents: dict[str, str | None] = {code: None for code, *_ in there}
    parents |= {row[0]: row[4] for row in there if row[4] and _holds(row[5:7], day)}
    return Tree(day, parents, {code: name for code, name, *_ in there})


def unit_code(uid: UUID) -> str:
    """The code of a work unit, empty if there is none of that uid. No statement of its own where a tree was read."""
    return next((row[0] for row in _placements() if row[-1] == uid), "")


def unit_uid(code: str) -> UUID | None:
    """The uid of a work unit, None if there is none of that code. No statement of its own where a tree was read."""
    return next((row[-1] for row in _placements() if row[0] == code), None)


@remembered(1)
@once
def _placements() -> list[tuple[Any, ...]]:
    """Code, name and days of every unit with the code and days of each that it stood under, and its uid: few rows, for
    trees of any day.

    All days in one statement, since a page asks for the trees of several.
    """
    own = ("code", "name", "exists_from", "exists_until")
    above = ("parentages__parent__code", "parentages__valid_from", "parentages__valid_until")
    return list(WorkUnit.objects.order_by("code").values_list(*own, *above, "uid"))


def _holds(days: Sequence[date | None], day: date) -> bool:
    start, end = days
    return (start is None or start <= day) and (end is None or end > day)


def units_on(access: Access, *, day: date, level: str = "") -> QuerySet[WorkUnit]:
    """The work units that exist on a day and that the asker's grants cover, by code; of one level if it is named."""
    units = _covered(access).filter(_open("exists_from", "exists_until", day))
    return units.filter(level=level) if level else units


def units_below(access: Access, *, code: str, day: date) -> QuerySet[WorkUnit]:
    """A work unit and all below it on a day, as far as the grants cover them; none if it does not exist then."""
    tree = unit_tree(access, day=day)
    return _covered(access).filter(code__in=tree.below(code) if code in tree else ())


def province_of(access: Access, *, code: str, day: date) -> str | None:
    """The code of the province under which a work unit stands on a day; itself for a province.

    None for the root, and for a unit that does not exist on the day.
    """
    tree = unit_tree(access, day=day)
    return tree.province_of(code) if code in tree else None


def work_unit(access: Access, *, code: str) -> WorkUnit:
    """A work unit by its code; WorkUnit.DoesNotExist if there is none or the asker's grants don't cover it."""
    if not access.covers(code):
        raise WorkUnit.DoesNotExist
    return _unit(code)


@remembered(1024)
@once
def _unit(code: str) -> WorkUnit:
    return WorkUnit.objects.get(code=code)


def office_over(access: Access, *, codes: Collection[str], day: date) -> WorkUnit:
    """The lowest work unit that stands over all of these and that the asker covers; one of them if he covers none."""
    tree = unit_tree(access, day=day)
    lineages = [tree.lineage(code) for code in codes if code in tree]
    common = [code for code in min(lineages) if all(code in lineage for lineage in lineages)]
    covered = [code for code in common if access.covers(code)]
    return WorkUnit.objects.get(code=covered[-1] if covered else min(codes))


def unit_names(uids: Collection[UUID]) -> dict[UUID, str]:
    """What work units are called; names of units are public. No statement of its own where a tree was read."""
    return {row[-1]: row[1] for row in _placements() if row[-1] in uids} if uids else {}


@ahead
def unit_codes(uids: Collection[UUID]) -> dict[UUID, str]:
    """The codes of work units by their uid."""
    return dict(WorkUnit.objects.filter(uid__in=uids).values_list("uid", "code"))


def unit_names_of(access: Access, *roles: Role, day: date) -> dict[str, str]:
    """Code and name of the work units that these roles of the asker cover, by code."""
    names, codes = unit_tree(access, day=day).names, access.units(*roles)
    return {code: names.get(code, code) for code in sorted(names if codes is None else codes)}


def posts_of(access: Access, *, unit: str, regime: str = "") -> QuerySet[Post]:
    """The posts that structures gave a work unit, of one regime if it is named. Which are in force `service` knows."""
    posts = Post.objects.filter(work_unit__in=_covered(access).filter(code=unit).values("uid"))
    return posts.filter(regime=regime) if regime else posts


def posts_foreseen(
    access: Access,
    *,
    unit: WorkUnit,
    regime: str,
    typology: str | None = None,
    numbers: Mapping[str, int] | None = None,
) -> tuple[str, list[Post]]:
    """The type that a regime's structure has for a work unit, and the posts that it gives, as rows that aren't stored.

    `typology` and `numbers` as in `posts_materialise`. UserError names what is missing: a type, a structure.
    """
    letter = typology if typology is not None else _letter(access, unit, regime)
    rows = structure(access, regime=regime, tier=unit.level, typology=letter, office=unit.code)
    if isinstance(rows, Missing):
        raise UserError(rows.what, rows.why)
    counts = numbers or {}
    return letter, [
        _post(unit, row, ordinal)
        for row in rows
        for ordinal in range(1, (row.count or counts.get(row.unit_code, 0)) + 1)
    ]


def _letter(access: Access, unit: WorkUnit, regime: str) -> str:
    found = unit_type(access, regime=regime, code=unit.code)
    if isinstance(found, str):
        return found
    # One type only: nothing to choose.
    if not isinstance(structure(access, regime=regime, tier=unit.level, office=unit.code), Missing):
        return ""
    raise UserError(found.what, found.why)


def _post(unit: WorkUnit, row: StructureRow, ordinal: int) -> Post:
    return Post(
        work_unit=unit,
        regime=row.regime,
        unit_code=row.unit_code,
        parent_code=row.parent_code,
        unit_name=row.unit_name,
        position_name=row.position_name,
        eselon=row.eselon,
        level=row.level,
        ordinal=ordinal,
    )


def unit_profile(access: Access, *, unit: str, year: int) -> UnitProfile | None:
    """A work unit's profile in a budget year; None while none was written or if the grants don't cover the unit."""
    return unit_profiles(access, year=year, units=[unit]).get(unit)


def unit_profiles(access: Access, *, year: int, units: Iterable[str] | None = None) -> dict[str, UnitProfile]:
    """Profiles of a budget year by the work unit's code, in one query."""
    covered = _covered(access) if units is None else _covered(access).filter(code__in=units)
    found = UnitProfile.objects.filter(year=year, unit__in=covered.values("uid")).select_related("unit")
    return {profile.unit.code: profile for profile in found}


def signers_on(access: Access, *, unit: str, authority: Authority, day: date) -> list[Signer]:
    """All who may sign for an authority of a work unit on a day, in whichever form; none whose mandate lapsed."""
    found = Signer.objects.filter(unit__in=_covered(access).filter(code=unit).values("uid"), authority=authority.value)
    rows = list(found.filter(_open("valid_from", "valid_until", day)).select_related("unit"))
    gone = mandates_lapsed(rows, day)
    return [signer for signer in rows if signer.uid not in gone]


def claim(signer: Signer) -> Claim:
    """What has to hold so that somebody's mandate lasts."""
    return claim_of(signer.unit.code, Authority(signer.authority), Form(signer.form), signer.nip, signer.valid_from)


def claims_lapsed(claims: frozenset[Claim], day: date) -> dict[Claim, Lapsed]:
    """Which of them lapsed by a day, as the rooms tell that know who serves where. No statement without claims."""
    found: dict[Claim, Lapsed] = {}
    for room in modules_named("mandates") if claims else ():
        found |= room.lapsed(claims, day)
    return found


def mandates_lapsed(signers: Collection[Signer], day: date) -> dict[UUID, Lapsed]:
    """Whose mandates lapsed by a day, by the signer's uid: such a one is on no paper any more."""
    claims = {signer.uid: claim(signer) for signer in signers}
    gone = claims_lapsed(frozenset(claims.values()), day)
    return {uid: gone[one] for uid, one in claims.items() if one in gone}


def mandate_heirs(lapses: Collection[Lapsed], day: date) -> dict[Lapsed, list[Heir]]:
    """Who holds now the post of each lapsed mandate, or one that goes on from it."""
    found: dict[Lapsed, list[Heir]] = {}
    for room in modules_named("mandates") if lapses else ():
        found |= room.heirs(lapses, day)
    return found


def signers_lapsed(units: Collection[str] | None, day: date) -> list[tuple[Signer, Lapsed]]:
    """Who is written down as signing on a day for one of the units (None: all) and can't any more, by unit.

    The caller has found that the asker may read of these units.
    """
    found = Signer.objects.filter(_open("valid_from", "valid_until", day))
    rows = list((found if units is None else found.filter(unit__code__in=units)).select_related("unit"))
    gone = mandates_lapsed(rows, day)
    return [(row, gone[row.uid]) for row in sorted(rows, key=lambda row: row.unit.code) if row.uid in gone]


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose hand it is for each authority of a work unit, and who is written down but can't sign any more."""

    standing: Mapping[Authority, Signer]
    lapsed: Sequence[tuple[Signer, Lapsed]]


@ahead
def hands_by_unit(units: Collection[str], day: date) -> dict[str, Hands]:
    """Who signs on a day by the unit's code, as `signer_on` tells it for one, and who can't any more."""
    found: dict[tuple[str, Authority], dict[Any, Signer]] = {}
    rows = Signer.objects.filter(_open("valid_from", "valid_until", day), unit__code__in=units)
    signers = list(rows.select_related("unit"))
    gone = mandates_lapsed(signers, day)
    for signer in signers:
        if signer.uid not in gone:
            found.setdefault((signer.unit.code, Authority(signer.authority)), {})[signer.mandate] = signer
    hands: dict[str, dict[Authority, Signer]] = {code: {} for code in units}
    for (code, authority), mandates in found.items():
        if mandate := who_signs(mandates, day):
            hands[code][authority] = mandates[mandate]
    lapsed = {
        code: [(one, gone[one.uid]) for one in signers if one.unit.code == code and one.uid in gone] for code in units
    }
    return {code: Hands(own, lapsed[code]) for code, own in hands.items()}


def signers_by_unit(units: Collection[str], day: date) -> dict[str, Mapping[Authority, Signer]]:
    """Whose hand it is on a day, by the unit's code and the authority, as `signer_on` tells it for one."""
    return {code: hands.standing for code, hands in hands_by_unit(units, day).items()}


@once
def signer_on(access: Access, *, unit: str, authority: Authority, day: date) -> Signer | None:
    """Whose hand it is on a day unless another is chosen: the Plh. if there is one, else the holder or the Plt."""
    signers = {signer.mandate: signer for signer in signers_on(access, unit=unit, authority=authority, day=day)}
    mandate = who_signs(signers, day)
    return signers[mandate] if mandate else None


def acting_signers(units: Collection[str], period: Period) -> QuerySet[Signer]:
    """Who signs as Plt. or Plh. for one of the work units and ceases to in a period, or has no last day.

    The caller has found that the asker may read of these units.
    """
    ends = Q(valid_until__gt=period.start) & (Q(valid_until__lte=period.end) if period.end else Q())
    going_on = Q(valid_until__isnull=True) & (Q(valid_from__lt=period.end) if period.end else Q())
    found = Signer.objects.filter(ends | going_on, unit__code__in=units, form__in=(Form.PLT, Form.PLH))
    return found.select_related("unit")


def signature_block(signer: Signer) -> SignatureBlock:
    """The block under a paper that the signer signs."""
    title = authority_title(Authority(signer.authority), signer.unit.name)
    return SignatureBlock(title_lines(Form(signer.form), title, signer.own_title), signer.name, signer.nip)


def _covered(access: Access) -> QuerySet[WorkUnit]:
    codes = access.units()
    return WorkUnit.objects.all() if codes is None else WorkUnit.objects.filter(code__in=codes)


def _open(first: str, end: str, day: date) -> Q:
    started = Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": day})
    return started & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": day}))


PROFILE_NEEDED = ("kode_satker", "dipa_number", "kpa_name", "commitment_officer_name", "letterhead")
"""What papers and the treasury ask of a profile."""


def profile_gaps(profile: UnitProfile | None) -> list[str]:
    """Which of the fields that papers need are empty."""
    return [name for name in PROFILE_NEEDED if not getattr(profile, name, None)]


def signers_of(access: Access, *, unit: str) -> QuerySet[Signer]:
    """All who sign or signed for a work unit's authorities, the latest first."""
    found = Signer.objects.filter(unit__in=_covered(access).filter(code=unit).values("uid"))
    return found.select_related("unit").order_by("authority", "-valid_from", "-pk")


def units_signed_for(access: Access, *, day: date, authority: Authority) -> frozenset[str]:
    """Codes of the covered work units for whose authority somebody may sign on a day and whose mandate didn't lapse."""
    found = Signer.objects.filter(unit__in=_covered(access).values("uid"), authority=authority.value)
    rows = list(found.filter(_open("valid_from", "valid_until", day)).select_related("unit"))
    gone = mandates_lapsed(rows, day)
    return frozenset(row.unit.code for row in rows if row.uid not in gone)


def units_incomplete(access: Access, *, units: Collection[str] | None, day: date) -> int:
    """How many of the work units (None: all) that exist on a day lack something that papers need in that year.

    That is a field of the profile, or a named secretary. Three statements.
    """
    there = units_on(access, day=day).values_list("code", flat=True)
    codes = set(there if units is None else there.filter(code__in=units))
    profiles = unit_profiles(access, year=day.year, units=codes)
    signed = units_signed_for(access, day=day, authority=Authority.SEKRETARIS)
    return sum(code not in signed or bool(profile_gaps(profiles.get(code))) for code in codes)
