"""The snapshot of a decree's papers, taken on issuing: every fact that they show is copied onto it."""

from __future__ import annotations

from collections.abc import Sequence

from malaqbiq.decrees.errors import Unsigned
from malaqbiq.decrees.models import Decree, Entry, Snapshot
from malaqbiq.decrees.rules.chain import snapshot_digest
from malaqbiq.decrees.rules.papers.compose import decree_paper
from malaqbiq.decrees.rules.papers.snapshot import Stored
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.paper_facts import Line, PaperFacts
from malaqbiq.decrees.selectors.paper_words import paper_text
from malaqbiq.kernel.entropy import new_salt


def snapshots(*, decree: Decree, entries: Sequence[Entry] | None = None) -> Sequence[Snapshot]:
    """What the papers of an own decree show: the head and each line of the annex, salted and digested.

    None for a kind that has no words: it has no paper. PaperRefused if it should have words and none are stated for the
    day; Unsigned if nobody is named who signs on that day. The decree must be numbered and dated; `entries` are its
    own, if they were read already.
    """
    if decree.origin != Origin.OWN or decree.decided_on is None:
        return ()
    text = paper_text(decree, decree.decided_on)
    if text is None:
        return ()
    facts = PaperFacts(decree, decree.decided_on, entries)
    issue = facts.issue(text.places())
    if not issue.signer.name:
        raise Unsigned(issue.signer.title)
    head = decree_paper(issue, text)
    lines = [_snapshot(decree, place, line.row, line) for place, line in enumerate(facts.lines, start=1)]
    return [_snapshot(decree, 0, head), *lines]


def _snapshot(decree: Decree, ordinal: int, piece: Stored, line: Line | None = None) -> Snapshot:
    salt, content = new_salt(), piece.content()
    person, unit = (line.person, line.work_unit) if line else (None, decree.office_id)
    return Snapshot(
        decree=decree,
        ordinal=ordinal,
        person_id=person,
        work_unit_id=unit,
        content=content,
        salt=salt,
        digest=snapshot_digest(salt, content, person, unit),
    )
