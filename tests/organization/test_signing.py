from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.kernel.periods import Period
from malaqbiq.organization.rules.signing import Form, Mandate, clashes, title_lines, who_signs

YEAR = Period(date(2022, 1, 1), date(2023, 1, 1))
NEXT = Period(date(2023, 1, 1))
TITLE = "Sekretaris Komisi Pemilihan Umum Provinsi Sulawesi Barat"
KABAG = "Kepala Bagian Keuangan, Umum, dan Logistik"


@pytest.mark.parametrize(
    ("form", "own", "lines"),
    [
        (Form.DEFINITIVE, "", (TITLE,)),
        (Form.PLT, "", (f"Plt. {TITLE}",)),
        (Form.PLH, "", (f"Plh. {TITLE}",)),
        (Form.AN, KABAG, (f"a.n. {TITLE}", KABAG)),
    ],
)
def test_the_title_lines_of_each_form(form: Form, own: str, lines: tuple[str, ...]) -> None:
    assert title_lines(form, TITLE, own) == lines


def test_nobody_signs_in_anothers_name_without_a_title_of_his_own() -> None:
    with pytest.raises(ValueError, match="own title"):
        title_lines(Form.AN, TITLE)


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (Mandate(Form.DEFINITIVE, YEAR), Mandate(Form.DEFINITIVE, YEAR), True),
        (Mandate(Form.DEFINITIVE, YEAR), Mandate(Form.DEFINITIVE, NEXT), False),
        (Mandate(Form.DEFINITIVE, YEAR), Mandate(Form.PLT, YEAR), True),
        (Mandate(Form.DEFINITIVE, YEAR), Mandate(Form.PLH, YEAR), False),
        (Mandate(Form.PLT, YEAR), Mandate(Form.PLH, YEAR), False),
        (Mandate(Form.PLH, YEAR), Mandate(Form.PLH, YEAR), True),
        (Mandate(Form.DEFINITIVE, YEAR), Mandate(Form.AN, YEAR, KABAG), False),
        (Mandate(Form.AN, YEAR, KABAG), Mandate(Form.AN, YEAR, KABAG), True),
        (Mandate(Form.AN, YEAR, KABAG), Mandate(Form.AN, YEAR, "Kepala Bagian Hukum"), False),
    ],
)
def test_which_mandates_cannot_both_stand(one: Mandate, other: Mandate, clash: bool) -> None:
    assert clashes(one, other) is clash
    assert clashes(other, one) is clash


def test_the_plh_signs_before_the_holder_and_an_only_by_choice() -> None:
    holder, absent = Mandate(Form.DEFINITIVE, YEAR), Period(date(2022, 1, 10), date(2022, 1, 20))
    plh, an = Mandate(Form.PLH, absent), Mandate(Form.AN, YEAR, KABAG)
    assert who_signs([an, holder, plh], date(2022, 1, 11)) == plh
    assert who_signs([an, holder, plh], date(2022, 1, 20)) == holder
    assert who_signs([an], date(2022, 1, 11)) is None
