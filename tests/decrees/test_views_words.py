"""Naskah & dasar: an office writes the words of its decrees, and nothing written is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from malaqbiq.decrees.rules.papers.editing import PAPERS, Paper
from malaqbiq.kernel.access import Role
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.selectors import number_text
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import decreed
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

AT = "/decrees/words/76/contract-extension/decree"
TEXT = {
    "subject-0": "Perpanjangan {{ unit }}",
    "menimbang-0": "bahwa pertama;",
    "menimbang-1": "bahwa kedua;",
    "dictums-0": "Memperpanjang.",
    "dictums-1": "Berlaku.",
    "since": "2022-01-11",
    "source": "nota dinas",
    "seen": "0",
}


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


def send(client: Client, address: str = AT, do: str = "keep", **said: Any) -> Any:
    return client.post(address, {**TEXT, "do": do, **said})


def own() -> list[Fact]:
    return list(Fact.objects.filter(office_code="76").order_by("pk"))


def test_the_kinds_are_listed_with_whose_words_they_have_within_the_budget() -> None:
    client = office.officer()
    with at_most():
        page = office.text_of(client, "/decrees/words")
    assert page.count("Malaqbiq&#x27;s</span>") == 11 or page.count("Malaqbiq's</span>") == 11
    send(client)
    assert "our own from 11 Jan 2022" in office.text_of(client, "/decrees/words")


def test_an_editor_opens_within_the_budget_with_the_page_beside_it() -> None:
    client = office.officer()
    for paper in Paper:
        with at_most(24):
            page = office.text_of(client, AT.removesuffix("decree") + paper)
        assert "Contoh Nama Pegawai" in page, paper


def test_kept_words_stand_in_the_next_draft_and_the_history_says_who_and_why() -> None:
    client = office.secretary()
    assert send(client).status_code == 302
    page = office.text_of(client, AT)
    assert "sekretaris" in page and "nota dinas" in page and "our own words" in page
    draft = office.draft()
    assert "bahwa kedua;" in office.text_of(office.officer(), f"/decrees/{draft.uid}/text")


def test_items_are_added_moved_and_taken_out_without_a_script_and_nothing_is_kept() -> None:
    client = office.officer()
    page = send(client, do="up:menimbang:1").content.decode()
    assert page.index("bahwa kedua;") < page.index("bahwa pertama;")
    page = send(client, do="down:menimbang:0").content.decode()
    assert page.index("bahwa kedua;") < page.index("bahwa pertama;")
    page = send(client, do="remove:menimbang:0").content.decode()
    assert "bahwa kedua;" in page and "bahwa pertama;" not in page
    assert 'name="menimbang-2"' in send(client, do="add:menimbang").content.decode()
    for act in ("up:menimbang:0", "up:subject:0", "remove:menimbang:9", "add:", "x", "up:menimbang:²"):
        page = send(client, do=act).content.decode()
        assert "bahwa pertama;" in page and "bahwa kedua;" in page and "nota dinas" in page
    assert own() == []


def test_mengingat_is_picked_from_the_laws_in_force() -> None:
    client = office.officer()
    page = send(client, do="fill:mengingat").content.decode()
    assert 'name="mengingat-4"' in page and "Undang-Undang Nomor 7 Tahun 2017" in page
    picked = {"mengingat-0": "Surat Edaran Nomor 1;", "basis": "legal-basis:uu-7-2017:1"}
    page = send(client, do="basis:mengingat", **picked).content.decode()
    assert 'name="mengingat-1"' in page
    assert "a higher law stands below a lower one" in page


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("dictums-1", "{{ gaji }}", "no place {{ gaji }}"),
        ("dictums-1", "{% include 'x' %}", "no place {{ { }}"),
        ("dictums-1", "{{ settings.SECRET_KEY }}", "no place {{ settings.SECRET_KEY }}"),
        ("subject-0", "Mulai {{ first_day }}", "no place {{ first_day }}"),
        ("dictums-1", "{{ amount }}", "no place {{ amount }}"),
        ("subject-0", "", "Something must stand here."),
        ("menimbang-0", "x" * 4001, "4000 characters at most"),
        ("since", "", "This field is required."),
        ("since", "20222-01-01", "Enter a valid date."),
        ("source", "", "This field is required."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_written_is_lost(field: str, text: str, told: str) -> None:
    response = send(office.officer(), **{field: text, "memperhatikan-0": "Surat yang panjang;"})
    page = response.content.decode()
    assert response.status_code == 422
    assert told in page.replace("&#x27;", "'")
    assert "Surat yang panjang;" in page and "bahwa kedua;" in page
    assert own() == []


def test_a_petikan_has_as_many_dictums_as_the_decree() -> None:
    response = send(office.officer(), **{"petikan_dictums-0": "Satu.", "petikan_dictums-1": "Dua."})
    assert response.status_code == 422
    assert "both must be as many" in response.content.decode()


def test_a_script_in_a_text_is_text_on_every_page_and_typst_is_text_on_paper() -> None:
    client = office.officer()
    evil = '<script>alert(1)</script> #read("/etc/passwd") $x$ \\u0'
    assert send(client, **{"menimbang-0": evil}).status_code == 302
    draft = office.draft()
    for address in (AT, f"/decrees/{draft.uid}/text"):
        page = office.text_of(client, address)
        assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
    response = client.get(f"/decrees/{draft.uid}/draft.pdf")
    assert response["Content-Type"] == "application/pdf" and b"root:x" not in response.content


def test_a_stale_save_shows_both_and_loses_neither() -> None:
    one, two = office.officer(), office.secretary()
    send(one, **{"menimbang-0": "bahwa dari petugas;"})
    response = send(two, **{"menimbang-0": "bahwa dari sekretaris;"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "sdm has kept another version" in page
    assert "<del>petugas;</del>" in page and "<ins>sekretaris;</ins>" in page
    (kept,) = own()
    assert f'name="seen" value="{kept.pk}"' in page
    assert send(two, seen=kept.pk).status_code == 302


def test_going_back_to_a_version_makes_a_new_one() -> None:
    client = office.officer()
    send(client, **{"menimbang-0": "bahwa lama;"})
    (old,) = own()
    send(client, **{"menimbang-0": "bahwa baru;", "seen": old.pk})
    page = office.text_of(client, AT, like=old.pk)
    assert "bahwa lama;" in page and "differs from what counts now" in page
    send(client, **{"menimbang-0": "bahwa lama;", "seen": own()[-1].pk})
    assert [fact.value["menimbang"][0] for fact in own()] == ["bahwa lama;", "bahwa baru;", "bahwa lama;"]
    assert [fact.superseded_at is None for fact in own()] == [False, False, True]


def test_withdrawn_malaqbiqs_own_words_count_again() -> None:
    client = office.officer()
    send(client)
    assert client.post(f"{AT}/withdrawal").status_code == 302
    assert "not a KPU rule" in office.text_of(client, AT)
    assert client.post(f"{AT}/withdrawal", follow=True).status_code == 200


def test_the_petikan_and_the_agreement_are_written_too() -> None:
    client = office.officer()
    base = AT.removesuffix("decree")
    form = {"annex_title-0": "Daftar", "annex_columns-0": "name", "annex_columns-1": "amount"}
    said = {key: TEXT[key] for key in ("since", "source", "seen")}
    assert client.post(f"{base}petikan", {**said, **form, "do": "keep"}).status_code == 302
    refused = client.post(f"{base}petikan", {**said, **form, "annex_columns-1": "password", "do": "keep"})
    assert refused.status_code == 422
    words = {
        "title-0": "Perjanjian",
        "opening-0": "Antara:",
        "facts-0": "name",
        "articles-0": "Tugas\nBekerja sebagai {{ job }}.\nRajin.",
        "closing-0": "Selesai.",
    }
    assert client.post(f"{base}agreement", {**said, **words, "do": "keep"}).status_code == 302
    kept = Fact.objects.get(table="agreement_texts", office_code="76").value["articles"]
    assert kept == [{"title": "Tugas", "paragraphs": ["Bekerja sebagai {{ job }}.", "Rajin."]}]
    bare = client.post(f"{base}agreement", {**said, **words, "articles-0": "Tugas", "do": "keep"})
    assert "at least one paragraph" in bare.content.decode()


def test_the_pattern_of_numbers_and_the_next_number_are_told_apart() -> None:
    client = office.officer()
    pages = ("/decrees/words", "/decrees/words/76/contract-extension/number")
    for address in pages:
        page = office.text_of(client, address)
        assert '<code class="nowrap" lang="id">[nomor] TAHUN 2022</code>' in page
        assert "the first of the year, unless the register says another: <code" in page and ">1 TAHUN 2022<" in page
    decreed(["76.05"])
    for address in pages:
        assert 'next number: <code class="nowrap" lang="id">2 TAHUN 2022</code>' in office.text_of(client, address)
    assert "next number" not in office.text_of(client, "/decrees/words", as_of="2022-01-10")


def test_the_number_and_its_code_are_the_offices_own() -> None:
    client = office.officer()
    address = "/decrees/words/76/contract-extension/number"
    said = {"since": "2022-01-11", "source": "TU"}
    for written, code, told in (
        ("{serial}/{code}/{year}", "", "say which"),
        ("{serial}", "", "needs {serial} and {year}"),
        ("{serial}/{year}/{rahasia}", "", "no {rahasia}"),
        ("{serial}/{year}", "../etc", "classification"),
    ):
        response = client.post(address, {**said, "written": written, "classification": code})
        assert response.status_code == 422 and told in response.content.decode(), written
    wanted = {**said, "written": "{serial}/{code}/{region}/{year}", "classification": "SDM.05"}
    assert client.post(address, wanted).status_code == 302
    day = date(2022, 1, 11)
    assert number_text(make.OFFICER, kind="contract-extension", serial=7, day=day, office="76") == "7/SDM.05/76/2022"
    assert "1/SDM.05/76/2022" in office.text_of(client, "/decrees/words")


def test_nobody_else_sees_or_writes_an_offices_words() -> None:
    kabupaten = office.officer("76.05")
    assert "issued by the office above" in office.text_of(kabupaten, "/decrees/words")
    strangers = [kabupaten, signed_in(Role.SECRETARY, "76.02", username="lain")]
    low = [
        signed_in(role, "76", username=role) for role in (Role.STAFF, Role.COMMISSIONER, Role.AUDITOR, Role.APPRAISER)
    ]
    for client in (*strangers, *low):
        for address in (AT, f"{AT.removesuffix('decree')}number"):
            assert client.get(address).status_code == 404
            assert send(client, address).status_code == 404
        assert client.post(f"{AT}/withdrawal").status_code == 404
    for client in low:
        assert client.get("/decrees/words").status_code == 404
    assert own() == []


def test_what_is_not_there_is_not_found() -> None:
    client = office.officer()
    for address in (
        "76/opening/decree",
        "76/contract-extension/x",
        "73/contract-extension/decree",
        "x/x/x",
        "76/contract-end/agreement",
    ):
        assert client.get(f"/decrees/words/{address}").status_code == 404, address


def test_every_fact_that_papers_show_can_be_chosen() -> None:
    page = office.text_of(office.officer(), AT.replace("extension/decree", "extension/petikan"))
    assert all(f'value="{name}"' in page for name in ("name", "amount", "rank"))
    assert set(PAPERS) == set(Paper)
