"""The words and numbers of an office's decrees, stated by who prepares and signs them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from malaqbiq.decrees.rules.papers.editing import PAPERS, Paper, Texts, values_of
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.rows import DecreeKindRow, NumberPatternRow, Row
from malaqbiq.regulations.services import slot_state, slot_withdraw

ANEW = {"office", "trust", "note", "source", "version", "valid_from", "valid_through"}


def words_state(
    *, access: Access, office: str, kind: str, paper: Paper, texts: Texts, since: date, source: str, seen: int
) -> Fact:
    """A new version of the words of a kind's paper, an office's own, from a day on.

    `seen` is the newest version of the office's own that was read: Outrun if another came since. UserError says what is
    wrong with the texts.
    """
    values = {**values_of(paper, texts), "kind": kind, "source": source}
    return slot_state(access=access, office=office, table=PAPERS[paper].table, values=values, since=since, seen=seen)


def words_withdraw(*, access: Access, office: str, kind: str, paper: Paper) -> None:
    """Withdraw all that an office states of a paper, so that Malaqbiq's words count again; UserError if nothing."""
    slot = f"{PAPERS[paper].prefix}:{kind}"
    slot_withdraw(access=access, office=office, table=PAPERS[paper].table, slot=slot)


@transaction.atomic
def number_state(
    *,
    access: Access,
    office: str,
    kind: DecreeKindRow,
    pattern: NumberPatternRow,
    written: str,
    classification: str,
    since: date,
    source: str,
) -> None:
    """How an office numbers a kind from a day on; `written` is its pattern. What stays as it was is left alone."""
    if written != pattern.pattern:
        values = {**_again(pattern), "pattern": written, "source": source}
        slot_state(access=access, office=office, table="number_patterns", values=values, since=since)
    if classification != kind.classification:
        values = {**_again(kind), "classification": classification, "source": source}
        slot_state(access=access, office=office, table="decree_kinds", values=values, since=since)


def _again(row: Row) -> dict[str, Json]:
    return row.model_dump(mode="json", exclude=ANEW)
