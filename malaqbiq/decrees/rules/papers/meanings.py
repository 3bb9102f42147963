"""What the places of a paper's words mean, for who writes them."""

from __future__ import annotations

from collections.abc import Mapping

from malaqbiq.kernel.words import gettext_noop

MEANINGS: Mapping[str, str] = {
    "authority": gettext_noop("title of who decides: Sekretaris Komisi Pemilihan Umum Provinsi …"),
    "decided_on": gettext_noop("day on which the decree is decided"),
    "decided_weekday": gettext_noop("weekday of that day"),
    "decided_words": gettext_noop("that day in words"),
    "dipa_date": gettext_noop("date of the DIPA"),
    "dipa_number": gettext_noop("number of the DIPA"),
    "eligible": gettext_noop("that they are eligible: by their evaluation, where the decree carries out its results"),
    "first_day": gettext_noop("first day of the first person of the annex"),
    "last_day": gettext_noop("last day of the last person of the annex"),
    "floor": gettext_noop("floor of pay, in rupiah"),
    "floor_basis": gettext_noop("what the floor rests on: UMP or UMK"),
    "office": gettext_noop("name of the commission: Komisi Pemilihan Umum Provinsi …"),
    "place": gettext_noop("town in which it is signed"),
    "province": gettext_noop("name of the province"),
    "staff": gettext_noop("number of people in the annex"),
    "unit": gettext_noop("secretariat whose staff it is about"),
    "year": gettext_noop("year of the first day"),
    "number": gettext_noop("number of the decree"),
    "subject": gettext_noop("title of the decree"),
    "name": gettext_noop("name of the person"),
    "nik": gettext_noop("NIK"),
    "nip": gettext_noop("NIP"),
    "birth": gettext_noop("place and date of birth"),
    "sex": gettext_noop("sex"),
    "education": gettext_noop("education"),
    "address": gettext_noop("address"),
    "status": gettext_noop("status: PPNPN, PPPK …"),
    "job": gettext_noop("kind of work"),
    "post": gettext_noop("post"),
    "former_post": gettext_noop("former post"),
    "rank": gettext_noop("rank and grade"),
    "duty_unit": gettext_noop("place of duty"),
    "start": gettext_noop("the person's first day"),
    "until": gettext_noop("the person's last day"),
    "ended_on": gettext_noop("day on which it ends"),
    "former_amount": gettext_noop("pay before, in rupiah"),
    "amount": gettext_noop("pay a month, in rupiah"),
    "amount_words": gettext_noop("pay a month in words"),
    "appraisal": gettext_noop("result of the appraisal"),
    "reason": gettext_noop("reason"),
    "note": gettext_noop("remark"),
    "payer_capacity": gettext_noop("capacity of PIHAK KESATU: Pejabat Pembuat Komitmen or KPA"),
    "payer_name": gettext_noop("name of PIHAK KESATU"),
    "payer_unit": gettext_noop("secretariat that pays"),
}
