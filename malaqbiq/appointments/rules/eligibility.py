"""Whether somebody may be given a post: what each rule asks, what he has, and what nobody knows. PP 11/2017 art. 54."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from malaqbiq.appointments.rules.candidates import Needed, PersonFacts, PostTime, Rulebook, Sought, Start, Verdict
from malaqbiq.kernel.words import Words, gettext_noop, joined
from malaqbiq.people.rules import EDUCATION_LABELS
from malaqbiq.regulations.rules.rows import Criterion, EligibilityRow
from malaqbiq.regulations.rules.rows.eligibility import PENALTY_GRADES, POST_LEVELS, PREDIKAT
from malaqbiq.service.rules.careers import months_after, retirement_day, years_after

DEMISIONER = "demisioner"
PLAIN = POST_LEVELS[0]
"""The level of who holds no structural post."""
LEVELS = {level: place for place, level in enumerate(POST_LEVELS)}
SCHOOLS = {label: level for level, label in EDUCATION_LABELS.items()}
GRADES = {
    "light": gettext_noop("light"),
    "medium": gettext_noop("medium"),
    "heavy": gettext_noop("heavy"),
}
"""What grades of a penalty are called."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule finds of somebody, why, and what is to be remarked though it is met."""

    rule: EligibilityRow
    verdict: Verdict
    why: Words
    remark: Words | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What all rules find of somebody."""

    person: PersonFacts
    findings: tuple[Finding, ...]

    def of(self, verdict: Verdict) -> list[Finding]:
        """The findings of one kind."""
        return [one for one in self.findings if one.verdict is verdict]

    @property
    def standing(self) -> Standing:
        """How it stands with all of it together."""
        missing = sum(one.verdict is Verdict.MISSING for one in self.findings)
        if missing:
            return Standing.ONE_MISSING if missing == 1 else Standing.MORE_MISSING
        unknown = any(one.verdict is Verdict.UNKNOWN for one in self.findings)
        return Standing.UNKNOWN if unknown else Standing.ELIGIBLE


class Standing(StrEnum):
    """How it stands with somebody: all met; nothing missing but something unknown; one thing missing; more."""

    ELIGIBLE = "eligible"
    UNKNOWN = "unknown"
    ONE_MISSING = "one-missing"
    MORE_MISSING = "more-missing"


def account(person: PersonFacts, sought: Sought, book: Rulebook, day: date) -> Account:
    """What each rule finds of somebody who is sought for a post on a day, in the order of the rules."""
    return Account(person, findings(person, sought, book.rules_for(sought), book, day))


def findings(
    person: PersonFacts, sought: Sought, rules: Sequence[EligibilityRow], book: Rulebook, day: date
) -> tuple[Finding, ...]:
    """One finding of each of the rules."""
    asked = _Asked(person, sought, book, day)
    return tuple(_finding(asked, rule) for rule in rules)


def is_eligible(
    person: PersonFacts, sought: Sought, rules: Sequence[EligibilityRow], book: Rulebook, day: date
) -> bool:
    """Whether none of the rules finds something missing or unknown; no more is asked once one does."""
    asked = _Asked(person, sought, book, day)
    return all(_finding(asked, rule).verdict not in AGAINST for rule in rules)


AGAINST = frozenset({Verdict.MISSING, Verdict.UNKNOWN})


@dataclass(frozen=True, slots=True)
class _Asked:
    person: PersonFacts
    sought: Sought
    book: Rulebook
    day: date


_Found = tuple[Verdict, Words] | tuple[Verdict, Words, Words | None]


def _finding(asked: _Asked, rule: EligibilityRow) -> Finding:
    if not rule.is_on:
        return Finding(rule, Verdict.OFF, OFF)
    if not rule.value and rule.criterion is not Criterion.COMPETENCE:
        return Finding(rule, Verdict.UNKNOWN, UNSAID)
    return Finding(rule, *LOOKS[rule.criterion](asked, rule))


OFF = Words(gettext_noop("switched off: it does not count"))
UNSAID = Words(gettext_noop("what is asked was not found"))
ASIDE = Words(gettext_noop("what a post needs depends on the post: choose one"))
NO_STATUS = {"pns": "PNS", "pppk": "PPPK"}


def _status(asked: _Asked, rule: EligibilityRow) -> _Found:
    own = Words("%(status)s", {"status": NO_STATUS.get(asked.person.status, asked.person.status)})
    return (Verdict.MET if asked.person.status == rule.value else Verdict.MISSING), own


def _rank(asked: _Asked, rule: EligibilityRow) -> _Found:
    grade, ladder = asked.person.grade, asked.book.ladder
    if not grade:
        return Verdict.UNKNOWN, Words(gettext_noop("no rank is recorded"))
    own, floor = ladder.get(grade), ladder.get(rule.value)
    told: dict[str, str | int] = {"grade": grade, "floor": rule.value}
    if own is None or floor is None:
        return Verdict.UNKNOWN, Words(gettext_noop("%(grade)s and %(floor)s don't stand on one ladder of ranks"), told)
    if own >= floor:
        return Verdict.MET, Words(gettext_noop("%(grade)s; from %(floor)s on"), told)
    steps = floor - own
    if steps <= int(rule.beside):
        remark = Words(gettext_noop("let through though %(steps)s rank below"), {"steps": steps})
        return Verdict.MET, Words(gettext_noop("%(grade)s; from %(floor)s on"), told), remark
    told["steps"] = steps
    return Verdict.MISSING, Words(gettext_noop("%(grade)s is %(steps)s ranks below %(floor)s"), told)


def _education(asked: _Asked, rule: EligibilityRow) -> _Found:
    own = asked.person.education
    if own is None:
        return Verdict.UNKNOWN, Words(gettext_noop("no schooling is recorded"))
    met = own >= SCHOOLS[rule.value]
    return (Verdict.MET if met else Verdict.MISSING), Words("%(level)s", {"level": own.label})


def _experience(asked: _Asked, rule: EligibilityRow) -> _Found:
    if rule.beside == PLAIN:
        return _served(asked, int(rule.value))
    person, day, years = asked.person, asked.day, int(rule.value)
    if not person.posts:
        return Verdict.MISSING, Words(
            gettext_noop("no post of the level %(level)s is recorded"), {"level": rule.beside}
        )
    held = [one for one in person.posts if LEVELS.get(one.level, -1) >= LEVELS[rule.beside]]
    days = sum((_end(one, day) - one.start.day).days for one in held)
    told: dict[str, str | Words] = {"level": rule.beside, "time": _time(days, day)}
    why = Words(gettext_noop("%(time)s in posts of the level %(level)s or higher"), told)
    if _reaches(days, years, day):
        return Verdict.MET, why
    if any(one.level not in LEVELS for one in person.posts):
        remark = Words(gettext_noop("which level a functional post has is not recorded"))
        return Verdict.UNKNOWN, why, remark
    if _untold(person, days, years, day) or any(not one.start.exact for one in held):
        remark = Words(gettext_noop("posts before the first one recorded are not known"))
        return Verdict.UNKNOWN, why, remark
    return Verdict.MISSING, why


def _untold(person: PersonFacts, days: int, years: int, day: date) -> bool:
    """Whether the years before the first post on record, of which nobody told, could make up for what is missing."""
    if person.served is None or not person.served.exact:
        return True
    before = (person.posts[0].start.day - person.served.day).days
    return before > 0 and _reaches(days + before, years, day)


def _served(asked: _Asked, years: int) -> _Found:
    served = asked.person.served
    if served is None:
        return Verdict.UNKNOWN, Words(gettext_noop("since when the person serves is not recorded"))
    days = (asked.day - served.day).days
    why = Words(gettext_noop("%(time)s of service"), {"time": _time(days, asked.day)})
    if _reaches(days, years, asked.day):
        return Verdict.MET, why
    if served.exact:
        return Verdict.MISSING, why
    return Verdict.UNKNOWN, Words(gettext_noop("since when the person serves is not recorded"))


def _related_years(asked: _Asked, rule: EligibilityRow) -> _Found:
    found = _served(asked, int(rule.value))
    if found[0] is not Verdict.MET:
        return found
    return Verdict.UNKNOWN, found[1], Words(gettext_noop("whether it was related work is not recorded"))


def _appraisal(asked: _Asked, rule: EligibilityRow) -> _Found:
    years = range(asked.day.year - int(rule.value), asked.day.year)
    return _rated(tuple((year, asked.person.predikat.get(year, "")) for year in years), rule.beside)


@lru_cache(1000)
def _rated(rated: tuple[tuple[int, str], ...], floor: str) -> tuple[Verdict, Words]:
    """What years say of a floor; of thousands of people few were rated otherwise than others."""
    told = [
        Words("%(year)s: %(predikat)s", {"year": str(year), "predikat": predikat or NOT_RECORDED})
        for year, predikat in rated
    ]
    why, predikats = joined(told, "; "), [predikat for _year, predikat in rated]
    if any(predikat and PREDIKAT.index(predikat) < PREDIKAT.index(floor) for predikat in predikats):
        return Verdict.MISSING, why
    return (Verdict.MET if all(predikats) else Verdict.UNKNOWN), why


NOT_RECORDED = Words(gettext_noop("not recorded"))


def _time_in_post(asked: _Asked, rule: EligibilityRow) -> _Found:
    since = present_since(asked.person, asked.day)
    if since is None:
        return Verdict.UNKNOWN, Words(gettext_noop("since when the post is held is not recorded"))
    fewest, most, day = int(rule.value), int(rule.beside), asked.day
    words = gettext_noop("since %(day)s") if since.exact else gettext_noop("since before %(day)s")
    told = Words(words, {"day": since.day})
    holds = holds_post(asked.person, day)
    why = told if holds else Words(gettext_noop("holds no structural post, %(since)s"), {"since": told})
    if years_after(since.day, fewest) > day:
        return (Verdict.MISSING if since.exact else Verdict.UNKNOWN), why
    remark = Words(gettext_noop("longer than %(years)s years"), {"years": most})
    return Verdict.MET, why, remark if holds and years_after(since.day, most) < day else None


def holds_post(person: PersonFacts, day: date) -> bool:
    """Whether somebody holds a post on a day, also one that is no more and whose work he keeps."""
    return bool(person.posts) and _holds(person.posts[-1], day)


def is_demisioner(person: PersonFacts, day: date) -> bool:
    """Whether what somebody holds on a day is a post that is no more, and whose daily work he still keeps."""
    return holds_post(person, day) and person.posts[-1].state == DEMISIONER


def _holds(last: PostTime, day: date) -> bool:
    return last.end is None or last.end > day


def present_since(person: PersonFacts, day: date) -> Start | None:
    """Since when somebody holds what he holds on a day: a post with those that it went on from, or, without one, as
    pelaksana since his last post or his first appointment.
    """
    last = person.posts[-1] if person.posts else None
    if last is None or not _holds(last, day):
        return Start(last.end) if last and last.end else person.served
    since = last.start
    for before, after in zip(reversed(person.posts[:-1]), reversed(person.posts), strict=False):
        if before.end != after.start.day or not (before.post == after.post or after.goes_on):
            break
        since = before.start
    return since


def _discipline(asked: _Asked, rule: EligibilityRow) -> _Found:
    running = sorted(asked.person.penalties, key=lambda one: PENALTY_GRADES.index(one.grade))
    if not running:
        return Verdict.MET, Words(gettext_noop("no penalty is recorded that runs on the day"))
    worst = running[-1]
    told: dict[str, str | date | Words] = {"grade": Words(GRADES[worst.grade])}
    if worst.last_day:
        why = Words(gettext_noop("a %(grade)s penalty runs through %(day)s"), told | {"day": worst.last_day})
    else:
        why = Words(gettext_noop("a %(grade)s penalty runs, its end is not recorded"), told)
    stands = PENALTY_GRADES.index(worst.grade) >= PENALTY_GRADES.index(rule.value)
    return (Verdict.MISSING if stands else Verdict.MET), why


def _pension(asked: _Asked, rule: EligibilityRow) -> _Found:
    birth, age, months = asked.person.birth, asked.book.ages.get(asked.sought.level), asked.book.months
    if birth is None:
        return Verdict.UNKNOWN, Words(gettext_noop("the date of birth is not recorded"))
    if age is None or months is None:
        return Verdict.UNKNOWN, Words(gettext_noop("no age of pension is said for this level of posts"))
    retired = retirement_day(birth, age, months)
    why = Words(gettext_noop("pension at %(age)s years, from %(day)s on"), {"age": age, "day": retired})
    met = asked.day < retired and _months_on(asked.day, int(rule.value)) <= retired
    return (Verdict.MET if met else Verdict.MISSING), why


def _competence(asked: _Asked, rule: EligibilityRow) -> _Found:
    del rule
    return competence(asked.person.competencies, asked.sought.competencies)


def competence(own: Mapping[str, int], needed: Collection[Needed] | None) -> tuple[Verdict, Words]:
    """What a post's competencies find of somebody's own levels: what is too low is missing, what nobody assessed is
    unknown.
    """
    verdict = mastery(own, needed)
    if needed is None:
        return verdict, ASIDE
    if not needed:
        return verdict, Words(gettext_noop("which competencies this post needs is not said"))
    return verdict, joined([_mastered(one, own.get(one.code)) for one in needed], "; ")


def mastery(own: Mapping[str, int], needed: Collection[Needed] | None) -> Verdict:
    """What `competence` finds, without the words: for thousands of people and many posts."""
    if needed is None:
        return Verdict.ASIDE
    is_known = bool(needed)
    for one in needed:
        level = own.get(one.code)
        if level is None:
            is_known = False
        elif level < one.level:
            return Verdict.MISSING
    return Verdict.MET if is_known else Verdict.UNKNOWN


def _mastered(one: Needed, level: int | None) -> Words:
    if level is None:
        return Words(gettext_noop("%(name)s: not assessed, asked %(asked)s"), {"name": one.name, "asked": one.level})
    told: dict[str, str | int] = {"name": one.name, "level": level, "asked": one.level}
    return Words(gettext_noop("%(name)s: level %(level)s, asked %(asked)s"), told)


LOOKS: Mapping[Criterion, Callable[[_Asked, EligibilityRow], _Found]] = {
    Criterion.STATUS: _status,
    Criterion.RANK: _rank,
    Criterion.EDUCATION: _education,
    Criterion.EXPERIENCE: _experience,
    Criterion.RELATED_YEARS: _related_years,
    Criterion.APPRAISAL: _appraisal,
    Criterion.TIME_IN_POST: _time_in_post,
    Criterion.DISCIPLINE: _discipline,
    Criterion.PENSION: _pension,
    Criterion.COMPETENCE: _competence,
}


def _end(one: PostTime, day: date) -> date:
    return min(one.end, day) if one.end else day


def _reaches(days: int, years: int, day: date) -> bool:
    """Whether so many days up to a day are so many years, counted back from it."""
    return years_after(date.fromordinal(max(1, day.toordinal() - days)), years) <= day


def _time(days: int, day: date) -> Words:
    """So many days up to a day, in whole years and months."""
    start = date.fromordinal(max(1, day.toordinal() - days))
    months = (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)
    return Words(gettext_noop("%(years)s y %(months)s m"), {"years": months // 12, "months": months % 12})


def _months_on(day: date, months: int) -> date:
    """The same day some months later; where that month has no such day, the first of the next."""
    first = months_after(day, months)
    try:
        return first.replace(day=day.day)
    except ValueError:
        return months_after(first, 1)
