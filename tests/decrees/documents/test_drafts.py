from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from pypdf import PdfReader

from malaqbiq.decrees.documents.docx import draft_docx
from malaqbiq.decrees.documents.render import DEMO
from malaqbiq.decrees.errors import WrongState
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.papers.pages import Look, Size, decree_page
from malaqbiq.decrees.rules.papers.wording import DOTS
from malaqbiq.decrees.selectors.drafts import draft_paper, draft_pdf, draft_word
from malaqbiq.kernel.access import Access, Role
from tests import builders as make
from tests.decrees.documents.test_render import HOSTILE, sheet
from tests.decrees.papers.issuing import LAST_DAY, NEW_YEAR, decreed, place
from tests.decrees.papers.sample import paper, row, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.fixture
def draft() -> Decree:
    return make.drafted(place("76"), make.engaged(make.person("Aminah"), place("76.05"), NEW_YEAR, LAST_DAY))


def test_a_draft_can_be_read_before_it_is_issued(draft: Decree) -> None:
    laid_out = draft_paper(make.OFFICER, decree=draft.uid)
    shown = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(draft_pdf(laid_out))).pages)
    assert "DRAF" in shown
    assert "belum ditetapkan" in shown
    assert "Aminah" in shown
    assert f"NOMOR {DOTS}" in shown
    assert f"pada tanggal {DOTS}" in shown
    assert "/verify/" not in shown
    assert laid_out.gaps == ()


def test_a_draft_comes_as_a_word_file_with_the_same_words(draft: Decree) -> None:
    shown = words(draft_word(draft_paper(make.OFFICER, decree=draft.uid, size=Size.F4)))
    parts = ("KEPUTUSAN SEKRETARIS", "Menimbang", "MEMUTUSKAN:", "KESATU", "LAMPIRAN", "Aminah", "Rp2.678.864")
    assert [part for part in parts if part not in shown] == []


def test_an_issued_decree_is_no_draft() -> None:
    with pytest.raises(WrongState):
        draft_paper(make.OFFICER, decree=decreed(["76.05"]).uid)


def test_a_foreign_draft_is_not_there(draft: Decree) -> None:
    other = Access("other", {Role.SDM_OFFICER: frozenset({"76.05"}), Role.STAFF: frozenset({"76"})})
    with pytest.raises(Decree.DoesNotExist):
        draft_paper(other, decree=draft.uid)


@pytest.mark.parametrize("size", list(Size))
def test_the_word_file_has_its_sheet_a_mark_on_each_page_and_a_head_that_repeats(size: Size) -> None:
    page = decree_page(paper(), rows(30, groups=3), Look(size, draft=True))
    document = docx.Document(io.BytesIO(draft_docx(sheet(page, size=size.value, draft=True))))
    assert round(document.sections[0].page_width.mm) == {"a4": 210, "f4": 215}[size.value]
    assert document.sections[0].header.paragraphs[0].text.startswith("DRAF")
    assert document.sections[1].header.is_linked_to_previous
    assert "tblHeader" in document.tables[-1].rows[0]._tr.xml
    assert document.core_properties.created.date() == date(2022, 1, 11)


def test_a_word_file_of_a_demo_says_so_and_parts_no_day() -> None:
    annex = paper().annex.model_copy(update={"columns": ("name", "birth")})
    page = decree_page(paper(annex=annex), [row(0, birth="Majene, 5 Mei 1990")], Look(draft=True))
    made = docx.Document(io.BytesIO(draft_docx(replace(sheet(page, draft=True), demo=True))))
    assert made.sections[0].header.paragraphs[1].text == DEMO
    cells = [cell.text for line in made.tables[-1].rows for cell in line.cells]
    assert "Majene, 5\N{NO-BREAK SPACE}Mei\N{NO-BREAK SPACE}1990" in cells


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text_in_a_word_file_too(text: str) -> None:
    head = paper(title=text, dictums=(text, text), letterhead=(text,))
    page = decree_page(head, [row(0, name=text, group=text)], Look(draft=True))
    content = draft_docx(sheet(page, title=text))
    assert "root:" not in words(content)
    if text.isascii() and text.isprintable():
        assert text.strip() in words(content)
