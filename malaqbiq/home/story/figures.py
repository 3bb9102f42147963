"""What a demo holds, counted from its database: never from what made it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from malaqbiq.accounts.selectors import DemoAccount, demo_accounts
from malaqbiq.appraisal.models import Adjustment, Excuse, Objection
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors import appraisees_seen, cycles_seen, decisions_standing, results_standing
from malaqbiq.decrees.models import Decree, Document, Entry, Register
from malaqbiq.decrees.rules.checks import Check
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.documents import decrees_unsigned
from malaqbiq.decrees.selectors.numbers import numbers_in_use
from malaqbiq.decrees.selectors.verify import verify
from malaqbiq.home.story.plan import CYCLE_CLOSED
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.wages import WageCheck
from malaqbiq.pay.selectors import wage_check
from malaqbiq.regulations.rules.rows import WageFloorRow
from malaqbiq.regulations.selectors import rows_by_key
from malaqbiq.service.effects import Holding, Status
from malaqbiq.service.models import HomeUnit
from malaqbiq.service.rules.chart import VACANT
from malaqbiq.service.selectors import serving
from malaqbiq.service.selectors.chart import states_by_unit


@dataclass(frozen=True, slots=True)
class Appraised:
    """The latest cycles: staff in them, those with a result, what was decided on how many, and what was contested."""

    staff: int
    appraised: int
    extended: int
    coached: int
    ended: int
    excused: int
    moderated: int
    objections: int


@dataclass(frozen=True, slots=True)
class Issued:
    """Own decrees: how many, their entries, their papers as files, how many have no proof of a signature.

    `gapless` says whether every number of every register is accounted for.
    """

    issued: int
    entries: int
    documents: int
    unsigned: int
    gapless: bool
    decided_on: date | None
    effective_on: date | None
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Posts:
    """The structural posts in force, by how they are held. Acting (Plt., Plh.) counts apart from vacant."""

    total: int
    definitive: int
    demisioner: int
    vacant: int
    acting: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A work unit: contract staff and civil servants in service, their lowest pay, and the decree that they hold."""

    code: str
    name: str
    contract_staff: int
    civil_servants: int
    lowest: int | None
    number: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the summary tells, as of a day."""

    as_of: date
    work_units: int
    appraisal: Appraised
    decrees: Issued
    posts: Posts
    pay: WageCheck
    pay_before: WageCheck
    floors: tuple[WageFloorRow, ...]
    checks: tuple[Check, ...]
    units: tuple[UnitLine, ...]
    code: str
    """Of the first paper: what stands in its QR code."""
    accounts: tuple[DemoAccount, ...]

    @property
    def verified(self) -> bool:
        """Whether everything follows from the ledger."""
        return all(check.ok for check in self.checks)


def figures_counted(access: Access, day: date, progress: Progress = SILENT) -> Figures:
    """Count a demo as it stands at the end of a day."""
    pay = wage_check(access, day)
    homes = Counter(HomeUnit.objects.as_of(day).values_list("work_unit__code", flat=True))
    return Figures(
        as_of=day,
        work_units=len(homes),
        appraisal=appraised(access, day),
        decrees=issued(access, day),
        posts=posts_held(access, day),
        pay=pay,
        pay_before=wage_check(access, min(day, CYCLE_CLOSED)),
        floors=floors_of(access, pay),
        checks=tuple(verify(progress)),
        units=unit_lines(access, day, pay),
        code=Document.objects.order_by("pk").values_list("code", flat=True).first() or "",
        accounts=tuple(demo_accounts()),
    )


def appraised(access: Access, day: date) -> Appraised:
    """The cycles that asked last who is in service, by the end of a day."""
    seen = list(cycles_seen(access=access, on=day))
    latest = max((cycle.service_on for cycle in seen), default=None)
    cycles = [cycle for cycle in seen if cycle.service_on == latest]
    decided: Counter[str] = Counter()
    staff = with_result = 0
    for cycle in cycles:
        staff += appraisees_seen(access=access, cycle=cycle, on=day).filter(in_service=True).count()
        with_result += results_standing(access=access, cycle=cycle, on=day).count()
        decided.update(decisions_standing(access=access, cycle=cycle, on=day).values_list("outcome", flat=True))
    inside = {"appraisee__cycle__in": cycles}
    return Appraised(
        staff=staff,
        appraised=with_result,
        extended=decided[Recommendation.EXTEND],
        coached=decided[Recommendation.EXTEND_WITH_COACHING],
        ended=decided[Recommendation.DO_NOT_EXTEND],
        excused=Excuse.objects.filter(**inside, withdrawn_at__isnull=True).count(),
        moderated=Adjustment.objects.filter(**inside, cause=Adjustment.Cause.MODERATION).count(),
        objections=Objection.objects.filter(**inside).count(),
    )


def issued(access: Access, day: date) -> Issued:
    """Every own decree that is issued."""
    own = Decree.objects.filter(origin=Origin.OWN, place__isnull=False)
    latest = own.order_by("place").last()
    return Issued(
        issued=own.count(),
        entries=Entry.objects.filter(decree__in=own).count(),
        documents=Document.objects.filter(decree__in=own, file__isnull=False).count(),
        unsigned=decrees_unsigned(access, as_of=day).count(),
        gapless=all(numbers_in_use(register).gapless for register in Register.objects.all()),
        decided_on=latest.decided_on if latest else None,
        effective_on=latest.effective_on if latest else None,
        offices=tuple(own.order_by("office__code").values_list("office__name", flat=True).distinct()),
    )


def posts_held(access: Access, day: date) -> Posts:
    """Every structural post in force on a day, by how it is held."""
    codes = list(WorkUnit.objects.values_list("code", flat=True))
    found: Counter[str] = Counter()
    for states in states_by_unit(access, day, codes).values():
        found.update(states)
    definitive, demisioner, vacant = (found[state] for state in (Holding.DEFINITIVE, Holding.DEMISIONER, VACANT))
    total = found.total()
    return Posts(total, definitive, demisioner, vacant, acting=total - definitive - demisioner - vacant)


def floors_of(access: Access, pay: WageCheck) -> tuple[WageFloorRow, ...]:
    """The minimum wages against which pay was checked, as the law table states them."""
    rows = rows_by_key(access, sorted({row.floor.key for row in pay.rows}))
    return tuple(row for _key, row in sorted(rows.items()) if isinstance(row, WageFloorRow))


def unit_lines(access: Access, day: date, pay: WageCheck) -> tuple[UnitLine, ...]:
    """Every work unit in which somebody serves on a day, by code."""
    amounts: defaultdict[str, list[int]] = defaultdict(list)
    for row in pay.rows:
        amounts[row.unit_code].append(row.monthly_amount or 0)
    servants = Counter(one.unit_code for one in serving(access, day, statuses=[Status.PNS, Status.PPPK]))
    numbers, names = _numbers_by_unit(), dict(WorkUnit.objects.values_list("code", "name"))
    return tuple(
        UnitLine(
            code=code,
            name=names[code],
            contract_staff=len(amounts[code]),
            civil_servants=servants[code],
            lowest=min(amounts[code], default=None),
            number=numbers.get(code, ""),
        )
        for code in sorted(amounts.keys() | servants.keys())
    )


def _numbers_by_unit() -> Mapping[str, str]:
    """The last own decree that concerns each work unit."""
    own = Entry.objects.filter(decree__origin=Origin.OWN, place__isnull=False)
    return dict(own.order_by("place").values_list("work_unit__code", "decree__number").distinct())
