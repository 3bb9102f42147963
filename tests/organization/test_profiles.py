from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.kernel.access import Access, Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.organization.selectors import unit_profile, unit_profiles
from malaqbiq.organization.services import ProfileFields, unit_profile_set

pytestmark = pytest.mark.django_db


def test_a_first_profile_leaves_open_what_is_not_known(country: Access, sulbar: Access) -> None:
    fields = ProfileFields(kode_satker="123456", dipa_number="DIPA-076.01", dipa_date=date(2021, 11, 17))
    profile = unit_profile_set(access=sulbar, unit="76.02", year=2022, fields=fields)
    assert (profile.floor_policy, profile.programmes, profile.thr_month) == ("UMP", None, None)
    assert profile.changed_by == "sulbar"


def test_what_is_left_out_stays_as_it_is(country: Access, sulbar: Access) -> None:
    unit_profile_set(access=sulbar, unit="76.02", year=2022, fields={"kode_satker": "123456"})
    unit_profile_set(access=sulbar, unit="76.02", year=2022, fields={"programmes": ["jkk-I", "jkm"], "thr_month": 4})
    found = unit_profile(sulbar, unit="76.02", year=2022)
    assert found is not None
    assert (found.kode_satker, found.programmes, found.thr_month) == ("123456", ["jkk-I", "jkm"], 4)


def test_each_budget_year_has_a_profile_of_its_own(country: Access, sulbar: Access) -> None:
    unit_profile_set(access=sulbar, unit="76.02", year=2022, fields={"floor_policy": "UMK"})
    unit_profile_set(access=sulbar, unit="76", year=2022, fields={})
    assert unit_profile(sulbar, unit="76.02", year=2023) is None
    assert {code: found.floor_policy for code, found in unit_profiles(sulbar, year=2022).items()} == {
        "76": "UMP", "76.02": "UMK",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kode_satker": "12345"}, "six digits"),
        ({"floor_policy": "NONE"}, "UMP or UMK"),
        ({"thr_month": 13}, "from 1 to 12"),
        ({"honorarium_budget": -1}, "not below 0"),
        ({"programmes": ["jkk"]}, "no BPJS programme jkk"),
    ],
)
def test_a_wrong_profile_is_refused(country: Access, sulbar: Access, fields: ProfileFields, why: str) -> None:
    with pytest.raises(UserError, match=why):
        unit_profile_set(access=sulbar, unit="76.02", year=2022, fields=fields)


def test_a_foreign_profile_is_neither_written_nor_seen(country: Access, sulbar: Access, mamuju: Access) -> None:
    unit_profile_set(access=sulbar, unit="76.01", year=2022, fields={})
    with pytest.raises(Forbidden):
        unit_profile_set(access=mamuju, unit="76.01", year=2022, fields={})
    assert unit_profile(mamuju, unit="76.01", year=2022) is None
    assert unit_profiles(mamuju, year=2022) == {}
