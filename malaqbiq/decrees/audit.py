"""What decrees put into an audit pack: registers, decrees, papers with proofs of signature, the checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from malaqbiq.decrees.labels import ACCOUNTS, AUTHORITIES
from malaqbiq.decrees.models import Decree, Document, Register, SignatureEvidence
from malaqbiq.decrees.panels import KINDS
from malaqbiq.decrees.registry import checkers
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.decrees import decrees_visible
from malaqbiq.decrees.selectors.documents import READERS, documents_visible
from malaqbiq.decrees.selectors.registers import Account, NumberSource, registers_counted, registers_visible
from malaqbiq.decrees.selectors.verify import verify
from malaqbiq.kernel.packs import Asked, Counted, Pack, Part, Row
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import Progress, tracked
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Named, Words
from malaqbiq.kernel.workbooks.writing import Heading
from malaqbiq.organization.rules.tree import ROOT

NAMES = {
    Kind.DECREE.value: "sk",
    Kind.PART.value: "lampiran",
    Kind.EXTRACT.value: "petikan",
    Kind.CONTRACT.value: "perjanjian",
    Kind.COPY.value: "salinan",
}
"""How files of papers begin: ASCII, and the field's own words."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A file of a paper as the pack holds it: its name, its digest, what it is, and what is amiss with it."""

    name: str
    digest: str
    what: str
    amiss: str = ""


def _issued(prefix: str, asked: Asked) -> Q:
    """Issued decrees whose paper is dated in the period; where its date is not known, that were recorded in it."""
    first, last = asked.period.start, asked.last_day
    zone = ZoneInfo(settings.TIME_ZONE)
    moments = (datetime.combine(first, time(), zone), datetime.combine(last + DAY, time(), zone))
    dated = Q(**{f"{prefix}decided_on__range": (first, last)})
    recorded = {f"{prefix}recorded_at__gte": moments[0], f"{prefix}recorded_at__lt": moments[1]}
    dated |= Q(**{f"{prefix}decided_on__isnull": True}, **recorded)
    return dated & Q(**{f"{prefix}state": Decree.State.ISSUED})


def _registers(asked: Asked) -> QuerySet[Register]:
    years = (asked.period.start.year, asked.last_day.year)
    return registers_visible(asked.access).filter(year__range=years)


def _register_rows(asked: Asked) -> Iterator[Row]:
    for item in registers_counted(_registers(asked)):
        register = item.register
        name = AUTHORITIES.get(register.authority, register.authority)
        for one in NumberSource(register, item.highest).rows("", 0, None):
            what = str(ACCOUNTS[one.account][0])
            yield [register.office.name, name, register.kind, register.year, one.value, what, one.text, one.title,
                   one.dated_on]  # fmt: skip


def registers_written(asked: Asked, pack: Pack, progress: Progress) -> None:
    """Every number of the registers of the period's years, whole years: a gap is seen in nothing less."""
    progress.stage(gettext_noop("registers"))
    headings = [
        Heading(_("Work unit"), width=36),
        Heading(_("Authority")),
        Heading(_("Series")),
        Heading(_("Year"), "whole", 8),
        Heading(_("Value"), "whole", 8),
        Heading(_("What became of it"), width=20),
        Heading(_("Number"), width=28),
        Heading(_("About"), width=60),
        Heading(_("Dated"), "date", 12),
    ]
    pack.listed("register/register", _("Register"), headings, _register_rows(asked))


def _decrees(asked: Asked) -> QuerySet[Decree]:
    return decrees_visible(asked.access).filter(_issued("", asked)).order_by("place")


def decrees_written(asked: Asked, pack: Pack, progress: Progress) -> None:
    """The decrees in the order of the ledger, each with its link of the chain."""
    decrees = _decrees(asked)
    progress.stage(gettext_noop("decrees"), decrees.count())
    headings = [
        Heading(_("Place in the ledger"), "whole", 10),
        Heading(_("Number"), width=28),
        Heading(_("Dated"), "date", 12),
        Heading(_("Kind"), width=28),
        Heading(_("About"), width=60),
        Heading(_("Work unit"), width=36),
        Heading(_("Origin"), width=12),
        Heading(_("Link of the chain"), width=68),
    ]
    rows: Iterable[Row] = (
        [
            one.place,
            one.number,
            one.decided_on,
            said(Words("%(kind)s", {"kind": Named("decree_kind", one.kind)})),
            one.title,
            one.office.name,
            str(ORIGINS[one.origin]),
            one.link,
        ]
        for one in tracked(decrees.iterator(chunk_size=500), progress)
    )
    pack.listed("sk/sk", _("Decrees"), headings, rows)


ORIGINS = {"own": gettext_lazy("own"), "received": gettext_lazy("received"), "opening": gettext_lazy("opening")}


def _papers(asked: Asked) -> QuerySet[Document]:
    return documents_visible(asked.access).filter(_issued("decree__", asked))


def papers_written(asked: Asked, pack: Pack, progress: Progress) -> None:
    """The papers as they stand in the register, signed where they are, and what proves their signatures.

    Of a decree of another office there is what concerns the units alone: their part of the annex, their petikan. What
    was erased by law is named as erased and has no file.
    """
    standing = SignatureEvidence.objects.filter(withdrawn_at__isnull=True).select_related("file")
    proofs = Prefetch("evidence", standing.order_by("-recorded_at", "-pk"), to_attr="standing")
    papers = _papers(asked).select_related("person").prefetch_related(proofs)
    papers = papers.order_by("decree__place", "kind", "unit_code", "ordinal")
    progress.stage(gettext_noop("papers"), papers.count())
    headings = [
        Heading(_("Decree"), width=28),
        Heading(_("Dated"), "date", 12),
        Heading(_("Paper"), width=28),
        Heading(_("Work unit"), width=10),
        Heading(_("Person"), width=32),
        Heading(_("What the file is"), width=28),
        Heading(_("File in this pack"), width=48),
        Heading("SHA-256", width=68),
        Heading(_("Remark"), width=36),
    ]
    pack.listed("naskah/naskah", _("Papers"), headings, _paper_rows(papers, pack, progress))


def _paper_rows(papers: QuerySet[Document], pack: Pack, progress: Progress) -> Iterator[Row]:
    for paper in tracked(papers.iterator(chunk_size=200), progress):
        name = paper.person.full_name if paper.person else ""
        facts = [paper.decree.number, paper.decree.decided_on, str(KINDS[paper.kind]), paper.unit_code, name]
        for held in _held(paper, pack):
            yield [*facts, held.what, held.name, held.digest, held.amiss]


def _held(paper: Document, pack: Pack) -> Iterator[_Held]:
    """The files of a paper that now stand in the pack; a line without a file where there is none."""
    if paper.erased_at is not None:
        yield _Held("", "", "", _("erased by law"))
        return
    proofs: Sequence[SignatureEvidence] = vars(paper)["standing"]
    files: list[tuple[str, Any]] = [(_("as made"), paper.file)] if paper.file else []
    files += [(str(SignatureEvidence.Kind(proof.kind).label), proof.file) for proof in proofs if proof.file]
    if not files:
        yield _Held("", "", "", _("not made yet"))
    stem = f"naskah/{paper.decree.place:06}/{NAMES[paper.kind]}-{paper.unit_code}-{paper.ordinal:05}"
    for number, (what, file) in enumerate(files):
        name = f"{stem}{f'-bukti-{number}' if number else ''}{file.suffix}"
        if pack.stored_file(name, file):
            yield _Held(name, file.digest, what)
        else:
            yield _Held("", file.digest, what, _("the file is missing or damaged"))


def checks_written(asked: Asked, pack: Pack, progress: Progress) -> None:
    """What `verify` finds in the whole ledger; in words only for a pack of all units."""
    whole = asked.access.covers(ROOT, *READERS)
    untold = _("told in a pack of all work units only")
    headings = [Heading(_("Check"), width=24), Heading(_("Holds"), width=10), Heading(_("Found"), width=100)]
    rows = [
        [_(check.name), _("yes") if check.ok else _("no"), said(check.detail) if whole else untold]
        for check in verify(progress)
    ]
    pack.listed("pemeriksaan/pemeriksaan", _("Checks of the ledger"), headings, rows)


def _numbers_counted(asked: Asked) -> list[Counted]:
    """Numbers of the registers up to the highest that is known, and what became of them."""
    found = registers_counted(_registers(asked))
    every = {account: sum(one.counts[account] for one in found) for account in Account}
    numbers = sum(every.values())
    told = [Counted(many, f"{many} {ACCOUNTS[account][0]}") for account, many in every.items() if many]
    return [Counted(numbers, ngettext("%(count)s number", "%(count)s numbers", numbers) % {"count": numbers}), *told]


def _decrees_counted(asked: Asked) -> list[Counted]:
    inside = Q(entries__work_unit__code__in=asked.access.units(*READERS) or ())
    people_named = Count("entries__person", distinct=True, filter=inside)
    found = _decrees(asked).order_by().aggregate(many=Count("pk", distinct=True), people=people_named)
    many, people = found["many"], found["people"]
    return [
        Counted(many, ngettext("%(count)s decree", "%(count)s decrees", many) % {"count": many}),
        Counted(people, ngettext("%(count)s person", "%(count)s people", people) % {"count": people}),
    ]


def _papers_counted(asked: Asked) -> list[Counted]:
    papers = _papers(asked).count()
    return [Counted(papers, ngettext("%(count)s paper", "%(count)s papers", papers) % {"count": papers})]


def _checks_counted(_asked: Asked) -> list[Counted]:
    checks = len(checkers())
    return [Counted(checks, ngettext("%(count)s check", "%(count)s checks", checks) % {"count": checks})]


PARTS = [
    Part(
        "register",
        gettext_lazy("Register"),
        gettext_lazy("every number of the registers of these years, and what became of it"),
        READERS,
        _numbers_counted,
        registers_written,
    ),
    Part(
        "sk",
        gettext_lazy("Decrees"),
        gettext_lazy("decrees issued in these days, with their place in the chain"),
        READERS,
        _decrees_counted,
        decrees_written,
    ),
    Part(
        "naskah",
        gettext_lazy("Papers"),
        gettext_lazy("their PDFs and the proofs of signature, each with its digest"),
        READERS,
        _papers_counted,
        papers_written,
    ),
    Part(
        "pemeriksaan",
        gettext_lazy("Checks of the ledger"),
        gettext_lazy("whether everything follows from the ledger, as it is found when the pack is made"),
        READERS,
        _checks_counted,
        checks_written,
    ),
]
