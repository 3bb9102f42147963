"""How fast papers are: the whole path from entry to stored file, beside bare Typst and WeasyPrint, in one run.

Measured on petikan of issued decrees of the database that is there. It is left as it was.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from malaqbiq.decrees.bench.html import html_page
from malaqbiq.decrees.bench.key import throwaway_key
from malaqbiq.decrees.documents.jobs import Desk, Job
from malaqbiq.decrees.documents.render import Renderer, template_data, with_code
from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.sheets import Sheets
from malaqbiq.decrees.services.documents import documents_prepare, documents_render
from malaqbiq.decrees.services.papers import snapshots
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import gettext_noop

ROUNDS = 3
"""Everything is measured so often, in turn, and its best round counts."""
WEASYPRINT, SIGNED = 20, 60
"""How many petikan are made by WeasyPrint, and signed, in a round."""


@dataclass(frozen=True, slots=True)
class PaperSpeed:
    """Milliseconds of processor time a petikan, all processes together, and how many petikan were measured.

    Processor time, since other work on the machine hardly touches it. `ours` is from entry to stored file, the worker's
    start included; `signing` what a signature (EC P-256) adds; `weasyprint` is None where it isn't installed.
    `one_worker` and `two_workers` are by the clock on the wall.
    """

    papers: int
    ours: float
    bare: float
    signing: float
    weasyprint: float | None
    one_worker: float
    two_workers: float

    @property
    def times_weasyprint(self) -> float | None:
        """How many times as fast as WeasyPrint: promised are 6 at least."""
        return self.weasyprint / self.ours if self.weasyprint else None

    @property
    def times_bare(self) -> float:
        """How many times as long as bare Typst: promised are 1.5 at most."""
        return self.ours / self.bare

    @property
    def two_cores(self) -> float:
        """How many times as fast two workers are as one, by the clock on the wall."""
        return self.one_worker / self.two_workers


def paper_speed(*, access: Access, progress: Progress = SILENT) -> PaperSpeed:
    """The speed of papers, on all petikan of issued decrees. ValueError if there are none."""
    documents_prepare(access=access)
    found = Document.objects.filter(kind=Kind.EXTRACT, erased_at__isnull=True)
    papers = list(found.select_related("decree", "file").order_by("pk"))
    if not papers:
        raise ValueError("no issued decree has a petikan to be measured")
    jobs = _jobs(papers)
    with TemporaryDirectory(prefix="malaqbiq-bench-") as folder:
        measures: dict[str, tuple[int, Callable[[], object]]] = {
            "bare": (len(papers), _bare(jobs)),
            "ours": (len(papers), lambda: _whole_path(access, papers, 1)),
            "two": (len(papers), lambda: _whole_path(access, papers, 2)),
            "plain": (len(jobs[:SIGNED]), _desk(jobs[:SIGNED], Path(folder), sign=False)),
            "signed": (len(jobs[:SIGNED]), _desk(jobs[:SIGNED], Path(folder), sign=True)),
            "weasyprint": (len(jobs[:WEASYPRINT]), _weasyprint(jobs[:WEASYPRINT])),
        }
        progress.stage(gettext_noop("papers"), ROUNDS * len(measures))
        with _left_as_it_was(papers) as clear:
            best = _best(measures, clear, progress)
    cpu = {name: spent.processor for name, spent in best.items()}
    return PaperSpeed(
        papers=len(papers),
        ours=cpu["ours"],
        bare=cpu["bare"],
        signing=cpu["signed"] - cpu["plain"],
        weasyprint=cpu["weasyprint"] if _weasyprint_html() else None,
        one_worker=best["ours"].wall,
        two_workers=best["two"].wall,
    )


@dataclass(frozen=True, slots=True)
class _Spent:
    """Milliseconds a paper: of the processor by this process and those it started, and on the wall."""

    processor: float
    wall: float


def _best(
    measures: Mapping[str, tuple[int, Callable[[], object]]], clear: Callable[[], None], progress: Progress
) -> dict[str, _Spent]:
    """What each measure took in its best round; what clearing up before it takes is not measured."""
    found: dict[str, list[_Spent]] = {name: [] for name in measures}
    for _ in range(ROUNDS):
        for name, (count, work) in measures.items():
            clear()
            found[name].append(_spent(work, count))
            progress.advance()
    return {
        name: _Spent(min(item.processor for item in times), min(item.wall for item in times))
        for name, times in found.items()
    }


def _spent(work: Callable[[], object], count: int) -> _Spent:
    wall, processor = perf_counter(), _processor()
    work()
    return _Spent((_processor() - processor) / count * 1000, (perf_counter() - wall) / count * 1000)


def _processor() -> float:
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def _jobs(papers: Sequence[Document]) -> list[Job]:
    sheets = Sheets(papers)
    return [sheets.job(paper) for paper in papers]


def _bare(jobs: Sequence[Job]) -> Callable[[], object]:
    """Typst alone, with its data ready: what nobody could save."""
    ready: list[tuple[str, date]] = []
    for job in jobs:
        data, _ = template_data(job.sheet)
        ready.append((json.dumps(data, ensure_ascii=False), job.sheet.day))
    renderer = Renderer()
    return lambda: [renderer.compile(data, day) for data, day in ready]


def _whole_path(access: Access, papers: Sequence[Document], workers: int) -> None:
    """Entries to snapshots (composed and hashed), snapshots to files on the disk and rows that name them."""
    decrees = list(Decree.objects.filter(documents__in=papers).distinct().select_related("office"))
    for decree in decrees:
        snapshots(decree=decree)
    documents_render(access=access, decrees=[decree.uid for decree in decrees], only=[Kind.EXTRACT], workers=workers)


@contextmanager
def _left_as_it_was(papers: Sequence[Document]) -> Iterator[Callable[[], None]]:
    """Within, a call removes the files that were made of the papers; at the end each has its own again."""
    keys, own = [paper.pk for paper in papers], [paper.file_id for paper in papers if paper.file_id]

    def clear() -> None:
        made = StoredFile.objects.filter(pk__in=Document.objects.filter(pk__in=keys).values("file")).exclude(pk__in=own)
        rows = list(made.values_list("pk", flat=True))
        Document.objects.filter(pk__in=keys).update(file=None)
        StoredFile.objects.filter(pk__in=rows).delete()

    try:
        yield clear
    finally:
        clear()
        Document.objects.bulk_update(papers, ["file", "replaced", "rendered_at", "seal"], batch_size=200)


def _desk(jobs: Sequence[Job], folder: Path, *, sign: bool) -> Callable[[], object]:
    desk = Desk(folder, key=throwaway_key(folder))
    todo = [replace(job, sign=sign) for job in jobs]
    return lambda: [desk.do(job) for job in todo]


def _weasyprint(jobs: Sequence[Job]) -> Callable[[], object]:
    html = _weasyprint_html()
    if html is None:
        return lambda: None
    pages = [html_page(with_code(job.sheet.pages[0])) for job in jobs]
    return lambda: [html(string=page).write_pdf() for page in pages]


@cache
def _weasyprint_html() -> Any:
    """WeasyPrint's HTML class; None where it, or a library of the system that it needs, is missing."""
    with warnings.catch_warnings():
        # It warns of libraries that a later version of it will want.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            from weasyprint import HTML
        except (ImportError, OSError):
            return None
    return HTML
