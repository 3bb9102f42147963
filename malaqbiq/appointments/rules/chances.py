"""Who may be named for the posts of a phase: what each lacks for each kind of post, and what was waived for him."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from malaqbiq.appointments.rules.candidates import PersonFacts, Verdict
from malaqbiq.appointments.rules.eligibility import Account, Standing
from malaqbiq.regulations.rules.rows import Criterion


@dataclass(frozen=True, slots=True)
class Waived:
    """That a rule was waived for somebody in a phase: for posts of one kind (its key), of all where none is said."""

    criterion: Criterion
    kind: str = ""

    def holds(self, criterion: Criterion, kind: str) -> bool:
        """Whether it lets through what this rule finds missing for a post of this kind."""
        return self.criterion is criterion and self.kind in ("", kind)


@dataclass(frozen=True, slots=True)
class Lack:
    """What somebody lacks for a kind of post, what nobody knows, and what was waived."""

    missing: tuple[Criterion, ...] = ()
    unknown: tuple[Criterion, ...] = ()
    waived: tuple[Criterion, ...] = ()

    @property
    def standing(self) -> Standing:
        """How it stands with all of it together."""
        if self.missing:
            return Standing.ONE_MISSING if len(self.missing) == 1 else Standing.MORE_MISSING
        return Standing.UNKNOWN if self.unknown else Standing.ELIGIBLE


ORDER = {standing: place for place, standing in enumerate(Standing)}
MAY = frozenset({Standing.ELIGIBLE, Standing.UNKNOWN})
"""With whom it stands so may be named: what nobody knows is said, and the panel finds it out."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Somebody who is looked at for the posts of a phase: what he lacks for each kind, by its key in their order."""

    person: PersonFacts
    kinds: tuple[str, ...]
    lacks: tuple[Lack, ...]

    @property
    def best(self) -> int:
        """The place of the kind of post for which he lacks least."""
        return min(range(len(self.lacks)), key=lambda place: _weight(self.lacks[place]))

    @property
    def kind(self) -> str:
        """The kind of post for which he lacks least."""
        return self.kinds[self.best]

    @property
    def lack(self) -> Lack:
        """What he lacks for it."""
        return self.lacks[self.best]

    @property
    def standing(self) -> Standing:
        """How it stands with him for it."""
        return self.lack.standing

    @property
    def may_be_named(self) -> bool:
        """Whether nothing is missing for one of the kinds."""
        return self.standing in MAY

    @property
    def counts(self) -> Counter[Standing]:
        """For how many kinds of posts it stands how with him."""
        return Counter(one.standing for one in self.lacks)

    def of(self, kind: str) -> Lack:
        """What he lacks for a kind of post; KeyError for one that the phase doesn't fill."""
        if kind not in self.kinds:
            raise KeyError(kind)
        return self.lacks[self.kinds.index(kind)]


def _weight(lack: Lack) -> tuple[int, int, int]:
    return (ORDER[lack.standing], len(lack.missing), len(lack.unknown))


def lack_of(verdicts: Collection[tuple[Criterion, Verdict]], kind: str, waived: Collection[Waived]) -> Lack:
    """What the findings of rules come to for a kind of post, with what was waived."""
    missing = [criterion for criterion, verdict in verdicts if verdict is Verdict.MISSING]
    let = [one for one in missing if any(each.holds(one, kind) for each in waived)]
    return Lack(
        tuple(one for one in missing if one not in let),
        tuple(criterion for criterion, verdict in verdicts if verdict is Verdict.UNKNOWN),
        tuple(let),
    )


def with_waivers(found: Account, kind: str, waived: Collection[Waived]) -> Account:
    """An account in which what is missing and waived is told so, and no longer counts."""
    return Account(
        found.person,
        tuple(
            replace(one, verdict=Verdict.WAIVED)
            if one.verdict is Verdict.MISSING and any(each.holds(one.rule.criterion, kind) for each in waived)
            else one
            for one in found.findings
        ),
    )
