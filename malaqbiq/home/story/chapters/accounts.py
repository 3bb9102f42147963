"""20 December 2021: who looks at the demo signs in as one of these. They are the story's people where it has such."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from malaqbiq.accounts.services import DemoDraft, demo_accounts_make
from malaqbiq.home.story.chapters.appraisal import SEKRETARIS, SUPERIORS
from malaqbiq.home.story.plan import CONTRACT_YEAR, ROOT, Scale
from malaqbiq.home.story.population import Doing
from malaqbiq.home.story.stage import TELLER, Member, Province, Stage
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.words import gettext_noop

OFFICER_SEATS = {"provinsi": "P08.12", "kabkota": "K08.1"}
"""Whose holders keep personnel here: the head of organisasi and SDM; which head it is in a kabupaten is made up."""

SECOND_OFFICER_SEAT = "K08.2"
"""Whose holder keeps personnel in a kabupaten beside him: so that there is somebody to hand over to. Made up."""

SECRETARY_SEATS = {"provinsi": SEKRETARIS, "kabkota": "K08"}
APPRAISER_SEAT = SUPERIORS["provinsi"][""][0]
COMMISSIONER = "Anggota KPU (peraga)"
AUDITOR = "Pemeriksa (peraga)"
ADMINISTRATOR = "Administrator (peraga)"
"""The story has no commissioner, auditor or administrator: these are nobody of it."""


def accounts_open(stage: Stage) -> None:
    """Accounts of one province and of its first kabupaten; where all of Indonesia is told, of KPU RI too."""
    province = stage.shown
    stage.progress.stage(gettext_noop("accounts to look around with"))
    drafts = [*_of_province(province), *_of_kabupaten(province)]
    if stage.scale is Scale.NATIONAL:
        drafts += _of_root(next(one for one in stage.provinces if one.code == ROOT))
    demo_accounts_make(access=TELLER, drafts=drafts, valid_from=CONTRACT_YEAR.start)


def _of_province(province: Province) -> Iterator[DemoDraft]:
    code, worker = province.code, _objector(province)
    yield _draft("sdm", Role.SDM_OFFICER, province.office, province.holder(code, OFFICER_SEATS["provinsi"]))
    yield _draft("sekretaris", Role.SECRETARY, province.office, province.holder(code, SECRETARY_SEATS["provinsi"]))
    yield _draft("penilai", Role.APPRAISER, province.office, province.holder(code, APPRAISER_SEAT))
    yield DemoDraft("komisioner", COMMISSIONER, Role.COMMISSIONER, province.office)
    yield _draft("staf", Role.STAFF, province.units[worker.who.unit], worker)
    yield DemoDraft("auditor", AUDITOR, Role.AUDITOR, province.office)
    yield DemoDraft("admin", ADMINISTRATOR, Role.ADMINISTRATOR, province.office)


def _of_kabupaten(province: Province) -> Iterator[DemoDraft]:
    place = next(place for place in province.places if place.level == "kabkota")
    unit, number = province.units[place.code], place.code.replace(".", "")
    officer, secretary = (province.holder(place.code, seats["kabkota"]) for seats in (OFFICER_SEATS, SECRETARY_SEATS))
    yield _draft(f"sdm.{number}", Role.SDM_OFFICER, unit, officer)
    second = province.holder(place.code, SECOND_OFFICER_SEAT)
    yield _draft(f"sdm2.{number}", Role.SDM_OFFICER, unit, second)
    yield _draft(f"sekretaris.{number}", Role.SECRETARY, unit, secretary)


def _of_root(root: Province) -> Iterator[DemoDraft]:
    yield DemoDraft("sdm.pusat", "Biro SDM (peraga)", Role.SDM_OFFICER, root.office)
    yield DemoDraft("auditor.pusat", AUDITOR, Role.AUDITOR, root.office)


def _objector(province: Province) -> Member:
    """The contract worker who objects in the story: the first of those who are to be coached."""
    return next(one for one in province.contract_staff if one.who.conduct and one.who.conduct.doing is Doing.COACHED)


def _draft(username: str, role: Role, unit: UUID, member: Member) -> DemoDraft:
    return DemoDraft(username, member.who.full_name, role, unit, member.uid)
