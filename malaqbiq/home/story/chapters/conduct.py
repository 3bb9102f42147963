"""11 January 2022: what the last two years of the civil servants were rated, and a penalty. Made up."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from uuid import UUID

from malaqbiq.home.story.plan import END
from malaqbiq.home.story.stage import TELLER, Province, Stage
from malaqbiq.kernel.entropy import lots
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.service.services import PenaltyDraft, PredikatDraft, penalty_record, predikats_record

SOURCE = "Penilaian kinerja PNS, dibuat-buat (demo)"
RATED = (("Sangat Baik", 8), ("Baik", 82), ("Butuh Perbaikan", 3), ("", 7))
"""Of a hundred years: what each was rated; of some nobody has told yet."""
PENALISED = 90
"""Every so many civil servants of a province, one serves a penalty of the medium grade."""


def years_are_rated(stage: Stage) -> None:
    """The predikat of 2020 and 2021 as the offices recorded them, with some still missing."""
    lot = lots(f"conduct:{stage.seed}")
    stage.progress.stage(gettext_noop("predikat of civil servants"), len(stage.provinces))
    for province in stage.provinces:
        predikats_record(access=TELLER, day=END, drafts=list(_rated(lot, province)))
        for member in _servants(province)[PENALISED - 1 :: PENALISED]:
            penalty = PenaltyDraft(person=member, grade="medium", start=END - 90 * DAY, source=SOURCE)
            penalty_record(access=TELLER, day=END, draft=penalty)
        stage.progress.advance()


def _rated(lot: Random, province: Province) -> Iterator[PredikatDraft]:
    for member in _servants(province):
        for year in (END.year - 2, END.year - 1):
            predikat = lot.choices([name for name, _ in RATED], [share for _, share in RATED])[0]
            if predikat:
                yield PredikatDraft(person=member, year=year, predikat=predikat, source=SOURCE)


def _servants(province: Province) -> list[UUID]:
    return [member.uid for member in province.members if member.who.career]
