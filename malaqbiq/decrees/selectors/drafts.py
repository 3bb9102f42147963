"""A draft's paper, as it would be issued today, to be read before and worked on."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from malaqbiq.decrees.documents.farm import Farm
from malaqbiq.decrees.documents.jobs import Job
from malaqbiq.decrees.documents.logos import logo_names
from malaqbiq.decrees.documents.render import Sheet
from malaqbiq.decrees.errors import PaperRefused, RenderingFailed, WrongState
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.papers.compose import decree_paper
from malaqbiq.decrees.rules.papers.pages import Look, Size, decree_page
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.decrees.selectors.paper_facts import PaperFacts
from malaqbiq.decrees.selectors.paper_words import paper_text
from malaqbiq.decrees.selectors.sheets import logo_folder, orders, sheet_of
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.blobs import blob_read
from malaqbiq.kernel.installation import is_demo
from malaqbiq.kernel.words import Words, gettext_noop


@dataclass(frozen=True, slots=True)
class DraftPaper:
    """A draft laid out, and the places of its words for which nothing is known: they are dots."""

    sheet: Sheet
    gaps: tuple[str, ...]


def draft_paper(access: Access, *, decree: UUID, size: Size = Size.A4) -> DraftPaper:
    """The paper of a decree that isn't issued, as it would be today, marked as a draft.

    Decree.DoesNotExist outside a reader's work units; WrongState once it is issued; PaperRefused if its kind has no
    words.
    """
    units = access.units(*READERS)
    drafts = Decree.objects.select_related("office")
    found = (drafts if units is None else drafts.filter(office__code__in=units)).get(uid=decree)
    if found.state == Decree.State.ISSUED:
        raise WrongState(found.state, Decree.State.DRAFT)
    day = clock.today(found.office.zone)
    text = paper_text(found, day)
    if text is None:
        raise PaperRefused(Words(gettext_noop("this kind of decree has no paper")))
    facts = PaperFacts(found, day)
    head = decree_paper(facts.issue(text.places()), text)
    logo = logo_names(logo_folder()).get(head.unit_code)
    page = decree_page(head, [line.row for line in facts.lines], Look(size, draft=True, logo=logo))
    return DraftPaper(sheet_of(head, [page], size.value, demo=is_demo(), draft=True), head.gaps)


def draft_pdf(draft: DraftPaper) -> bytes:
    """The draft as PDF/A. RenderingFailed if it can't be rendered."""
    return sheet_pdf(draft.sheet)


def sheet_pdf(sheet: Sheet) -> bytes:
    """A sheet as PDF/A, kept nowhere. RenderingFailed if it can't be rendered."""
    with tempfile.TemporaryDirectory(prefix="malaqbiq-draft-") as folder:
        with Farm(replace(orders(), folder=folder)) as farm:
            (done,) = farm.run([Job(sheet)])
        if done.blob is None:
            raise RenderingFailed(done.error)
        return blob_read(Path(folder), done.blob.digest, done.blob.suffix)


def draft_word(draft: DraftPaper) -> bytes:
    """The draft as DOCX."""
    # Its library takes a tenth of a server's start, and few ask for it.
    from malaqbiq.decrees.documents.docx import draft_docx

    return draft_docx(draft.sheet)
