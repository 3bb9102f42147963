"""A petikan is one page for a usual person, and flows over well for an unusual one."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from malaqbiq.decrees.documents.render import Renderer
from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.rules.papers.pages import Kind, Size
from malaqbiq.decrees.selectors.sheets import Sheets
from malaqbiq.decrees.services.documents import documents_prepare
from tests import builders as make
from tests.decrees.papers.issuing import decreed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

RENDERER = Renderer()
USUAL = "Muhammad Abdul Rahman Daeng Mattawang, S.Kom."


def pages(decree: Decree, size: Size) -> list[str]:
    """What the first petikan's pages say."""
    documents_prepare(access=make.OFFICER, decrees=[decree.uid], size=size)
    paper = Document.objects.select_related("decree").filter(decree=decree, kind=Kind.EXTRACT).order_by("ordinal")[0]
    content = RENDERER.render(Sheets([paper]).job(paper).sheet).content
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("codes", [["76"], ["76.02"], ["76.05", "76", "76.02"]], ids=["province", "kabupaten", "all"])
def test_a_usual_person_has_his_petikan_on_one_page(codes: list[str], size: Size) -> None:
    (page,) = pages(decreed(codes, names=[USUAL] * len(codes)), size)
    for part in ("PETIKAN", "Menimbang : dst.", "Menetapkan : dst.", f"Nama : {USUAL}", "KEENAM", "Ditetapkan di"):
        assert part in page
    assert "Halaman 1 dari 1" in page


@pytest.mark.parametrize("size", list(Size))
def test_the_longest_name_may_flow_over_and_the_signature_stays_whole(size: Size) -> None:
    longest = ("Nama " * 24).strip().ljust(120, "a")
    decree = decreed(["76"], names=[longest])
    found = pages(decree, size)
    first, last = found[0], found[-1]
    assert len(found) <= 2
    assert first.startswith("KOMISI PEMILIHAN UMUM")
    assert all(part in last for part in ("Ditetapkan di Mamuju", "Petikan Keputusan ini diberikan"))


def test_words_are_never_smaller_than_eleven_points() -> None:
    decree = decreed(["76"], names=[USUAL])
    documents_prepare(access=make.OFFICER, decrees=[decree.uid])
    paper = Document.objects.select_related("decree").get(decree=decree, kind=Kind.EXTRACT)
    content = RENDERER.render(Sheets([paper]).job(paper).sheet).content
    sizes: list[float] = []

    def seen(text: str, page: list[float], place: list[float], _font: object, size: float) -> None:
        # The foot, which says how to check the paper, stands in the lowest 29 mm.
        if text.strip() and page[3] * place[5] + page[5] > 29 / 25.4 * 72:
            sizes.append(size * abs(place[3] * page[3]))

    PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=seen)
    assert min(sizes) >= 11
