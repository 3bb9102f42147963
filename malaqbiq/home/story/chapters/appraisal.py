"""The last days of December 2021: every contract worker is appraised, by people, in a cycle of each province.

27th: the cycle is opened, appraisers are named and score. 28th: excuses, moderation, and everybody is told. 29th: one
objects. 30th: that is decided. 31st, the last day for objections: the cycle is closed and the Sekretaris decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from uuid import UUID

from django.db import transaction

from malaqbiq.appraisal.models import Objection
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.rules.scoring import months_to_score
from malaqbiq.appraisal.services import (
    Naming,
    ScoreChange,
    ScoreEntry,
    appraisers_assign,
    attendance_take,
    cycle_close,
    cycle_open,
    decision_make,
    decisions_take,
    excuse_give,
    objection_decide,
    objection_raise,
    results_tell,
    score_moderate,
    scores_enter,
)
from malaqbiq.home.story.plan import APPRAISED, BEGINNING, CYCLE_OPENED, DECEMBER
from malaqbiq.home.story.population import Conduct, Doing
from malaqbiq.home.story.stage import OFFICER, SECRETARY, Member, Province, Stage
from malaqbiq.kernel.entropy import lots
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import gettext_noop

RESULT, BEHAVIOUR = "result", "behaviour"
"""Components of the instrument that people score; attendance comes from the records."""

SUPERIORS = {
    "provinsi": {"tenaga-administrasi": ("P08.11", "P08.12", "P08.21", "P08.32"), "": ("P08.22",)},
    "kabkota": {"tenaga-administrasi": ("K08.1", "K08.2", "K08.4"), "": ("K08.2",)},
}
"""Whose holders are direct superiors: of office workers by turns, of the others the head of general affairs."""

MODERATOR = "P08.1"
TOO_LITTLE = 20
SEKRETARIS = "P08"
EXCUSE = "Sakit berkepanjangan dengan surat keterangan dokter; dinilai kembali setelah aktif bekerja."
EXTENDED_WITHOUT_RESULT = "Berhalangan karena sakit; diperpanjang dan dievaluasi setelah aktif bekerja."
MODERATION = "Penilai memberi nilai jauh di bawah rekan dengan pekerjaan yang sama; diselaraskan dalam rapat penilaian."
OBJECTION = "Nilai sikap belum memperhitungkan tugas tambahan pada bulan Agustus."
REJECTED = "Tugas tambahan telah diperhitungkan pada hasil kerja bulan Agustus; nilai sikap tetap."


def cycles_open(stage: Stage) -> None:
    """Open a cycle in every province that has contract staff, and name the direct superiors as appraisers."""
    for province in _appraising(stage, gettext_noop("appraisal cycles")):
        cycle = cycle_open(
            access=OFFICER,
            office=province.office,
            title="Evaluasi PPNPN tahun 2021",
            period=APPRAISED,
            service_on=CYCLE_OPENED,
        )
        province.cycle = cycle.uid
        appraisers_assign(access=OFFICER, cycle=cycle.uid, namings=_namings(province))


def staff_are_scored(stage: Stage) -> None:
    """Superiors score each month's result and the year's behaviour; attendance comes from the offices' records."""
    lot = lots(f"scores:{stage.seed}")
    for province in _appraising(stage, gettext_noop("scores")):
        staff = [member for member in province.contract_staff if _conduct(member).doing is not Doing.EXCUSED]
        entries = [entry for member in staff for entry in _scores(lot, province, member, APPRAISED)]
        scores_enter(access=OFFICER, cycle=_cycle(province), entries=entries)
        attendance_take(access=OFFICER, cycle=_cycle(province))


def results_are_told(stage: Stage) -> None:
    """Excuse in writing who could not work, moderate one score, and tell everybody the result."""
    for province in _appraising(stage, gettext_noop("results are told")):
        moderator = province.holder(province.code, MODERATOR).uid
        for member in province.contract_staff:
            if _conduct(member).doing is Doing.EXCUSED:
                excuse_give(access=OFFICER, cycle=_cycle(province), person=member.uid, reason=EXCUSE, giver=moderator)
        _moderate(province, moderator)
        results_tell(access=OFFICER, cycle=_cycle(province))


def one_objects(stage: Stage) -> None:
    """In each province the first of those who are to be coached objects to the score of behaviour."""
    for province in _appraising(stage, gettext_noop("objections")):
        objector = _first(province, Doing.COACHED)
        objection_raise(access=OFFICER, cycle=_cycle(province), person=objector.uid, reason=OBJECTION)


def objections_are_decided(stage: Stage) -> None:
    """The Sekretaris rejects the objection, with the reason."""
    for province in _appraising(stage, gettext_noop("objections")):
        for uid in Objection.objects.filter(appraisee__cycle__uid=_cycle(province)).values_list("uid", flat=True):
            decider = province.holder(province.code, SEKRETARIS).uid
            objection_decide(access=SECRETARY, objection=uid, changes=[], reason=REJECTED, decider=decider)


def cycles_close(stage: Stage) -> None:
    """Close every cycle: the results are frozen."""
    for province in _appraising(stage, gettext_noop("closing the cycles")):
        cycle_close(access=OFFICER, cycle=_cycle(province))


def secretary_decides(stage: Stage) -> None:
    """Each provincial Sekretaris decides as the results recommend, and extends the excused with a reason."""
    for province in _appraising(stage, gettext_noop("decisions")):
        decider = province.holder(province.code, SEKRETARIS).uid
        taken = decisions_take(access=SECRETARY, cycle=_cycle(province), decider=decider)
        for obstacle in taken.left:
            decision_make(
                access=SECRETARY,
                cycle=_cycle(province),
                person=obstacle.person,
                outcome=Recommendation.EXTEND,
                reason=EXTENDED_WITHOUT_RESULT,
                decider=decider,
            )


def december_is_being_scored(stage: Stage) -> None:
    """The month that was left out is appraised on its own where one looks around; one superior still has to score.

    It asks for those in service on the story's first day, and so the year's cycle stays the newest in every picture.
    """
    province = stage.shown
    slow = province.holder(province.code, SUPERIORS["provinsi"][""][0])
    lot = lots(f"december:{stage.seed}")
    with transaction.atomic():
        cycle = cycle_open(
            access=OFFICER,
            office=province.office,
            title="Evaluasi PPNPN Desember 2021",
            period=DECEMBER,
            service_on=BEGINNING,
        )
        appraisers_assign(access=OFFICER, cycle=cycle.uid, namings=_namings(province))
        staff = [member for member in province.contract_staff if _superior(province, member) is not slow]
        entries = [entry for member in staff for entry in _scores(lot, province, member, DECEMBER)]
        scores_enter(access=OFFICER, cycle=cycle.uid, entries=entries)
        attendance_take(access=OFFICER, cycle=cycle.uid)


def _namings(province: Province) -> list[Naming]:
    return [
        Naming(member.uid, component, _superior(province, member).uid)
        for member in province.contract_staff
        for component in (RESULT, BEHAVIOUR)
    ]


def _appraising(stage: Stage, title: str) -> Iterator[Province]:
    """The provinces with contract staff, one transaction each."""
    provinces = [province for province in stage.provinces if province.contract_staff]
    stage.progress.stage(title, len(provinces))
    for province in provinces:
        with transaction.atomic():
            yield province
        stage.progress.advance()


def _superior(province: Province, member: Member) -> Member:
    contract = member.who.contract
    family = contract.family if contract else ""
    seats = SUPERIORS["kabkota" if "." in member.who.unit else "provinsi"]
    turn = seats.get(family, seats[""])
    return province.holder(member.who.unit, turn[int(member.who.person.nik[-6:]) % len(turn)])


def _scores(lot: Random, province: Province, member: Member, months: Period) -> Iterator[ScoreEntry]:
    conduct, superior = _conduct(member), _superior(province, member).uid
    start = member.who.contract.term.start if member.who.contract else None
    for month in months_to_score(months, start):
        value = min(100, conduct.result + lot.randint(-3, 3))
        yield ScoreEntry(member.uid, RESULT, value, month, appraiser=superior)
    yield ScoreEntry(member.uid, BEHAVIOUR, _behaviour_at_first(province, member), appraiser=superior)


def _behaviour_at_first(province: Province, member: Member) -> int:
    """What the superior gave: far too little to one in each province, which is moderated later."""
    given = _conduct(member).behaviour
    return given - TOO_LITTLE if member is _first(province, Doing.WELL) else given


def _moderate(province: Province, moderator: UUID) -> None:
    """One was scored much harder than those beside: the head of programmes levels it, with the reason."""
    member = _first(province, Doing.WELL)
    score_moderate(
        access=OFFICER,
        cycle=_cycle(province),
        person=member.uid,
        change=ScoreChange(BEHAVIOUR, _behaviour_at_first(province, member), _conduct(member).behaviour),
        reason=MODERATION,
        moderator=moderator,
    )


def _first(province: Province, doing: Doing) -> Member:
    return next(member for member in province.contract_staff if _conduct(member).doing is doing)


def _conduct(member: Member) -> Conduct:
    if member.who.conduct is None:
        raise LookupError("only contract staff are appraised")
    return member.who.conduct


def _cycle(province: Province) -> UUID:
    if province.cycle is None:
        raise LookupError("the cycle isn't open")
    return province.cycle
