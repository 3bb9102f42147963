"""What the decrees' templates say in their own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django import template
from django.template import RequestContext
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

from malaqbiq.decrees.models import Decree, Document, SignatureEvidence
from malaqbiq.decrees.registry import COMPOSER, OTHER, composers, fixes, law_fixes, remark_fixes
from malaqbiq.decrees.rules.costs import YearCost
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.papers.editing import PAPERS as EDITED
from malaqbiq.decrees.rules.papers.editing import Paper
from malaqbiq.decrees.rules.papers.holes import Hole
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.changes import ChangeLine
from malaqbiq.decrees.selectors.decree_page import MendingNote, Papers
from malaqbiq.decrees.selectors.waiting import Waiting
from malaqbiq.decrees.services.reviewing import Act, Blocker, Thing, things_of
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.kernel.words import Words
from malaqbiq.organization.rules.names import Authority, authority_title
from malaqbiq.regulations.rules.rows import DecreeKindRow

register = template.Library()

PAPERS = {
    Kind.DECREE: gettext_lazy("decree"),
    Kind.PART: gettext_lazy("part of the annex"),
    Kind.EXTRACT: gettext_lazy("petikan"),
    Kind.CONTRACT: gettext_lazy("work agreement"),
    Kind.COPY: gettext_lazy("salinan"),
}
STATES = {
    Decree.State.DRAFT: (gettext_lazy("Draft"), ""),
    Decree.State.SUBMITTED: (gettext_lazy("Submitted"), "warn"),
    Decree.State.APPROVED: (gettext_lazy("Approved"), "info"),
    Decree.State.ISSUED: (gettext_lazy("Issued"), "good"),
}
ORIGINS = {Origin.RECEIVED: gettext_lazy("received"), Origin.OPENING: gettext_lazy("opening")}
GAPS = {
    "dipa_number": gettext_lazy("the DIPA's number"),
    "dipa_date": gettext_lazy("the DIPA's date"),
    "province": gettext_lazy("the province"),
    "floor": gettext_lazy("the floor of pay"),
    "floor_basis": gettext_lazy("what the floor rests on"),
    "last_day": gettext_lazy("the last day"),
    "first_day": gettext_lazy("the first day"),
}
MOST_NAMED = 6
"""People or work units that are named where something is missing of many."""

OF_UNIT = frozenset({"dipa_number", "dipa_date", "province"})
"""Gaps that a work unit's profile fills."""
OF_LAW = {"floor": "wage_floors", "floor_basis": "wage_floors"}
"""Gaps that a fact of law fills, by its table."""

FILLED = frozenset({"nik", "birth", "sex", "education"})
"""Facts that are filled in column by column, each under its own name."""

VERBS = {
    "elsewhere": gettext_lazy("Another decree has it…"),
    "void": gettext_lazy("No decree has it…"),
    "reserved": gettext_lazy("Keep a block of numbers…"),
}


@register.filter
def cost_words(cost: YearCost) -> str:
    """What a cost counts: from which to which day, how much of it is months, and how much THR."""
    said = {
        "start": date_format(cost.start, "j M Y"),
        "last_day": date_format(cost.last_day, "j M Y"),
        "months": rupiah(cost.months),
        "thr": rupiah(cost.thr),
        "count": len(cost.unset),
    }
    if cost.unset:
        words = ngettext(
            "%(start)s – %(last_day)s: months %(months)s, THR %(thr)s; month of THR not set: %(count)s work unit",
            "%(start)s – %(last_day)s: months %(months)s, THR %(thr)s; month of THR not set: %(count)s work units",
            len(cost.unset),
        )
    elif cost.thr:
        words = _("%(start)s – %(last_day)s: months %(months)s, THR %(thr)s")
    else:
        words = _("%(start)s – %(last_day)s, without THR: its month is not among them")
    return words % said


@register.filter
def signed(amount: int) -> str:
    """``+Rp1.000``: an amount that is a difference."""
    return f"+{rupiah(amount)}" if amount > 0 else rupiah(amount)


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    """What a key is called, or itself."""
    return names.get(key, key)


@register.filter
def paper_kind(kind: str) -> str:
    """What a kind of paper is called."""
    return str(PAPERS[Kind(kind)])


@register.filter
def gap_name(key: str) -> str:
    """What a place of the words that nothing fills is called."""
    return str(GAPS.get(key, key))


@register.simple_tag(takes_context=True)
def mends(context: RequestContext, hole: Hole) -> list[tuple[str, str]]:
    """Where a hole is filled: people or work units by name, the first of them, with an address if there is one.

    Then, for who may fill it there, the list of all people who lack it.
    """
    if not hole.of_person:
        year = f"?year={hole.year}" if hole.year else ""
        return [(name, _address("unit", code) + year) for code, name in hole.units.items()][:MOST_NAMED]
    found = [(name, _address("person", uid)) for uid, name in hole.people.items()][:MOST_NAMED]
    if hole.what in FILLED and context["request"].access.units(Role.SDM_OFFICER):
        found.append((_("all who lack it…"), f"{_address('gaps')}?column={hole.what}"))
    return found


@register.simple_tag(takes_context=True)
def begin(context: RequestContext, decree: Decree) -> str:
    """Where the first number of the decree's register is said, for who may."""
    may = decree.authority and context["request"].access.covers(decree.office.code, Role.SDM_OFFICER)
    return _address("register-first", decree.office.code, decree.authority) if may else ""


def _address(route: str, *args: object) -> str:
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


def _composer(decree: Decree) -> str:
    """Where a draft is composed; nothing for what is no draft, or isn't composed by hand."""
    route = composers().get(decree.kind, "") if decree.state == Decree.State.DRAFT else ""
    return reverse(route, args=[decree.uid]) if route else ""


@register.simple_tag
def remark_fix(decree: Decree, words: Words) -> dict[str, str]:
    """Where one sees to what is remarked of a decree: a label, and an address; both empty if there is no such place."""
    label, route = remark_fixes().get(words.message, ("", ""))
    if route == OTHER:
        address = _address("decree", words.params["decree"])
    else:
        address = _composer(decree) if route == COMPOSER else _address(route) if route else ""
    return {"label": str(label), "address": address} if address else {"label": "", "address": ""}


@register.simple_tag
def gap_fix(decree: Decree, key: str) -> dict[str, str]:
    """Where a place of the words that stays dots is filled: the work unit's page, the law table, or the draft."""
    if key in OF_UNIT:
        year = f"?year={decree.effective_on.year}" if decree.effective_on else ""
        return {"label": _("Fill it in"), "address": _address("unit", decree.office.code) + year}
    if key in OF_LAW:
        return {"label": _("State it in the law table"), "address": _address("law-table", OF_LAW[key])}
    composer = _composer(decree)
    return {"label": _("Mend it in the draft") if composer else "", "address": composer}


@register.filter
def papers_counted(papers: Mapping[Kind, int]) -> str:
    """Papers to be made, so many of each kind."""
    told = {
        Kind.DECREE: ngettext_lazy("%(count)s decree", "%(count)s decrees", "count"),
        Kind.PART: ngettext_lazy("%(count)s part of the annex", "%(count)s parts of the annex", "count"),
        Kind.EXTRACT: ngettext_lazy("%(count)s petikan", "%(count)s petikan", "count"),
        Kind.CONTRACT: ngettext_lazy("%(count)s work agreement", "%(count)s work agreements", "count"),
    }
    return ", ".join(told[kind] % {"count": many} for kind, many in papers.items())


@register.filter
def account_verb(use: str) -> str:
    """What is said of a number by a form."""
    return str(VERBS[use])


@register.filter
def issuer(decree: Decree) -> str:
    """Whose decree it is: of a received one who issued it, not the office that recorded it; else the office."""
    is_received = decree.origin == Origin.RECEIVED and bool(decree.authority)
    return decider(decree) if is_received else decree.office.name


@register.filter
def decider(decree: Decree) -> str:
    """The title of who decides."""
    known = decree.authority in set(Authority)
    return authority_title(Authority(decree.authority), decree.office.name) if known else decree.authority or "–"


@register.simple_tag
def kind_name(row: DecreeKindRow) -> str:
    """What a kind of decree is called in the reader's language."""
    return row.name_en if get_language() == "en" else row.name_id


@register.simple_tag
def paper_title(paper: Paper) -> str:
    """What an edited paper is called."""
    return _(EDITED[paper].title)


@register.simple_tag
def decree_badge(decree: Decree) -> SafeString:
    """The decree's state, and where it comes from if it isn't ours."""
    title, tone = STATES[Decree.State(decree.state)]
    title = ORIGINS.get(Origin(decree.origin), title)
    return format_html('<span class="badge {}">{}</span>', tone, title)


@register.simple_tag
def step_button(act: str, decrees: int, people: int) -> str:
    """What the button does, with how many decrees and people."""
    match Act(act):
        case Act.SUBMIT:
            text = ngettext("Submit %(decrees)s decree", "Submit %(decrees)s decrees", decrees)
        case Act.APPROVE:
            text = ngettext("Approve %(decrees)s decree", "Approve %(decrees)s decrees", decrees)
        case Act.ISSUE:
            text = ngettext("Issue %(decrees)s decree", "Issue %(decrees)s decrees", decrees)
        case Act.RETURN:
            text = ngettext("Give back %(decrees)s decree", "Give back %(decrees)s decrees", decrees)
    return f"{text % {'decrees': decrees}} · {_people(people)}"


def _people(count: int) -> str:
    return ngettext("%(people)s person", "%(people)s people", count) % {"people": count}


def _fixed(decree: Decree, label: Promise | str, route: str) -> dict[str, str]:
    """A registered fix. A route that takes the decree mends the draft: what was submitted is given back first."""
    address = _address(route) if route else ""
    if address or not route:
        return {"label": str(label), "address": address}
    if decree.state != Decree.State.DRAFT:
        return {"label": _("Give it back as a draft to mend it."), "address": ""}
    return {"label": str(label), "address": _address(route, decree.uid)}


@register.filter
def things(blockers: Sequence[Blocker]) -> list[Thing]:
    """What holds a decree up, each thing once."""
    return things_of(blockers)


@register.filter
def held_words(blockers: Sequence[Blocker]) -> str:
    """How many things hold issuing up, and how many people they are about."""
    many, people = len(things_of(blockers)), len({one.person for one in blockers if one.person})
    words = ngettext("%(count)s thing holds issuing up", "%(count)s things hold issuing up", many) % {"count": many}
    return f"{words} · {_people(people)}" if people else words


@register.simple_tag
def fix(decree: Decree, blocker: Blocker) -> dict[str, str]:
    """Where what holds a decree up is mended: a label, and an address if there is one."""
    if blocker.code == "decrees.no_signer":
        return {"label": _("Name who signs"), "address": reverse("unit", args=[decree.office.code])}
    if blocker.code in fixes():
        return _fixed(decree, *fixes()[blocker.code])
    if composer := _composer(decree):
        anchor = f"#person-{blocker.person}" if blocker.person else ""
        return {"label": _("Mend it in the draft"), "address": composer + anchor}
    if decree.state != Decree.State.DRAFT:
        return {"label": _("Give it back as a draft to mend it."), "address": ""}
    try:
        return {"label": _("Open the person"), "address": reverse("person", args=[blocker.person])}
    except NoReverseMatch:
        return {"label": "", "address": ""}


@register.filter
def waiting_words(waiting: Waiting) -> str:
    """That somebody stands in a decree already, before its title, as it stands."""
    told = {
        Decree.State.DRAFT: _("in a draft already:"),
        Decree.State.SUBMITTED: _("in a submitted decree already:"),
        Decree.State.APPROVED: _("in an approved decree already:"),
    }
    return told[Decree.State(waiting.state)]


@register.simple_tag(takes_context=True)
def law_fix(context: RequestContext, blocker: Blocker) -> dict[str, str]:
    """Where a fact is stated whose lack holds a decree up, for who may; others are told who it is that states it."""
    table = law_fixes().get(blocker.code, "")
    if not table:
        return {"label": "", "address": ""}
    if context["request"].access.units(Role.ADMINISTRATOR) == frozenset():
        return {"label": _("The law table: an administrator states it there"), "address": _address("law-table", table)}
    return {"label": _("State it in the law table"), "address": _address("law-state", table)}


@register.simple_tag
def mending_note(note: MendingNote) -> str:
    """How another decree mends this one, or is mended by it."""
    day = {"day": date_format(note.since, "j F Y"), "count": note.entries}
    said = {
        (Mending.REVOCATION, False): _("From %(day)s %(count)s of its effects are revoked by"),
        (Mending.ANNULMENT, False): _("%(count)s of its effects are annulled by"),
        (Mending.CORRECTION, False): _("%(count)s of its effects are corrected by"),
        (Mending.REVOCATION, True): _("From %(day)s it revokes %(count)s effects of"),
        (Mending.ANNULMENT, True): _("It annuls %(count)s effects of"),
        (Mending.CORRECTION, True): _("It corrects %(count)s effects of"),
    }
    return said[note.mending, note.forward] % day


@register.simple_tag
def line_papers(own: Mapping[UUID, list[Document]], line: ChangeLine) -> list[Document]:
    """The personal papers of whom a line is about."""
    return own.get(line.person, []) if line.person else []


@register.simple_tag
def evidence_of(papers: Papers, paper: Document) -> list[SignatureEvidence]:
    """What proves that a paper was signed."""
    return papers.evidence.get(paper.pk, [])


@register.simple_tag
def evidence_badge(papers: Papers, paper: Document) -> SafeString:
    """Whether there is evidence of a signature."""
    standing = [item for item in papers.evidence.get(paper.pk, ()) if not item.withdrawn_at]
    tone, title = ("good", _("signed")) if standing else ("warn", _("not signed yet"))
    return format_html('<span class="badge {}">{}</span>', tone, title)
