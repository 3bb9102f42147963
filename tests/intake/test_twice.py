"""Any list, whatever stands in it, brought in a second time changes nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from malaqbiq.kernel.models import Activity
from tests.intake.office import DAY, HEADERS, founded, nik, nip, places, taken, verified

pytestmark = pytest.mark.django_db

maybe: Callable[[st.SearchStrategy[Any]], st.SearchStrategy[Any]] = lambda values: st.one_of(st.none(), values)  # noqa: E731

rows = st.fixed_dictionaries(
    {
        "Nama": st.sampled_from(["Sitti Bulangmapia", "SITTI  BULANGMAPIA", "Rahmat Lopilangi", "H. Hasan Uwai, S.H."]),
        "NIK": maybe(st.sampled_from([nik(1), nik(2), nik(3), "12"])),
        "NIP": maybe(st.sampled_from([nip(1), nip(2), nip(1, pppk=True)])),
        "Status": st.sampled_from(["PNS", "PPPK", "PPPK Paruh Waktu", "PPNPN", "?"]),
        "Satker": st.sampled_from(["76", "76.02", "76.03"]),
        "Jabatan": maybe(st.sampled_from(["Pramubakti", "Kepala", "Satpam"])),
        "Golongan": maybe(st.sampled_from(["III/a", "IX", "-"])),
        "Pendidikan": maybe(st.sampled_from(["SMA", "S1 Hukum"])),
        "Tanggal Lahir": maybe(st.sampled_from(["17/8/1990", "1 Mei 1985"])),
        "TMT": maybe(st.sampled_from(["1/1/2021", date(2020, 6, 1), "1/1/2022"])),
        "Akhir Kontrak": maybe(st.sampled_from(["31/12/2021", "31-12-2022"])),
        "Honorarium": maybe(st.sampled_from(["Rp 2.600.000,-", 2_700_000])),
        "Nomor SK": maybe(st.just("1/2021")),
    }
)  # fmt: skip


def line(**cells: Any) -> dict[str, Any]:
    return {"Nama": "Sitti Bulangmapia", "Status": "PNS", "Satker": "76"} | cells


KNOWN = line(NIP=nip(1, pppk=True), Status="PPPK Paruh Waktu")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([KNOWN], [line(NIK=nik(1), Satker="76.02"), line(NIK=nik(2), Status="PPPK Paruh Waktu")])
@example([KNOWN], [line(NIK=nik(1), Satker="76.02"), line(NIK=nik(2))])
@example(
    [line(NIK=nik(1), Status="PPPK")],
    [line(NIP=nip(1, pppk=True), Status="PPPK", Satker="76.03"), line(NIK=nik(1), Satker="76.02")],
)
@given(first=st.lists(rows, min_size=1, max_size=4), second=st.lists(rows, min_size=1, max_size=4))
def test_a_list_twice_is_once(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name, transaction.atomic():
        folder = Path(name)
        founded()
        for cells in (first, second):
            once = taken(folder, *cells, partial=True, headers=HEADERS)
            before = state()
            twice = taken(folder, *cells, partial=True, headers=HEADERS, day=DAY.replace(day=20))
            assert twice.accepted == 0
            assert twice.faults == once.faults
            assert twice.unchanged == once.accepted + once.unchanged
            assert state() == before
        assert verified()
        transaction.set_rollback(True)


def state() -> tuple[int, int]:
    return places(), Activity.objects.exclude(action="intake.import").count()
