"""The words of a decree's papers, as the law table or the office has them on the day of issue."""

from __future__ import annotations

from datetime import date

from malaqbiq.decrees.errors import PaperRefused
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.papers.snapshot import Annex, Article, Contract, Extract
from malaqbiq.decrees.rules.papers.texts import PaperText
from malaqbiq.kernel.access import Access
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.rows import AgreementRow, PaperFormRow
from malaqbiq.regulations.selectors import DecreeWords, agreement_words, decree_kind, decree_words, paper_form

HOUSE = Access.system("papers")
"""Papers are made of what was decided, whoever asks for them."""


def paper_text(decree: Decree, day: date) -> PaperText | None:
    """The words of the decree's papers on a day, places still open; None for a kind that has none.

    PaperRefused if the kind should have words and none are stated for the day.
    """
    office = decree.office.code
    kind = decree_kind(HOUSE, kind=decree.kind, day=day, office=office)
    if isinstance(kind, Missing) or not kind.has_text:
        return None
    words = decree_words(HOUSE, kind=decree.kind, day=day, office=office)
    if isinstance(words, Missing):
        raise PaperRefused(words.what)
    form = paper_form(HOUSE, kind=decree.kind, day=day, office=office)
    text = text_of(words, form, agreement_words(HOUSE, kind=decree.kind, day=day, office=office))
    return text.model_copy(update={"document": kind.document.value})


def text_of(words: DecreeWords, form: PaperFormRow | None, agreement: AgreementRow | None) -> PaperText:
    """What the papers of a kind say in words: the decree, its annex and petikan, the agreement."""
    return PaperText(
        considering=words.menimbang,
        remembering=words.mengingat,
        noting=words.memperhatikan,
        dictums=words.dictums,
        annex=Annex(title=form.annex_title, columns=form.annex_columns) if form else None,
        extract=_extract(form, words) if form and form.petikan_dictum else None,
        contract=_contract(agreement) if agreement else None,
    )


def _extract(form: PaperFormRow, words: DecreeWords) -> Extract:
    return Extract(
        dictum=form.petikan_dictum,
        fields=form.petikan_facts,
        closing=form.petikan_closing,
        dictums=words.petikan_dictums,
    )


def _contract(words: AgreementRow) -> Contract:
    return Contract(
        title=words.title,
        opening=words.opening,
        articles=tuple(Article(title=item.title, paragraphs=item.paragraphs) for item in words.articles),
        closing=words.closing,
        fields=words.facts,
    )
