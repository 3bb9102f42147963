from __future__ import annotations

import io
import json
import random
from datetime import date
from pathlib import Path

import pytest
import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from malaqbiq.decrees.documents.fonts import coverages
from malaqbiq.decrees.documents.glyphs import MARK
from malaqbiq.decrees.documents.render import DEMO, TEMPLATES, Renderer, Sheet, fonts, template_data
from malaqbiq.decrees.rules.papers.pages import (
    UNSIGNED,
    Look,
    Page,
    Size,
    contract_page,
    copy_page,
    decree_page,
    extract_page,
)
from malaqbiq.decrees.rules.papers.snapshot import PaperRow, Signature
from malaqbiq.decrees.rules.papers.wording import MONTHS
from tests.decrees.papers.sample import paper, row, rows

ADDRESS = "http://127.0.0.1:8000/verify/ABCD-EFGH-JKLM-NPQR"
LOOK = Look(address=ADDRESS, code="ABCD-EFGH-JKLM-NPQR")
RENDERER = Renderer()

HOSTILE = (
    '#read("/etc/passwd")',
    "$ x^2 $ @ref <label> *bold* _it_ `raw` ```x``` // /* */",
    '#import "/etc/passwd": *',
    "\\u{41} \\ \\\\ [isi] {kode} #{1+1} #image(\"x.png\") #plugin('x')",
    '"}, "draft": true, {"',
    "<script>alert(1)</script>",
    "= Judul\n- butir\n+ nomor",
    "W" * 400,
    "kata " * 400,
    "محمد بن عبد الله",
    "\u202eterbalik\u202c",
    "😀👩‍👩‍👧 \U0010ffff \ud800",
    "\x00\x07\x1b[31m",
    "a" + "\u0301" * 50,
    "%PDF-1.7 endobj",
)


def sheet(*pages: Page, size: str = "a4", draft: bool = False, title: str = "Keputusan") -> Sheet:
    return Sheet(pages, size, date(2022, 1, 11), title, "KPU", ("ABCD",), draft)


def read(*pages: Page, size: str = "a4", draft: bool = False) -> PdfReader:
    return PdfReader(io.BytesIO(RENDERER.render(sheet(*pages, size=size, draft=draft)).content))


def texts(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_a_decree_has_all_its_parts_in_order() -> None:
    whole = " ".join(texts(read(decree_page(paper(), rows(4, groups=2), LOOK))))
    parts = [
        "KOMISI PEMILIHAN UMUM PROVINSI SULAWESI BARAT",
        "KEPUTUSAN SEKRETARIS KOMISI PEMILIHAN UMUM PROVINSI SULAWESI BARAT",
        "NOMOR 1 TAHUN 2022",
        "TENTANG",
        "Menimbang : a. bahwa",
        "Mengingat : 1. Undang-Undang",
        "MEMUTUSKAN:",
        "Menetapkan : KEPUTUSAN SEKRETARIS",
        "KESATU : Memperpanjang",
        "KETIGA : Keputusan ini mulai berlaku",
        "Ditetapkan di Mamuju pada tanggal 11 Januari 2022",
        "ANDI TENRI PADA, S.H. NIP 197001011995031001",
        "LAMPIRAN KEPUTUSAN SEKRETARIS",
        "DAFTAR PEGAWAI YANG DIPERPANJANG",
        "Sekretariat KPU Kabupaten 1",
        "Jumlah 2 orang",
        "Jumlah seluruhnya 4 orang",
    ]
    places = [whole.find(part) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_every_page_says_where_to_check_that_it_is_unsigned_and_which_it_is() -> None:
    pages = texts(read(decree_page(paper(), rows(60, groups=3), LOOK)))
    for number, text in enumerate(pages, start=1):
        assert ADDRESS in text
        assert UNSIGNED in text
        assert f"Halaman {number} dari {len(pages)}" in text


def test_it_claims_pdf_a_and_embeds_its_fonts() -> None:
    reader = read(decree_page(paper(), rows(3), LOOK))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert "/OutputIntents" in reader.trailer["/Root"]
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_paper_gives_the_same_bytes() -> None:
    page = decree_page(paper(), rows(30, groups=2), LOOK)
    assert RENDERER.render(sheet(page)) == Renderer().render(sheet(page))


def test_the_file_is_dated_like_the_decree() -> None:
    assert read(decree_page(paper(), rows(1), LOOK)).metadata["/CreationDate"].startswith("D:20220111")


@pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("f4", (609, 935))])
def test_sheets_have_their_size(size: str, points: tuple[int, int]) -> None:
    box = read(decree_page(paper(), rows(1), Look(size=Size(size), address=ADDRESS)), size=size).pages[0].mediabox
    assert (round(box.width), round(box.height)) == points


def test_a_long_annex_repeats_its_head_and_its_group_on_each_page() -> None:
    pages = texts(read(decree_page(paper(), rows(200, groups=4), LOOK)))
    annex = [text for text in pages if "Honorarium per bulan" in text]
    assert len(annex) >= 6
    assert all("Sekretariat KPU Kabupaten" in text for text in annex)
    assert sum(text.count("Rp2.678.864") for text in annex) == 200


@pytest.mark.parametrize("count", range(1, 40))
def test_nobody_signs_a_page_without_a_line_of_what_is_signed(count: int) -> None:
    last = texts(read(decree_page(paper(), rows(count), LOOK)))[-1]
    assert "ANDI TENRI PADA" in last
    assert f"{count} orang" in last
    assert "Rp2.678.864" in last


CERTIFIER = Signature(lines=("KEPALA SUBBAGIAN HUKUM,",), name="SALMAH, S.H.", number="NIP 198001012005012001")


def test_a_copy_says_what_the_decree_says_and_who_certifies_it() -> None:
    head, lines = paper(), rows(4, groups=2)
    whole, copy = (" ".join(texts(read(page))) for page in (decree_page(head, lines, LOOK), copied(lines)))
    assert copy.startswith("KOMISI PEMILIHAN UMUM PROVINSI SULAWESI BARAT SALINAN KEPUTUSAN")
    assert "SALINAN" not in whole and "ttd." not in whole
    assert [dictum for dictum in head.dictums if dictum not in copy] == []
    # Once under the dictums, once under the annex.
    for part in ("ttd.", "Salinan sesuai dengan aslinya", "KEPALA SUBBAGIAN HUKUM,", "SALMAH, S.H."):
        assert copy.count(part) == 2, part


@pytest.mark.parametrize("count", range(1, 40, 3))
def test_nobody_certifies_a_page_without_a_line_of_what_is_certified(count: int) -> None:
    last = texts(read(copied(rows(count))))[-1]
    assert all(part in last for part in ("SALMAH, S.H.", f"{count} orang", "Rp2.678.864"))


def test_the_stamp_of_a_copy_goes_over_the_name_of_who_certifies_it() -> None:
    look = Look(address=ADDRESS, signable=True)
    stamp = RENDERER.render(sheet(copy_page(paper(annex=None), (), CERTIFIER, look))).stamp
    assert stamp is not None
    assert stamp.x < 595 / 2


def copied(lines: list[PaperRow]) -> Page:
    return copy_page(paper(), lines, CERTIFIER, LOOK)


@pytest.mark.parametrize("words", range(0, 260, 20))
def test_the_last_dictum_stays_with_the_signature(words: int) -> None:
    dictums = (*paper().dictums[:2], "Panjang " * words + "sekali.", "Keputusan ini mulai berlaku.")
    pages = texts(read(decree_page(paper(dictums=dictums, annex=None), (), LOOK)))
    assert "Keputusan ini mulai berlaku." in next(text for text in pages if "ANDI TENRI PADA" in text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_shown_and_never_run(text: str) -> None:
    title = paper(title=text, dictums=(text, text), letterhead=(text,), signature=Signature(lines=(text,), name=text))
    line = row(0, group=text, name=text, job=text)
    pages = [decree_page(title, [line], LOOK), extract_page(title, line, 1, LOOK), contract_page(title, line, LOOK)]
    pages.append(copy_page(title, [line], Signature(lines=(text,), name=text, number=text), LOOK))
    reader = PdfReader(io.BytesIO(RENDERER.render(sheet(*pages, title=text)).content))
    whole = "".join("".join(texts(reader)).split())
    assert "root:" not in whole
    if text.isascii() and text.isprintable():
        assert "".join(text.split())[:60] in whole


def test_a_name_that_no_font_has_neither_stops_the_batch_nor_leaks_into_the_next_paper() -> None:
    names = ["Sitti", "\U0001f600", "Baso"]
    pages = [extract_page(paper(), row(place, name=name), place, LOOK) for place, name in enumerate(names, start=1)]
    rendered = RENDERER.render(sheet(*pages))
    shown = texts(PdfReader(io.BytesIO(rendered.content)))
    assert rendered.replaced == 1
    assert [f"Nama : {name}" in text for name, text in zip(["Sitti", MARK, "Baso"], shown, strict=True)] == [True] * 3


def test_each_paper_of_a_batch_counts_its_own_pages() -> None:
    pages = [extract_page(paper(), row(number), number, LOOK) for number in range(3)]
    shown = texts(read(*pages, decree_page(paper(), rows(2), LOOK)))
    assert [text.partition("Halaman ")[2] for text in shown] == ["1 dari 1"] * 3 + ["1 dari 3", "2 dari 3", "3 dari 3"]


def test_any_characters_at_all_make_a_valid_paper() -> None:
    draw = random.Random(20220111)  # noqa: S311 - made-up names, the same each time
    for _ in range(20):
        name = "".join(chr(draw.randrange(draw.choice([0x250, 0x3000, 0x110000]))) for _ in range(300))
        RENDERER.render(sheet(extract_page(paper(), row(0, name=name), 1, LOOK)))


def test_every_character_that_the_fonts_have_can_be_set() -> None:
    characters = "".join(map(chr, sorted(frozenset.union(*coverages()))))
    for extra in ("", "\u0301"):
        RENDERER.render(sheet(extract_page(paper(), row(0, name=extra.join(characters)), 1, LOOK)))


def test_a_draft_is_marked_and_has_no_code() -> None:
    text = texts(read(decree_page(paper(), rows(1), Look(draft=True)), draft=True))[0]
    assert "DRAF" in text
    assert "/verify/" not in text


@pytest.mark.parametrize("size", list(Size))
def test_no_line_of_the_annex_parts_a_day(size: Size) -> None:
    annex = paper().annex.model_copy(update={"columns": ("name", "birth", "education", "job", "until", "amount")})
    born = [f"Polewali Mandar, 28 {month} 20{number:02}" for number, month in enumerate(MONTHS)]
    lines = [row(number, birth=birth, until=f"2022-{number + 1:02}-28") for number, birth in enumerate(born)]
    page = decree_page(paper(annex=annex), lines, Look(size, address=ADDRESS))
    shown = "\n".join(found.extract_text() for found in read(page, size=size.value).pages)
    for number, month in enumerate(MONTHS):
        assert f"28 {month} 20{number:02}" in shown
        assert f"28 {month} 2022" in shown


@pytest.mark.parametrize("draft", [False, True])
def test_every_page_of_a_demo_says_so_and_no_other(draft: bool) -> None:
    page = decree_page(paper(), rows(60), Look(address=ADDRESS))
    demo = Sheet([page], "a4", date(2022, 1, 11), "Keputusan", "KPU", draft=draft, demo=True)
    content = RENDERER.render(demo).content
    assert b"<pdfaid:part>2</pdfaid:part>" in PdfReader(io.BytesIO(content)).trailer["/Root"]["/Metadata"].get_data()
    assert all(DEMO in text for text in texts(PdfReader(io.BytesIO(content))))
    assert not any("PERAGAAN" in text for text in texts(read(page)))


def test_an_office_may_supply_its_emblem(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(picture, "PNG")
    look = Look(address=ADDRESS, logo="76.png")
    content = Renderer(logos={"76.png": picture.getvalue()}).render(sheet(decree_page(paper(), rows(1), look))).content
    assert len(PdfReader(io.BytesIO(content)).pages[0].images) == 1


def test_room_for_a_stamp_is_found_on_the_page() -> None:
    page = decree_page(paper(), rows(1), Look(address=ADDRESS, signable=True))
    stamp = RENDERER.render(sheet(page)).stamp
    assert stamp is not None
    assert stamp.page == 2
    assert 0 < stamp.x < 595
    assert 0 < stamp.y < 842


@pytest.mark.parametrize("size", ["a4", "f4"])
def test_the_code_is_read_from_a_scan_of_the_paper(size: str) -> None:
    data, _ = template_data(sheet(decree_page(paper(), rows(1), LOOK), size=size))
    drawn = typst.Compiler(TEMPLATES / "main.typ", root=TEMPLATES, font_paths=fonts(), ignore_system_fonts=True)
    pages = drawn.compile(format="png", ppi=140, sys_inputs={"data": json.dumps(data)})
    scan = Image.open(io.BytesIO(pages[0] if isinstance(pages, list) else pages)).convert("L").rotate(2, fillcolor=255)
    assert [code.text for code in zxingcpp.read_barcodes(scan)] == [ADDRESS]
