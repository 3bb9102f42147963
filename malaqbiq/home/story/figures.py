"""What a demo holds, counted from its database: never from what made it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from malaqbiq.appraisal.models import Adjustment, Excuse, Objection
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors import appraisees_seen, cycles_seen, decisions_standing, results_standing
from malaqbiq.decrees.models import Decree, Document, Entry, Register, SignatureEvidence
from malaqbiq.decrees.rules.checks import Check
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.numbers import numbers_in_use
from malaqbiq.decrees.selectors.verify import verify
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.wages import WageCheck
from malaqbiq.pay.selectors import wage_check
from malaqbiq.service.effects import Status
from malaqbiq.service.models import HomeUnit
from malaqbiq.service.selectors import serving


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
    """Own decrees: how many, their entries, their papers as files, and whether every number is accounted for."""

    issued: int
    entries: int
    documents: int
    unsigned: int
    gapless: bool
    decided_on: date | None
    numbers: tuple[str, ...]


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
    pay: WageCheck
    pay_before: WageCheck
    checks: tuple[Check, ...]
    units: tuple[UnitLine, ...]

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
        decrees=issued(),
        pay=pay,
        pay_before=wage_check(access, date(day.year, 1, 1) - DAY),
        checks=tuple(verify(progress)),
        units=unit_lines(access, day, pay),
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


def issued() -> Issued:
    """Every own decree that is issued."""
    own = Decree.objects.filter(origin=Origin.OWN, place__isnull=False)
    documents = Document.objects.filter(decree__in=own, file__isnull=False)
    evidence = SignatureEvidence.objects.filter(withdrawn_at__isnull=True)
    return Issued(
        issued=own.count(),
        entries=Entry.objects.filter(decree__in=own).count(),
        documents=documents.count(),
        unsigned=documents.exclude(evidence__in=evidence).count(),
        gapless=all(numbers_in_use(register).gapless for register in Register.objects.all()),
        decided_on=own.order_by("-decided_on").values_list("decided_on", flat=True).first(),
        numbers=tuple(own.order_by("place").values_list("number", flat=True)),
    )


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
