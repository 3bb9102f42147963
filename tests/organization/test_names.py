from __future__ import annotations

import pytest

from malaqbiq.organization.rules.names import (
    Authority,
    authority_title,
    long_name,
    post_name,
    post_title,
    postal_address,
    secretariat_name,
)

SETJEN = "Sekretariat Jenderal KPU"


@pytest.mark.parametrize(
    ("authority", "unit", "title"),
    [
        (Authority.KETUA, "KPU Provinsi Sulawesi Barat", "Ketua Komisi Pemilihan Umum Provinsi Sulawesi Barat"),
        (Authority.SEKRETARIS, "KPU Kabupaten Mamuju", "Sekretaris Komisi Pemilihan Umum Kabupaten Mamuju"),
        (Authority.SEKRETARIS, "KIP Aceh", "Sekretaris Komisi Independen Pemilihan Aceh"),
        (Authority.SEKJEN, SETJEN, "Sekretaris Jenderal Komisi Pemilihan Umum"),
        (Authority.KETUA, SETJEN, "Ketua Komisi Pemilihan Umum"),
        (
            Authority.KPA,
            "KPU Kabupaten Mamuju",
            "Kuasa Pengguna Anggaran Sekretariat Komisi Pemilihan Umum Kabupaten Mamuju",
        ),
        (
            Authority.COMMITMENT_OFFICER,
            "KPU Kabupaten Mamuju",
            "Pejabat Pembuat Komitmen Sekretariat Komisi Pemilihan Umum Kabupaten Mamuju",
        ),
    ],
)
def test_an_authoritys_title(authority: Authority, unit: str, title: str) -> None:
    assert authority_title(authority, unit) == title


@pytest.mark.parametrize(
    ("position", "title"),
    [
        ("Sekretaris KPU Kabupaten/Kota", "Sekretaris KPU Kabupaten Mamuju"),
        ("Kepala Subbagian Hukum", "Kepala Subbagian Hukum Sekretariat KPU Kabupaten Mamuju"),
    ],
)
def test_a_posts_title_in_its_unit(position: str, title: str) -> None:
    assert post_title(position, "KPU Kabupaten Mamuju") == title


def test_a_post_beside_its_unit_doesnt_repeat_it_but_for_the_head() -> None:
    assert post_name("Kepala Subbagian Hukum", "KPU Kabupaten Mamuju") == "Kepala Subbagian Hukum"
    assert post_name("Sekretaris KPU Kabupaten/Kota", "KPU Kabupaten Mamuju") == "Sekretaris KPU Kabupaten Mamuju"
    assert post_name("", "") == ""


def test_names_of_a_unit() -> None:
    assert long_name("KPU Kota Palu") == "Komisi Pemilihan Umum Kota Palu"
    assert secretariat_name("KPU Kota Palu") == "Sekretariat KPU Kota Palu"
    assert secretariat_name(SETJEN) == SETJEN


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (["Jalan A Nomor 1, Mamuju", "Telepon (0426) 21234"], "Jalan A Nomor 1, Mamuju"),
        (["Jalan A Nomor 1 Telp. (0426) 21234 Fax. 21235", "Mamuju 91511"], "Jalan A Nomor 1, Mamuju 91511"),
        (["Jalan Telaga Nomor 2", "Laman: kpu.go.id | Surel: a@kpu.go.id"], "Jalan Telaga Nomor 2"),
        (["Jalan A – sekretariat@kpu.go.id", "www.kpu.go.id"], "Jalan A"),
        (["Jalan Websiteria 5"], "Jalan Websiteria 5"),
        ([], ""),
    ],
)
def test_of_a_letterhead_the_postal_address_is_told_alone(lines: list[str], address: str) -> None:
    assert postal_address(lines) == address
