"""What a decree's papers say, gathered from its entries, its people, its work units and who signs for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import prefetch_related_objects

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.registry import appraised, book
from malaqbiq.decrees.rules.effects import Act, Fact
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.papers.compose import Issue, Signer, title_lines
from malaqbiq.decrees.rules.papers.fields import FIELDS
from malaqbiq.decrees.rules.papers.holes import LETTERHEAD, PAYER, SIGNER, Hole, facts_shown
from malaqbiq.decrees.rules.papers.snapshot import PaperRow, Payer
from malaqbiq.decrees.rules.papers.texts import PaperText
from malaqbiq.decrees.rules.papers.wording import DOTS, long_day
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.paper_words import HOUSE
from malaqbiq.kernel.reading import ahead
from malaqbiq.kernel.rupiah import amount_of
from malaqbiq.organization.models import Post, UnitProfile, WorkUnit
from malaqbiq.organization.models import Signer as Signatory
from malaqbiq.organization.rules.mandates import Claim, claim_of
from malaqbiq.organization.rules.names import (
    Authority,
    authority_title,
    long_name,
    post_title,
    postal_address,
    secretariat_name,
)
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.selectors import claims_lapsed, province_of, signers_by_unit, unit_profiles
from malaqbiq.people.models import Person
from malaqbiq.people.rules import EducationLevel
from malaqbiq.people.selectors import highest_education
from malaqbiq.regulations.selectors import job_families, ranks

FACTS = {
    "starts_on": "start",
    "last_day": "until",
    "monthly_amount": "amount",
    "job_family": "job",
    "work_unit": "unit",
}
"""Facts of effects under the names that papers have for them; others keep theirs."""

CAPACITIES = {
    Authority.COMMITMENT_OFFICER: "Pejabat Pembuat Komitmen",
    Authority.KPA: "Kuasa Pengguna Anggaran",
}
ELIGIBLE = {
    True: "berdasarkan hasil evaluasi kinerja memenuhi syarat",
    False: "dipandang cakap dan memenuhi syarat",
}
"""That the people of a decree are eligible: by their appraisal, and where it doesn't rest on one."""

MENDED = {
    Mending.REVOCATION: "Dicabut",
    Mending.ANNULMENT: "Dibatalkan",
    Mending.CORRECTION: "Diperbaiki",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the annex to be: of whose part, on whom, what it says, and what else its entries tell of the decree."""

    work_unit: UUID
    person: UUID | None
    row: PaperRow
    told: Mapping[str, str]


class PaperFacts:
    """The facts of one decree's papers on the day of its issue. Statements grow with work units, not with people.

    `entries` are the decree's, if they were read already.
    """

    def __init__(self, decree: Decree, day: date, entries: Iterable[Entry] | None = None) -> None:
        self.decree, self.day = decree, day
        read = decree.entries.select_related("work_unit", "person") if entries is None else entries
        self.entries: Sequence[Entry] = sorted(read, key=lambda entry: (entry.row, entry.ordinal))
        prefetch_related_objects(self.entries, "work_unit", "person")

    @cached_property
    def lines(self) -> list[Line]:
        """The annex, line by line, work units in the order in which they first appear."""
        units = list(dict.fromkeys(entry.work_unit_id for entry in self.entries))
        by_line: defaultdict[tuple[int, int], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            by_line[units.index(entry.work_unit_id), entry.row].append(entry)
        return [self._line(by_line[key]) for key in sorted(by_line)]

    def issue(self, asked: Collection[str]) -> Issue:
        """The facts that are said once. `asked` are places of the words: what costs a statement is read only then."""
        office, authority = self.decree.office, self.decree.authority
        told = _told(line.told for line in self.lines)
        start, until = (_days(self.lines, key) for key in ("start", "until"))
        return Issue(
            letterhead=title_lines(long_name(office.name)),
            issuer=_title(authority, office),
            unit_code=office.code,
            unit=self._unit_words(),
            number=self.decree.number or DOTS,
            title=self.decree.title,
            decided_on=self.day,
            place=office.seat or DOTS,
            signer=self._signer(authority, office),
            start=min(start, default=self.decree.effective_on),
            until=max(until, default=None),
            people=len(self.lines),
            address=_address(self._profile(office)),
            known=self._known(office, told, asked),
        )

    def unsigned(self) -> Iterator[Hole]:
        """The hole where nobody is named who signs the decree. Reads who signs, and no more."""
        office = self.decree.office
        if not self._signer(self.decree.authority, office).name:
            yield Hole(SIGNER, units={office.code: office.name})

    def holes(self, text: PaperText) -> Iterator[Hole]:
        """What papers with these words would show as a dash or dots, by kind. Reads nothing that `issue` doesn't."""
        office, year = self.decree.office, (self.decree.effective_on or self.day).year
        names = {entry.person_id: entry.person.full_name for entry in self.entries if entry.person}
        yield from self.unsigned()
        for key in facts_shown(text):
            lacking = (line.person for line in self.lines if line.row.values.get(key, "") == "")
            if people := {uid: names[uid] for uid in lacking if uid}:
                yield Hole(key, people)
        agreed = [line for line in self.lines if line.person and text.contract]
        units = {unit.uid: unit for unit in self._units}
        unsigned = [line for line in agreed if line.row.payer and not line.row.payer.name]
        if unsigned:
            paying = {units[line.work_unit].code: units[line.work_unit].name for line in unsigned}
            yield Hole(PAYER, {line.person: names[line.person] for line in unsigned if line.person}, paying)
        heads = [office, *(units[uid] for uid in dict.fromkeys(line.work_unit for line in agreed))]
        if bare := {unit.code: unit.name for unit in heads if not _address(self._profile(unit))}:
            yield Hole(LETTERHEAD, units=bare, year=year)

    @cached_property
    def _units(self) -> list[WorkUnit]:
        return list({entry.work_unit_id: entry.work_unit for entry in self.entries}.values())

    @cached_property
    def _profiles(self) -> Mapping[str, UnitProfile]:
        codes = {self.decree.office.code, *(unit.code for unit in self._units)}
        return _profiles_of(codes, (self.decree.effective_on or self.day).year)

    @cached_property
    def _signers(self) -> Mapping[str, Mapping[Authority, Signatory]]:
        return signers_by_unit({self.decree.office.code, *(unit.code for unit in self._units)}, self.day)

    @cached_property
    def _schooling(self) -> Mapping[UUID, EducationLevel]:
        people = {entry.person_id for entry in self.entries if entry.person_id}
        return _schooling_of(people, self.day) if people else {}

    @cached_property
    def _posts(self) -> dict[str, str]:
        """What the posts are called that entries name: those which somebody stands in for, and his own."""
        named = {uid for entry in self.entries for uid in (entry.post_id, entry.payload.get("own_post")) if uid}
        rows = Post.objects.filter(uid__in=named).select_related("work_unit")
        return {str(post.uid): long_name(post_title(post.position_name, post.work_unit.name)) for post in rows}

    @cached_property
    def _ranks(self) -> dict[str, str]:
        """What ranks are called, with their grade, by grade."""
        rows = ranks(HOUSE, ladder="PNS", day=self.day, office=self.decree.office.code)
        return {row.grade: f"{row.name} ({row.grade})" for row in rows}

    @cached_property
    def _jobs(self) -> dict[str, str]:
        return {row.family: row.name for row in job_families(HOUSE, day=self.day, office=self.decree.office.code)}

    @cached_property
    def _payers(self) -> dict[UUID, Payer]:
        return {unit.uid: self.payer(unit) for unit in self._units}

    def _profile(self, unit: WorkUnit) -> UnitProfile | None:
        return self._profiles.get(unit.code)

    def _unit_words(self) -> str:
        office = self.decree.office
        if len(self._units) == 1:
            return long_name(secretariat_name(self._units[0].name))
        own = long_name(secretariat_name(office.name))
        return f"{own} dan Sekretariat Komisi Pemilihan Umum Kabupaten/Kota di {office.region_name}"

    def _known(self, office: WorkUnit, told: Mapping[str, str], asked: Collection[str]) -> dict[str, str]:
        payer = self._units[0] if len(self._units) == 1 else office
        profile = self._profile(payer)
        dated = profile.dipa_date if profile else None
        return {
            "office": long_name(office.name),
            "dipa_number": profile.dipa_number if profile else "",
            "dipa_date": long_day(dated) if dated else "",
            "province": self._province(payer) if "province" in asked else "",
            "eligible": ELIGIBLE[_appraised([self.decree.uid])[self.decree.uid]] if "eligible" in asked else "",
            "floor": told.get("floor_amount", ""),
            "floor_basis": told.get("floor_basis", ""),
            "acting": told.get("acting", ""),
            "acting_post": told.get("acting_post", ""),
        }

    def _province(self, unit: WorkUnit) -> str:
        code = province_of(HOUSE, code=unit.code, day=self.day)
        return WorkUnit.objects.get(code=code).region_name if code else ""

    def _line(self, entries: Sequence[Entry]) -> Line:
        first = entries[0]
        facts = {fact.key: fact.text for entry in entries for fact in _described(entry)}
        values = {**self._of_unit(first.work_unit), **self._of_person(first.person), **self._shown(facts)}
        values.setdefault("start", first.effective_on.isoformat())
        told = {key: text for key, text in facts.items() if FACTS.get(key, key) not in FIELDS}
        if "acting" in facts:
            values["post"] = self._posts.get(facts.get("own_post", ""), "")
            values["rank"] = self._ranks.get(facts.get("rank", ""), facts.get("rank", ""))
            told["acting_post"] = self._posts.get(str(first.post_id), "")
        payer = self._payers[first.work_unit_id] if first.person_id else None
        row = PaperRow(group=secretariat_name(first.work_unit.name), values=values, payer=payer)
        return Line(first.work_unit_id, first.person_id, row, told)

    def _shown(self, facts: Mapping[str, str]) -> dict[str, str | int]:
        values: dict[str, str | int] = {}
        for key, text in facts.items():
            name = FACTS.get(key, key)
            if name in FIELDS:
                amount = amount_of(text) if FIELDS[name].kind == "rupiah" else None
                values[name] = self._jobs.get(text, text) if amount is None else amount
        return {key: value for key, value in values.items() if key != "unit"}

    def _of_unit(self, unit: WorkUnit) -> dict[str, str | int]:
        return {"unit": long_name(secretariat_name(unit.name))}

    def _of_person(self, person: Person | None) -> dict[str, str | int]:
        if person is None:
            return {}
        born = long_day(person.birth_date) if person.birth_date else ""
        level = self._schooling.get(person.uid)
        return {
            "name": person.full_name,
            "nik": person.nik or "",
            "nip": person.nip or "",
            "birth": ", ".join(filter(None, [person.birth_place, born])),
            "sex": person.sex,
            "education": level.label if level else "",
            "address": person.address,
        }

    def _signer(self, authority: str, unit: WorkUnit) -> Signer:
        known = authority in set(Authority)
        found = self._signers[unit.code].get(Authority(authority)) if known else None
        title = _title(authority, unit)
        if found is None:
            return Signer(title)
        return Signer(title, found.name, found.nip, Form(found.form), found.own_title)

    def payer(self, unit: WorkUnit) -> Payer:
        """Who signs for the unit that pays: Pejabat Pembuat Komitmen, else KPA; else a name to be written in."""
        profile = self._profile(unit)
        authority, name, nip = next(self._paying(unit, profile), (Authority.COMMITMENT_OFFICER, "", ""))
        return Payer(
            unit=long_name(secretariat_name(unit.name)),
            letterhead=title_lines(long_name(unit.name)),
            capacity=CAPACITIES[authority],
            name=name,
            number=f"NIP {nip}" if nip else "",
            address=_address(profile),
            postal=postal_address(profile.letterhead) if profile else "",
            place=unit.seat,
        )

    def _paying(self, unit: WorkUnit, profile: UnitProfile | None) -> Iterator[tuple[Authority, str, str]]:
        for authority in CAPACITIES:
            if signer := self._signers[unit.code].get(authority):
                yield authority, signer.name, signer.nip
        gone = _profile_gone([unit.code], profile.year, self.day)[unit.code] if profile else frozenset()
        if profile and profile.commitment_officer_name and Authority.COMMITMENT_OFFICER not in gone:
            yield Authority.COMMITMENT_OFFICER, profile.commitment_officer_name, profile.commitment_officer_nip
        if profile and profile.kpa_name and Authority.KPA not in gone:
            yield Authority.KPA, profile.kpa_name, profile.kpa_nip


@ahead
def _profiles_of(codes: Collection[str], year: int) -> dict[str, UnitProfile]:
    return unit_profiles(HOUSE, year=year, units=codes)


@ahead
def _profile_gone(codes: Collection[str], year: int, day: date) -> dict[str, frozenset[Authority]]:
    """For which authorities profiles name somebody who serves there no more, or holds the post no more."""
    claims: dict[Claim, tuple[str, Authority]] = {}
    for code, profile in _profiles_of(codes, year).items():
        named = {Authority.COMMITMENT_OFFICER: profile.commitment_officer_nip, Authority.KPA: profile.kpa_nip}
        for authority, nip in named.items():
            claims[claim_of(code, authority, Form.DEFINITIVE, nip, date(year, 1, 1))] = (code, authority)
    gone = claims_lapsed(frozenset(claims), day)
    found: dict[str, set[Authority]] = {code: set() for code in codes}
    for code, authority in (claims[claim] for claim in gone):
        found[code].add(authority)
    return {code: frozenset(authorities) for code, authorities in found.items()}


@ahead
def _appraised(decrees: Collection[UUID]) -> Mapping[UUID, bool]:
    rest_on_one = appraised(decrees)
    return {uid: uid in rest_on_one for uid in decrees}


@ahead
def _schooling_of(people: Collection[UUID], day: date) -> Mapping[UUID, EducationLevel]:
    return highest_education(HOUSE, day, people)


def _address(profile: UnitProfile | None) -> str:
    return " · ".join(profile.letterhead) if profile else ""


def _title(authority: str, unit: WorkUnit) -> str:
    return authority_title(Authority(authority), unit.name) if authority in set(Authority) else authority


def _described(entry: Entry) -> Iterable[Fact]:
    mending = Mending(entry.mending) if entry.mending else None
    if mending:
        yield Fact("note", MENDED[mending])
    if mending in {None, Mending.CORRECTION}:
        effect = book().effect(entry.effect)
        payload = effect.read(entry.effect_version, entry.payload)
        yield from effect.describe(
            Act(entry.uid, entry.effect, payload, entry.effective_on, (0, entry.ordinal), Origin.OWN)
        )
    else:
        yield Fact("ended_on", entry.effective_on.isoformat())


def _told(lines: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """What all lines tell of the decree, different answers side by side."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for told in lines:
        for key, text in told.items():
            found[key][text] = None
    return {key: ", ".join(texts) for key, texts in found.items()}


def _days(lines: Iterable[Line], key: str) -> list[date]:
    found = (line.row.values.get(key) for line in lines)
    return [date.fromisoformat(value) for value in found if isinstance(value, str) and value]
