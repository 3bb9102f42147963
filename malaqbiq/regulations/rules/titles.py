"""What facts of law are called: from the keys that payloads quote, and the codes in them, to what people read."""

from __future__ import annotations

import re
from datetime import date

from malaqbiq.kernel.words import Named, Words, gettext_noop, joined
from malaqbiq.regulations.rules.rows import ServiceRuleRow
from malaqbiq.regulations.rules.rows.base import TRUST_WORDS, Row

SAID_BY_US = (
    gettext_noop("BPS UMP series as held by a public repository on github.com (dashboard-ump: data.json)"),
    gettext_noop("second copy of the BPS UMP series in a public tracer-study database dump (repository unnamed)"),
    gettext_noop("two public source repositories with the 38-province 2026 list (repositories unnamed)"),
    gettext_noop(
        "constants in a public payroll program that cites Perpres 64/2020, PP 44/2015, PP 46/2015 (repository unnamed)"
    ),
    gettext_noop("a second public payroll program (repository unnamed)"),
    gettext_noop("one source"),
    gettext_noop("two sources"),
    gettext_noop("three sources"),
    gettext_noop("four sources"),
    gettext_noop("two copies of one BPS series"),
    gettext_noop("three public copies agree"),
    gettext_noop("two public copies agree"),
    gettext_noop("one source (the second copy has two rows swapped for 18 and 52)"),
    gettext_noop("BPS series, one source"),
    gettext_noop("BPS series and press"),
    gettext_noop("press prints decimals, raised to the next whole rupiah"),
    gettext_noop("raised to the next whole rupiah"),
    gettext_noop("from memory"),
    gettext_noop("from memory, unverified"),
    gettext_noop("judgement"),
    gettext_noop("not found"),
    gettext_noop("Sulawesi Barat's own figures were not found"),
    gettext_noop("the standard goes from Rp1.979.000 to Rp4.858.000"),
    gettext_noop("printed only as 5.1 million, so rounded by the press"),
    gettext_noop("conflict: Rp4.024.270 in one series, Rp3.614.000 elsewhere"),
    gettext_noop("left empty"),
    gettext_noop("forms of berita acara in two public repositories"),
    gettext_noop("the oath's lines as forms of berita acara in two public repositories print them"),
    gettext_noop("what stands before and after the lines is our own frame"),
    gettext_noop("that there is such a paper is from memory, its words are our own frame"),
    gettext_noop("shaped like forms of berita acara in two public repositories"),
    gettext_noop("the seven points as a public form prints them"),
    gettext_noop("that the regulation is its source is from memory"),
    gettext_noop("said there of the oath of a new PNS, the same for a post is judgement"),
    gettext_noop("the opening as a public form prints it"),
    gettext_noop("read as Kristen"),
    gettext_noop("a public form of a ministry begins with: Demi Allah, saya bersumpah"),
    gettext_noop("the rule leaves the words to the belief: ask, and state your own"),
    gettext_noop("the mother province (91, for 96: 92) applied in practice (judgement)"),
)
"""What the files on pay and on inaugurations say in our own words: titles of sources stay as they are."""


def fact_title(key: str) -> Words:
    """What the fact under a key on pay is called: UMP Sulawesi Barat 2022. The key itself of what has no other name."""
    kind, _, rest = key.partition(":")
    of, _, when = rest.rpartition(":")
    if kind in {"ump", "umk"}:
        return _dated(Words("%(level)s %(region)s", {"level": kind.upper(), "region": Named("region", of)}), when)
    if kind == "sbm":
        return _ceiling(rest.split(":"))
    return Words("%(key)s", {"key": key})


def source_told(source: str) -> Words:
    """A source or a remark of the data: what we said in it ourselves to be translated, part by part."""
    parts = re.split(r"( ?; )", source)
    return joined((Words(part) if part in SAID_BY_US else Words("%(text)s", {"text": part}) for part in parts), "")


RULES = {
    "retirement-age-jpt-pratama": gettext_noop("retirement age of a pimpinan tinggi pratama: %(figure)s years"),
    "retirement-age-administrator": gettext_noop("retirement age of an administrator: %(figure)s years"),
    "retirement-age-pengawas": gettext_noop("retirement age of a pengawas: %(figure)s years"),
    "retirement-age-pelaksana": gettext_noop("retirement age of a pelaksana: %(figure)s years"),
    "promotion-years": gettext_noop("regular promotion: at least %(figure)s years in the last rank"),
    "acting-plt-months": gettext_noop("a Plt's term lasts at most (months): %(figure)s"),
    "acting-plt-again": gettext_noop("how often a Plt's term may be lengthened, by as long at most: %(figure)s"),
    "acting-plh-days": gettext_noop("a Plh's term lasts at most (days): %(figure)s"),
    "acting-levels-up": gettext_noop("the post is of one's own level, or at most so many levels above it: %(figure)s"),
    "acting-units-up": gettext_noop(
        "one serves in the post's own work unit, or at most so many steps above it: %(figure)s"
    ),
    "ump-set-by": gettext_noop("the governor sets next year's minimum wage by this day at the latest"),
    "ump-from": gettext_noop("the minimum wage counts from this day on"),
    "contract-report-day": gettext_noop("a work unit's monthly report: by day %(figure)s of the next month"),
    "contract-letter-day": gettext_noop("the province's covering letter: by day %(figure)s of the next month"),
}
"""Terms of service by their names, with their figures, as grounds of what falls due."""


def rule_told(row: ServiceRuleRow) -> Words | str:
    """What a term of service says, in the reader's language; the row's own statement where we have no other words."""
    return Words(RULES[row.rule], {"figure": row.figure}) if row.rule in RULES else row.statement


def not_found(row: Row) -> Words:
    """Why a row that is known to exist has no figure."""
    note = source_told(row.note or TRUST_WORDS[row.trust])
    return Words(gettext_noop("its figure was not found (%(note)s)"), {"note": note})


def _ceiling(parts: list[str]) -> Words:
    """A group's or a family's in a province; of nobody's in particular where the payload knew no family."""
    group, province, when = (*parts, "", "", "")[:3]
    words = gettext_noop("SBM of %(group)s, %(region)s") if group else "SBM %(region)s"
    return _dated(Words(words, {"group": Named("job_group", group), "region": Named("region", province)}), when)


def _dated(what: Words, when: str) -> Words:
    """With its year, or with its first day where that is another than New Year's."""
    try:
        day = date.fromisoformat(when)
    except ValueError:
        return Words("%(what)s %(year)s", {"what": what, "year": when}) if when else what
    return Words(gettext_noop("%(what)s from %(day)s"), {"what": what, "day": day})
