"""Who may be given which post: the civil servants of work units, checked against the rules of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import DateField, IntegerField, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Cast

from malaqbiq.appointments.rules.candidates import (
    Needed,
    PersonFacts,
    PostTime,
    Rulebook,
    Running,
    Sought,
    Start,
    Verdict,
)
from malaqbiq.appointments.rules.eligibility import (
    Account,
    Finding,
    account,
    competence,
    findings,
    is_eligible,
)
from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.identity import nip_read
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.models import Succession
from malaqbiq.people.models import Competency, CompetencyKind, Education, Person
from malaqbiq.people.rules import EducationLevel, full_name
from malaqbiq.regulations.rules.offices import ROOT, nearest, offices_over
from malaqbiq.regulations.rules.rows import (
    Criterion,
    EligibilityRow,
    PostCompetencyRow,
    RankRow,
    Row,
    ServiceRuleRow,
)
from malaqbiq.regulations.rules.rows.eligibility import POST_LEVELS
from malaqbiq.regulations.rules.rows.staff import Ladder
from malaqbiq.regulations.rules.terms import Terms
from malaqbiq.regulations.selectors.facts import rows_of_tables
from malaqbiq.service.effects import Status
from malaqbiq.service.models import Employment, HomeUnit, Penalty, PostHeld, PostInForce, Predikat

READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)
"""Who reads the accounts of the civil servants of his work units."""
SERVANTS = (Status.PNS, Status.PPPK)
MANY = 100
"""Beyond so many work units nearly everybody has his home in one: gathering them costs more than it leaves out."""


@dataclass(frozen=True, slots=True)
class PostKind:
    """What posts of the same unit of the same structure have in common."""

    regime: str
    unit_code: str
    position: str
    level: str
    eselon: str

    @property
    def key(self) -> str:
        """What an address calls it."""
        return f"{self.regime}:{self.unit_code}"


@dataclass(frozen=True)
class Law:
    """The rules of a day for a work unit, and which competencies each kind of post needs, by its key."""

    book: Rulebook
    competencies: Mapping[str, tuple[Needed, ...]]

    def sought(self, kind: PostKind) -> Sought:
        """Who is sought for a post of a kind."""
        return Sought(kind.level, kind.eselon, self.competencies.get(kind.key, ()))


@dataclass(frozen=True)
class Register:
    """The civil servants of work units on a day, to be asked for one kind of post after the other.

    A person is checked once for each level and eselon; competencies once for each kind of post. No statement is made.
    """

    day: date
    law: Law
    people: Sequence[PersonFacts]

    @cached_property
    def _checked(self) -> dict[tuple[str, str], list[tuple[Finding, ...]]]:
        return {}

    def accounts(self, sought: Sought) -> list[Account]:
        """The account of everybody, in the order of the people."""
        rules = self.law.book.rules_for(sought)
        found = zip(self.people, self.base(sought), strict=True)
        return [Account(one, self._whole(one, base, rules, sought)) for one, base in found]

    def eligible(self, kind: PostKind) -> list[UUID]:
        """Everybody of whom nothing is missing and nothing unknown for a kind of post."""
        sought = self.law.sought(kind)
        asked = any(one.criterion is Criterion.COMPETENCE and one.is_on for one in self.law.book.rules_for(sought))
        return [
            one.uid
            for one, met in zip(self.people, self._met(sought), strict=True)
            if met and (not asked or competence(one.competencies, sought.competencies)[0] is Verdict.MET)
        ]

    def base(self, sought: Sought) -> list[tuple[Finding, ...]]:
        """What all rules but competence find of everybody, in the order of the people."""
        key = (sought.level, sought.eselon)
        if key not in self._checked:
            rules, book, day = self._plain_rules(sought), self.law.book, self.day
            self._checked[key] = [findings(one, sought, rules, book, day) for one in self.people]
        return self._checked[key]

    def _met(self, sought: Sought) -> list[bool]:
        """Of whom no rule but competence finds anything missing or unknown."""
        key = (sought.level, sought.eselon)
        if key not in self._kept_met:
            rules, book = self._plain_rules(sought), self.law.book
            self._kept_met[key] = [is_eligible(one, sought, rules, book, self.day) for one in self.people]
        return self._kept_met[key]

    def _plain_rules(self, sought: Sought) -> list[EligibilityRow]:
        return [one for one in self.law.book.rules_for(sought) if one.criterion is not Criterion.COMPETENCE]

    @cached_property
    def _kept_met(self) -> dict[tuple[str, str], list[bool]]:
        return {}

    def _whole(
        self, person: PersonFacts, base: tuple[Finding, ...], rules: Sequence[EligibilityRow], sought: Sought
    ) -> tuple[Finding, ...]:
        last = [one for one in rules if one.criterion is Criterion.COMPETENCE]
        return base + findings(person, sought, last, self.law.book, self.day) if last else base


def register_on(
    access: Access,
    day: date,
    law: Law,
    *,
    units: Collection[str] | None = None,
    people: Collection[UUID] | None = None,
    competent: bool = True,
) -> Register:
    """All civil servants (PNS and PPPK) of the units that the asker covers, on a day, to be checked by a law's rules.

    Without `units` all that he covers; with `people` only those of them. Without `competent` their competencies are
    left out, which a level alone doesn't ask for. Four statements, whatever the number of people.
    """
    covered = access.units(*READERS)
    codes = covered if units is None else frozenset(units) if covered is None else covered & frozenset(units)
    return Register(day, law, _people(codes, day, people, years=law.book.rated_years, competent=competent))


def account_of(access: Access, day: date, uid: UUID, sought: Sought, law: Law) -> Account:
    """One civil servant's account; Person.DoesNotExist for who has his home in no unit that the asker covers."""
    found = _people(access.units(*READERS), day, [uid], years=law.book.rated_years)
    if not found:
        raise Person.DoesNotExist
    return account(found[0], sought, law.book, day)


def law_on(access: Access, day: date, office: str = ROOT, *, named: bool = True) -> Law:
    """The rules of a day for a work unit. Two statements; one where competencies need no names but their codes."""
    found = rows_of_tables(access, EligibilityRow, PostCompetencyRow, RankRow, ServiceRuleRow, day=day)
    counts = {model: _nearest(rows, office) for model, rows in found.items()}
    rules = [row for row in counts[EligibilityRow] if isinstance(row, EligibilityRow)]
    ladder = [row for row in counts[RankRow] if isinstance(row, RankRow) and row.ladder is Ladder.PNS]
    terms = Terms.of(row for row in found[ServiceRuleRow] if isinstance(row, ServiceRuleRow))
    ages = {
        level: age
        for level in POST_LEVELS
        if (age := terms.number(f"retirement-age-{level.lower().replace(' ', '-')}", day, office))
    }
    book = Rulebook(
        tuple(sorted(rules, key=_place)),
        {row.grade: row.ordinal for row in ladder},
        ages,
        terms.number("retirement-months-after", day, office),
    )
    return Law(book, _needed(counts[PostCompetencyRow], named=named))


def post_kinds(access: Access, day: date, units: Collection[str]) -> list[PostKind]:
    """The kinds of posts in force on a day in units that the asker covers, as structures order them. One statement."""
    covered = access.units(*READERS)
    wanted = [code for code in units if covered is None or code in covered]
    posts = PostInForce.objects.as_of(day).filter(post__work_unit__code__in=wanted)
    names = ("unit_code", "position_name", "level", "eselon")
    rows = posts.order_by().values_list("regime", *(f"post__{name}" for name in names)).distinct()
    return sorted((PostKind(*row) for row in rows), key=lambda one: (one.regime, one.unit_code, one.position))


ORDER = {criterion: place for place, criterion in enumerate(Criterion)}


def _place(row: EligibilityRow) -> tuple[int, int, str]:
    return POST_LEVELS.index(row.level), ORDER[row.criterion], row.eselon


def _nearest(rows: Sequence[Row], office: str) -> list[Row]:
    return list(nearest(rows, offices_over(office)).values())


def _needed(rows: Sequence[Row], *, named: bool) -> dict[str, tuple[Needed, ...]]:
    names = dict(CompetencyKind.objects.order_by().values_list("code", "name")) if named else {}
    found: defaultdict[str, tuple[Needed, ...]] = defaultdict(tuple)
    for row in rows:
        if isinstance(row, PostCompetencyRow) and row.is_on:
            needed = Needed(row.competency, names.get(row.competency, row.competency), row.level)
            found[f"{row.regime}:{row.unit_code}"] += (needed,)
    return dict(found)


FACTS = (
    *("uid", "title_front", "name", "title_back", "nip", "birth_date", "home__work_unit__code"),
    *("job__status", "job__valid_from", "job__since_unknown", "ranked__grade", "schooled"),
)


def _people(
    codes: frozenset[str] | None, day: date, uids: Collection[UUID] | None, *, years: int, competent: bool = True
) -> list[PersonFacts]:
    """What is known of the civil servants of units on a day, by unit and name, with how they were rated in so many
    years before: four statements.
    """
    servants = _servants(codes, day, uids)
    finished = Education.objects.filter(Q(year__isnull=True) | Q(year__lte=day.year), person=OuterRef("uid"))
    schooled = Subquery(finished.order_by("-level").values("level")[:1])
    people = Person.objects.annotate(
        job=standing_on("employment_rows", day),
        home=standing_on("homeunit_rows", day),
        ranked=standing_on("rank_rows", day),
        schooled=schooled,
    )
    wanted = people.filter(uid__in=servants, job__status__in=SERVANTS, home__isnull=False)
    rows = list(wanted.order_by("home__work_unit__code", "name", "uid").values_list(*FACTS))
    posts = _posts(servants, day)
    predikat, penalties = _conduct(servants, day, years)
    competencies = _competencies(servants, day) if competent else {}
    return [
        _facts(
            row,
            posts.get(row[0], ()),
            predikat.get(row[0], {}),
            penalties.get(row[0], ()),
            competencies.get(row[0], {}),
        )
        for row in rows
    ]


def _servants(codes: frozenset[str] | None, day: date, uids: Collection[UUID] | None) -> QuerySet[Any, Any]:
    """Who is asked about, as uids for the other statements."""
    if uids is None and (codes is None or len(codes) > MANY):
        # Nearly everybody: who isn't of the units is left out by the first statement.
        jobs = Employment.objects.as_of(day).filter(status__in=SERVANTS)
        if codes is None:
            return jobs.values("person")
        return jobs.filter(
            person__in=HomeUnit.objects.as_of(day).filter(work_unit__code__in=codes).values("person")
        ).values("person")
    homes = HomeUnit.objects.as_of(day)
    if codes is not None:
        homes = homes.filter(work_unit__code__in=codes)
    if uids is not None:
        homes = homes.filter(person__uid__in=uids)
    return homes.values("person")


def _posts(servants: QuerySet[Any, Any], day: date) -> dict[UUID, tuple[PostTime, ...]]:
    went_on = Succession.objects.filter(new=OuterRef("post")).values("old")[:1]
    # SQLite would give a foreign key's uid as a text.
    old = Subquery(went_on, output_field=UUIDField())
    rows = PostHeld.objects.known().filter(person__in=servants, valid_from__lte=day).annotate(old=old)
    columns = ("person__uid", "post__uid", "post__level", "valid_from", "since_unknown", "valid_until", "old", "state")
    found: defaultdict[UUID, tuple[PostTime, ...]] = defaultdict(tuple)
    for person, post, level, start, unknown, end, before, state in rows.order_by("person_id", "valid_from").values_list(
        *columns
    ):
        goes_on = bool(found[person]) and found[person][-1].post == before
        found[person] += (PostTime(post, level, Start(start, not unknown), end, goes_on, state),)
    return dict(found)


def _conduct(
    servants: QuerySet[Any, Any], day: date, years: int
) -> tuple[dict[UUID, dict[int, str]], dict[UUID, tuple[Running, ...]]]:
    """The predikat of so many years before a day's, and the penalties that run on it."""
    no_year, no_day = Cast(Value(None), IntegerField()), Cast(Value(None), DateField())
    rated = Predikat.objects.filter(person__in=servants, year__lt=day.year, year__gte=day.year - years).order_by()
    running = Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    punished = Penalty.objects.filter(running, person__in=servants, valid_from__lte=day).order_by()
    rows = rated.annotate(until=no_day).values_list("person__uid", "predikat", "year", "until")
    also = punished.annotate(year=no_year).values_list("person__uid", "grade", "year", "valid_until")
    predikat: defaultdict[UUID, dict[int, str]] = defaultdict(dict)
    penalties: defaultdict[UUID, tuple[Running, ...]] = defaultdict(tuple)
    together: Iterable[tuple[UUID, str, int | None, date | None]] = rows.union(also, all=True)
    for person, text, year, until in together:
        if year is not None:
            predikat[person][year] = text
        else:
            penalties[person] += (Running(text, until - DAY if until else None),)
    return dict(predikat), dict(penalties)


def _competencies(servants: QuerySet[Any, Any], day: date) -> dict[UUID, dict[str, int]]:
    rows = Competency.objects.filter(person__in=servants, assessed_on__lte=day).order_by("assessed_on", "pk")
    found: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for person, code, level in rows.values_list("person__uid", "kind__code", "level"):
        found[person][code] = level
    return dict(found)


def _facts(
    row: tuple[Any, ...],
    posts: tuple[PostTime, ...],
    predikat: Mapping[int, str],
    penalties: tuple[Running, ...],
    competencies: Mapping[str, int],
) -> PersonFacts:
    uid, front, name, back, nip, birth, unit, status, since, unknown, grade, schooled = row
    served, born = Start(since, not unknown), birth
    number = nip_read(nip)[0] if nip else None
    if number is not None:
        born = born or number.birth_date
        # A list may tell the day on which somebody came here: the number has that of the first appointment.
        if number.month and (unknown or date(number.year, number.month, 1) < since):
            served = Start(date(number.year, number.month, 1))
    return PersonFacts(
        uid=uid,
        name=full_name(front, name, back),
        unit=unit,
        status=status,
        grade=grade or "",
        education=EducationLevel(schooled) if schooled else None,
        served=served,
        posts=posts,
        predikat=predikat,
        penalties=penalties,
        birth=born,
        competencies=competencies,
    )
