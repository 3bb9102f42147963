"""What a step with decrees would do, before it is done: consequences, what holds it up, and why this asker may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from malaqbiq.decrees.errors import STATES, PaperRefused
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.registry import fixes, year_costs
from malaqbiq.decrees.rules.costs import YearCost
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.rules.papers.compose import decree_paper
from malaqbiq.decrees.rules.papers.holes import SIGNER, Hole
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.rules.papers.texts import PaperText
from malaqbiq.decrees.selectors.changes import ChangeLine, amounts_of, change_lines, lines_of
from malaqbiq.decrees.selectors.hands import hands_of
from malaqbiq.decrees.selectors.paper_facts import PaperFacts
from malaqbiq.decrees.selectors.paper_words import paper_text
from malaqbiq.decrees.services.drafting import entries_digest, head_digest
from malaqbiq.decrees.services.issuing import review_of
from malaqbiq.decrees.services.posting import Looked, next_place
from malaqbiq.decrees.services.registers import Expected, numbers_expected
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.reading import reading_ahead, reading_once
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.people.selectors import own_close_family


class Act(StrEnum):
    """What is done with decrees."""

    SUBMIT = "submit"
    APPROVE = "approve"
    ISSUE = "issue"
    RETURN = "return"


NEEDED = {
    Act.SUBMIT: (Decree.State.DRAFT,),
    Act.APPROVE: (Decree.State.SUBMITTED,),
    Act.ISSUE: (Decree.State.APPROVED,),
    Act.RETURN: (Decree.State.SUBMITTED, Decree.State.APPROVED),
}
"""In which states each act finds a decree."""

ROLES = {
    Act.SUBMIT: (Role.SDM_OFFICER,),
    Act.APPROVE: (Role.SECRETARY,),
    Act.ISSUE: (Role.SECRETARY, Role.SDM_OFFICER),
    Act.RETURN: (Role.SDM_OFFICER, Role.SECRETARY),
}
"""Who does each act."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """What holds issuing up: in words, and on whom."""

    code: str
    words: Words
    person: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that holds issuing up, said once: its first blocker, and one for each person whom it is about."""

    first: Blocker
    people: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """A decree before a step.

    `digest` is that of its content now. `lines` are what changes for each, `more` how many further ones there are.
    `before` and `after` are rupiah a month over those whose pay it sets, `cost` what it sets in its budget year.
    `papers` counts the papers to be made by kind; `gaps` names places on them that stay dots, `holes` who or what lacks
    a fact that they show. `hindrance` says why this asker can't take the step with it. `opens`: nobody said with which
    number its register begins.
    """

    decree: Decree
    digest: str
    blockers: tuple[Blocker, ...]
    remarks: tuple[Words, ...]
    gaps: tuple[str, ...]
    holes: tuple[Hole, ...]
    lines: Sequence[ChangeLine]
    more: int
    everyone: frozenset[UUID]
    units: tuple[str, ...]
    before: int
    after: int
    cost: YearCost | None
    papers: dict[Kind, int]
    number: str
    opens: bool
    hindrance: Words | None = None
    ready: bool = True
    """whether this asker can take the step with it now: what holds issuing up holds up nothing before"""

    @property
    def quote(self) -> str:
        """How a form quotes what was read."""
        return f"{self.decree.uid}:{self.decree.version}:{self.digest}"

    @property
    def things(self) -> list[Thing]:
        """What holds it up, each thing once."""
        return things_of(self.blockers)

    @property
    def people(self) -> int:
        """How many people it is about."""
        return len(self.everyone)

    @property
    def notes(self) -> int:
        """How many things there are to know that hold nothing up."""
        return len(self.remarks) + len(self.gaps)

    @property
    def more_a_month(self) -> int:
        """Rupiah a month that it adds to what is paid; below zero if it takes away."""
        return self.after - self.before


LINES = 50
"""Lines of people that are told in all: a decree's page has every one."""


def decrees_examine(*, access: Access, decrees: Sequence[Decree], act: Act) -> list[Examined]:
    """Each decree before the act. Read only.

    Everything that issuing asks is asked, of all decrees together: statements grow with the days and offices that they
    have, neither with decrees nor with people.
    """
    entries = entries_read(decrees)
    every = [entry for own in entries.values() for entry in own]
    with reading_once(), reading_ahead(_keys(decrees, every)):
        numbers, place = numbers_expected(access=access, decrees=decrees), next_place()
        kin = {zone: own_close_family(access, clock.today(zone)) for zone in {item.office.zone for item in decrees}}
        costs = year_costs([decree.pk for decree in decrees])
        hands = hands_of(decrees) if act == Act.APPROVE else {}
        asked = _Asked(access, act, kin, frozenset(key for key, one in hands.items() if access.actor in one.barred))
        found, left = [], LINES
        for decree in decrees:
            read = _read(decree, entries[decree.pk], place)
            found.append(_examined(asked, read, numbers[decree.pk], costs.get(decree.pk), left))
            left -= len(found[-1].lines)
        return found


def decree_blockers(*, access: Access, decree: Decree) -> tuple[Blocker, ...]:
    """What holds a decree up that isn't issued yet: the same that its review says."""
    return decree_read(access=access, decree=decree)[0]


def decree_read(*, access: Access, decree: Decree) -> tuple[tuple[Blocker, ...], tuple[Words, ...]]:
    """What holds a decree up that isn't issued yet, and what is remarked of it: the same that its review says."""
    with reading_once(), reading_ahead():
        read = _read(decree, entries_read([decree])[decree.pk], next_place())
        return _held(read, numbers_expected(access=access, decrees=[decree])[decree.pk]), read.remarks


def things_of(blockers: Sequence[Blocker]) -> list[Thing]:
    """What holds a decree up: what is mended at one place for all is one thing with those whom it is about."""
    groups: dict[tuple[object, ...], list[Blocker]] = {}
    for number, blocker in enumerate(blockers):
        alike = (blocker.code, str(blocker.words)) if blocker.code in fixes() else (number,)
        groups.setdefault(alike, []).append(blocker)
    return [
        Thing(group[0], tuple({one.person: one for one in group if one.name}.values())) for group in groups.values()
    ]


def entries_read(decrees: Sequence[Decree]) -> dict[int, list[Entry]]:
    """The entries of each decree (by key) in their order, with what they name. One statement."""
    by_key = {decree.pk: decree for decree in decrees}
    found: dict[int, list[Entry]] = {key: [] for key in by_key}
    rows = Entry.objects.filter(decree__in=by_key).select_related("work_unit", "person", "post")
    for entry in rows.order_by("decree", "ordinal"):
        entry.decree = by_key[entry.decree_id]
        found[entry.decree_id].append(entry)
    return found


def _keys(decrees: Sequence[Decree], entries: Sequence[Entry]) -> Iterator[UUID | str]:
    """All that will be asked about: uids of the decrees, of people and work units, and the units' codes."""
    yield from (decree.uid for decree in decrees)
    yield from (decree.office.code for decree in decrees)
    for entry in entries:
        yield from (entry.work_unit_id, entry.work_unit.code)
        if entry.person_id:
            yield entry.person_id


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks for which act, with close family by zone, and which decrees (by key) he had a hand in."""

    access: Access
    act: Act
    kin: Mapping[str, frozenset[UUID]]
    own: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a decree, for whoever asks."""

    decree: Decree
    entries: list[Entry]
    blockers: tuple[Blocker, ...]
    remarks: tuple[Words, ...]
    text: PaperText | None
    facts: PaperFacts
    folded: Looked


def _read(decree: Decree, entries: list[Entry], place: int) -> _Read:
    review = review_of(decree, entries, place)
    problems = list(review.problems)
    if not entries:
        problems.append(Problem("decrees.empty", Words(gettext_noop("the decree decides nothing yet"))))
    text, today = None, clock.today(decree.office.zone)
    try:
        text = paper_text(decree, today)
    except PaperRefused as error:
        problems.append(Problem("decrees.no_words", error.words))
    facts = PaperFacts(decree, today, entries)
    problems += [Problem("decrees.no_signer", hole.words) for hole in facts.unsigned()]
    return _Read(decree, entries, _blockers(problems, entries), review.remarks, text, facts, review.people)


def _held(read: _Read, number: Expected) -> tuple[Blocker, ...]:
    """All that holds a decree up, its number to be too."""
    if number.text:
        return read.blockers
    words = Words(gettext_noop("how this office numbers its decrees is not known for today"))
    return (*read.blockers, Blocker("decrees.no_number", words))


def _examined(asked: _Asked, read: _Read, number: Expected, cost: YearCost | None, most: int) -> Examined:
    decree, entries, blockers, text = read.decree, read.entries, _held(read, number), read.text
    every = lines_of(entries)
    lines = change_lines(decree, entries, read.folded, most)
    units = tuple(dict.fromkeys(line[0].work_unit.name for line in every))
    everyone = frozenset(line[0].person_id for line in every if line[0].person_id)
    before, after = amounts_of(every, read.folded)
    hindrance = _hindrance(asked, decree, entries)
    gaps, holes = _missing(read.facts, text)
    return Examined(
        decree=decree,
        digest=head_digest(decree, entries_digest(entries)),
        blockers=blockers,
        remarks=read.remarks,
        gaps=gaps,
        holes=holes,
        lines=lines,
        more=len(every) - len(lines),
        everyone=everyone,
        units=units,
        before=before,
        after=after,
        cost=cost,
        papers=_papers(text, len(everyone), len(units)),
        number=number.text,
        opens=number.opens,
        hindrance=hindrance,
        ready=hindrance is None and not (asked.act == Act.ISSUE and blockers),
    )


def _missing(facts: PaperFacts, text: PaperText | None) -> tuple[tuple[str, ...], tuple[Hole, ...]]:
    if text is None:
        return (), ()
    holes = tuple(hole for hole in facts.holes(text) if hole.what != SIGNER)
    return decree_paper(facts.issue(text.places()), text).gaps, holes


def _papers(text: PaperText | None, people: int, units: int) -> dict[Kind, int]:
    if text is None:
        return {}
    counts = {
        Kind.DECREE: 1,
        Kind.PART: units if units > 1 else 0,
        Kind.EXTRACT: people if text.extract else 0,
        Kind.CONTRACT: people if text.contract else 0,
    }
    return {kind: many for kind, many in counts.items() if many}


def _hindrance(asked: _Asked, decree: Decree, entries: Sequence[Entry]) -> Words | None:
    access, act = asked.access, asked.act
    if decree.state not in NEEDED[act]:
        return Words(gettext_noop("it is %(state)s already"), {"state": Words(STATES[decree.state])})
    if not access.covers(decree.office.code, *ROLES[act]):
        return Words(gettext_noop("your role on this work unit does not allow this step"))
    if act == Act.APPROVE and decree.submitted_by == access.actor:
        return Words(gettext_noop("you submitted it yourself: another must approve it"))
    if decree.pk in asked.own:
        return Words(gettext_noop("you drafted, changed or kept it: another must approve it"))
    if act == Act.APPROVE and asked.kin[decree.office.zone] & {entry.person_id for entry in entries}:
        return Words(gettext_noop("it is about yourself or close family: another must decide"))
    return None


def _blockers(problems: Sequence[Problem], entries: Sequence[Entry]) -> tuple[Blocker, ...]:
    by_uid = {entry.uid: entry for entry in entries}
    by_person = {entry.person_id: entry for entry in reversed(entries) if entry.person_id}
    found = []
    for problem in problems:
        subject = problem.subject.uid if problem.subject else None
        entry = by_uid.get(problem.entry) if problem.entry else None
        entry = entry or (by_person.get(subject) if subject else None)
        found.append((problem, entry))
    return tuple(
        Blocker(
            problem.code,
            problem.words,
            entry.person_id if entry else None,
            entry.person.full_name if entry and entry.person else "",
        )
        for problem, entry in found
    )
