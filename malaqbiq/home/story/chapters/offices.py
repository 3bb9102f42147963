"""20 December 2021: each office's own facts: who signs for it, its budget, its book of numbers. All are made up."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from malaqbiq.decrees.services import number_elsewhere, register_open
from malaqbiq.home.story.plan import CONTRACT_YEAR, NEXT_YEAR, ROOT, Place
from malaqbiq.home.story.stage import OFFICER, TELLER, Member, Stage
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.services import ProfileFields, SignerFields, signer_record, unit_profile_set

SECRETARY_SEAT = {"provinsi": "P08", "kabkota": "K08"}
MONEY_SEAT = {"provinsi": "P08.2", "kabkota": "K08.2"}
LAW_SEAT = {"provinsi": "P08.31", "kabkota": "K08.3"}
"""Posts whose holders sign: the Sekretaris, who is KPA too, the head of money, who is Pejabat Pembuat Komitmen, and the
head of law, who certifies copies."""
LAW_TITLE = "Kepala Subbagian Hukum"

PROGRAMMES = ["jkk-I", "jkm"]
MONTHS_BUDGETED = 13
BUDGET_PER_HEAD = 3_000_000
THR_MONTH = 4
"""The month in which the offices of the story pay the THR of 2022; Idulfitri was on 2 May."""

BOOK = (("Penetapan pengelola keuangan tahun anggaran 2022", date(2022, 1, 3)),)
"""What else stands in a province's book of decrees: personnel decrees share the series with others."""


def offices_speak(stage: Stage) -> None:
    """Signers and profiles of every work unit."""
    places = [(province, place) for province in stage.provinces if province.code != ROOT for place in province.places]
    stage.progress.stage(gettext_noop("signers and profiles"), len(places))
    with transaction.atomic():
        for number, (province, place) in enumerate(places, start=1):
            seats = (SECRETARY_SEAT, MONEY_SEAT, LAW_SEAT)
            head, money, law = (province.holder(place.code, seat[place.level]) for seat in seats)
            _signers(place, head, money, law)
            unit_profile_set(access=TELLER, unit=place.code, year=2021, fields=_profile(number, place, head, money))
            fields = _profile(number, place, head, money) | _budget(number, place)
            unit_profile_set(access=TELLER, unit=place.code, year=2022, fields=fields)
            stage.progress.advance()


def books_open(stage: Stage) -> None:
    """The Sekretaris's book of 2022 is opened in every province, and holds a decree that isn't about staff."""
    with transaction.atomic():
        for province in stage.provinces:
            if province.code == ROOT:
                continue
            year = NEXT_YEAR.start.year
            register = register_open(access=OFFICER, office=province.office, authority="sekretaris", year=year)
            for value, (title, dated_on) in enumerate(BOOK, start=1):
                number_elsewhere(access=OFFICER, register=register.pk, value=value, title=title, dated_on=dated_on)


def _signers(place: Place, head: Member, money: Member, law: Member) -> None:
    hands = {
        Authority.SEKRETARIS: head,
        Authority.KPA: head,
        Authority.COMMITMENT_OFFICER: money,
        Authority.CERTIFIER: law,
    }
    for authority, member in hands.items():
        fields = SignerFields(
            authority=authority,
            form=Form.DEFINITIVE,
            name=member.who.full_name,
            nip=member.who.nip,
            own_title=LAW_TITLE if authority == Authority.CERTIFIER else "",
            valid_from=CONTRACT_YEAR.start,
            basis="dibuat-buat (demo)",
        )
        signer_record(access=TELLER, unit=place.code, fields=fields)


def _profile(number: int, place: Place, head: Member, money: Member) -> ProfileFields:
    return ProfileFields(
        kode_satker=f"{999_000 + number}",
        kpa_name=head.who.full_name,
        kpa_nip=head.who.nip,
        commitment_officer_name=money.who.full_name,
        commitment_officer_nip=money.who.nip,
        letterhead=[f"Jalan Contoh Nomor {number}, {place.seat or place.region}", "Telepon (0000) 000000"],
        programmes=PROGRAMMES,
    )


def _budget(number: int, place: Place) -> ProfileFields:
    return ProfileFields(
        dipa_number=f"DIPA-076.01.2.{999_000 + number}/2022",
        dipa_date=date(2021, 11, 17),
        honorarium_budget=place.contract_staff * MONTHS_BUDGETED * BUDGET_PER_HEAD,
        thr_month=THR_MONTH,
    )
