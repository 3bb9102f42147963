"""January 2022: a new structure takes effect in one province, and its posts are filled: Kabag first, then Kasubag.

True: three Kabag were inaugurated over video on 5 January, and on the 11th the Kasubag were demisioner, to be settled
within about two weeks. Made up: who went where, what is recorded of whom, for whom a rule was waived, all scores, the
numbers of decrees, and all days but those two, that of the second inauguration too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

from malaqbiq.appointments.models import Nominee, Participant, Phase, Round, Seat
from malaqbiq.appointments.rules.chances import Chance
from malaqbiq.appointments.selectors.candidates import chances, kinds_of, law_of, marks_of, office_register
from malaqbiq.appointments.services import (
    ChangeDraft,
    DecisionDraft,
    Event,
    ScoreGiven,
    appointments_waiting,
    assignment_reckon,
    assignment_use,
    candidates_name,
    change_draft,
    change_record,
    decision_record,
    inauguration_close,
    inauguration_plan,
    member_name,
    phase_open,
    proposal_make,
    round_begin,
    scores_give,
    waivers_decide,
    waivers_propose,
)
from malaqbiq.home.story.plan import (
    KABAG_SWORN_IN,
    KASUBAG_DECIDED,
    KASUBAG_PROPOSED,
    KASUBAG_SWORN_IN,
    NEW_STRUCTURE,
    NEW_STRUCTURE_SINCE,
    NEW_TYPOLOGY,
    ZONE,
)
from malaqbiq.home.story.stage import OFFICER, PANEL, SECRETARY, Province, Stage
from malaqbiq.kernel import clock
from malaqbiq.kernel.entropy import lots
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import Succession
from malaqbiq.regulations.rules.rows import Criterion
from malaqbiq.service.effects import Holding
from malaqbiq.service.models import Holder

REGULATION = ("KPU RI", "14 TAHUN 2020", date(2020, 10, 15))
"""The regulation; its day is that of the demo, not looked up."""

ADMINISTRATOR, PENGAWAS = "Administrator", "Pengawas"
TITLE = "Pengisian jabatan menurut PKPU 14/2020"
SEKJEN = "Sekretaris Jenderal KPU"
NEAR = 0.02
RISING = 8
"""How many candidates hold no post yet, and one more for each demisioner who can't be one."""
WAIVED_BECAUSE = (
    "Belum dua tahun dalam jabatan lama, tetapi jabatan itu dihapus oleh struktur baru: pengangkatan ini bukan mutasi "
    "atas permintaan yang bersangkutan (dibuat-buat untuk peragaan)."
)
WITNESSES = ("Kepala Biro SDM (peraga)", "Kepala Biro Umum (peraga)")


def structure_takes_effect(stage: Stage) -> None:
    """PKPU 14/2020 is received: old posts are closed, secretaries go on, everybody else is demisioner."""
    stage.progress.stage(gettext_noop("a new structure"))
    province = stage.shown
    authority, number, decided_on = REGULATION
    draft = ChangeDraft(
        office=province.code,
        regime=NEW_STRUCTURE,
        since=NEW_STRUCTURE_SINCE,
        units=tuple(sorted(province.units)),
        authority=authority,
        number=number,
        decided_on=decided_on,
        typology=NEW_TYPOLOGY,
    )
    change = change_draft(access=OFFICER, draft=draft)
    change_record(access=OFFICER, change=change.uid, version=change.version)
    made = round_begin(access=OFFICER, office=province.code, title=TITLE)
    phase_open(access=OFFICER, phase=_phase(made, ADMINISTRATOR).uid)


def kabag_are_sworn_in(stage: Stage) -> None:
    """5 January: the Kabag, in one national ceremony over video. Each keeps what most resembles the old post."""
    phase = _phase(_round(stage), ADMINISTRATOR)
    _decided(phase, "1/SDM.05.5-Kpt/05/SJ/I/2022", KABAG_SWORN_IN, _keepers(phase, KABAG_SWORN_IN))
    _sworn_in(phase, Event(KABAG_SWORN_IN, "Jakarta, melalui video", SEKJEN, WITNESSES, online=True))


def kasubag_are_scored(stage: Stage) -> None:
    """12 January: the Kasubag's phase opens; a panel of the province scores the demisioner and some others.

    Who took his old post less than two years ago needs a waiver; who lacks what isn't waived is no candidate.
    """
    stage.progress.stage(gettext_noop("the selection of Kasubag"))
    phase = phase_open(access=OFFICER, phase=_phase(_round(stage), PENGAWAS).uid)
    province, lot = stage.shown, lots(f"selection:{stage.seed}")
    for number, person in enumerate(_panel(province)):
        seating = ("chair", "secretary")[number] if number < len(("chair", "secretary")) else "member"
        member_name(access=OFFICER, phase=phase.uid, person=person, seating=seating)
    keepers = list(dict.fromkeys(_keepers(phase, KASUBAG_SWORN_IN).values()))
    _waived(phase, keepers)
    may = {who for who, chance in _chances(phase).items() if chance.may_be_named}
    staying = [who for who in keepers if who in may]
    rising = [who for who in _rising(province) if who in may]
    people = [*staying, *rising[: RISING + len(keepers) - len(staying)]]
    named = candidates_name(access=OFFICER, phase=phase.uid, people=people)
    for person in _panel(province):
        _scored(phase, person, named, lot)


def kasubag_are_proposed(stage: Stage) -> None:
    """20 January: up to three names a post, the first as the best assignment over all posts has it, so that competence
    is level among the work units. It is reckoned to within a fiftieth, so that the story is soon told.
    """
    phase = _phase(_round(stage), PENGAWAS)
    assignment_reckon(access=OFFICER, phase=phase.uid, near=NEAR)
    assignment_use(access=OFFICER, phase=phase.uid)
    proposal_make(access=SECRETARY, phase=phase.uid, number="5/SDM.05.5/76/2022", dated_on=KASUBAG_PROPOSED)


def kasubag_are_decided(stage: Stage) -> None:
    """24 January: the Sekretaris Jenderal's decree is received; it follows the proposal."""
    phase = _phase(_round(stage), PENGAWAS)
    first = Nominee.objects.filter(seat__phase=phase, rank=1)
    appointed = dict(first.values_list("seat__post__uid", "candidate__person__uid"))
    _decided(phase, "12/SDM.05.5-Kpt/05/SJ/I/2022", KASUBAG_DECIDED, appointed)


def kasubag_are_sworn_in(stage: Stage) -> None:
    """25 January: all Kasubag in Mamuju, the province's capital. Nobody is demisioner from then on."""
    phase = _phase(_round(stage), PENGAWAS)
    _sworn_in(phase, Event(KASUBAG_SWORN_IN, "Mamuju", "Sekretaris KPU Provinsi", WITNESSES))


def _round(stage: Stage) -> Round:
    return Round.objects.get(office__code=stage.shown.code)


def _phase(found: Round, level: str) -> Phase:
    return found.phases.get(level=level)


def _seats(phase: Phase) -> list[Seat]:
    rows = phase.seats.select_related("post__work_unit")
    return sorted(rows, key=lambda seat: (seat.post.work_unit.code, seat.post.unit_code))


def _keepers(phase: Phase, day: date) -> dict[UUID, UUID]:
    """For every post of a phase that a demisioner's goes on in one of them; for the rest who is left over."""
    posts = [seat.post_id for seat in _seats(phase)]
    held = dict(Holder.objects.as_of(day).filter(state=Holding.DEMISIONER).values_list("post__uid", "person__uid"))
    before: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for old, new in Succession.objects.filter(new__uid__in=posts).order_by("pk").values_list("old__uid", "new__uid"):
        if old in held:
            before[new].append(held[old])
    found: dict[UUID, UUID] = {}
    for post in posts:
        free = [who for who in before[post] if who not in found.values()]
        if free:
            found[post] = free[0]
    everybody = dict.fromkeys(who for post in posts for who in before[post])
    spare = [who for who in everybody if who not in found.values()]
    return found | dict(zip([post for post in posts if post not in found], spare, strict=True))


def _waived(phase: Phase, people: Sequence[UUID]) -> None:
    """The time in the old post is waived for those who lack it: they didn't ask for the new one."""
    found = _chances(phase)
    short = [who for who in people if who in found and found[who].lack.missing == (Criterion.TIME_IN_POST,)]
    if short:
        wanted = [Criterion.TIME_IN_POST]
        made = waivers_propose(access=OFFICER, phase=phase.uid, people=short, criteria=wanted, reason=WAIVED_BECAUSE)
        waivers_decide(access=SECRETARY, phase=phase.uid, waivers=[one.uid for one in made], is_granted=True)


def _chances(phase: Phase) -> dict[UUID, Chance]:
    """What everybody of the province lacks for the posts of a phase today."""
    today = clock.today(ZONE)
    register = office_register(OFFICER, today, phase, law_of(OFFICER, today, phase))
    kinds = kinds_of(phase.seats.select_related("post"))
    return {one.person.uid: one for one in chances(register, kinds, marks_of(phase).waived)}


def _panel(province: Province) -> list[UUID]:
    """The Sekretaris and his three Kabag."""
    return [province.holder(province.code, seat).uid for seat in ("P08", "P08.1", "P08.2", "P08.3")]


def _rising(province: Province) -> list[UUID]:
    """Some without a post yet whose rank is high enough."""
    careers = [(one.uid, one.who.career) for one in province.members if one.who.career]
    return [uid for uid, career in careers if not career.post and career.grade == "III/b"]


def _scored(phase: Phase, person: UUID, candidates: Sequence[Participant], lot: Random) -> None:
    criteria = list(phase.criteria.values_list("key", flat=True))
    barred = set(phase.participants.get(person__uid=person).conflicts.values_list("candidate", flat=True))
    given = [
        ScoreGiven(one.uid, key, lot.randint(62, 94)) for one in candidates if one.pk not in barred for key in criteria
    ]
    scores_give(access=replace(PANEL, person=person), phase=phase.uid, given=given)


def _decided(phase: Phase, number: str, day: date, appointed: Mapping[UUID, UUID]) -> None:
    draft = DecisionDraft(SEKJEN, number, day, appointed)
    decision_record(access=OFFICER, phase=phase.uid, draft=draft)


def _sworn_in(phase: Phase, event: Event) -> None:
    planned = inauguration_plan(access=OFFICER, phase=phase.uid, event=event)
    present = [row.uid for row in appointments_waiting(phase)]
    inauguration_close(access=OFFICER, inauguration=planned.uid, present=present)
