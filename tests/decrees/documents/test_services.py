"""Papers of issued decrees: prepared, rendered, seen, bound, erased."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from pytest_django import Settings

from malaqbiq.decrees.documents.farm import Farm
from malaqbiq.decrees.documents.jobs import Done, Job
from malaqbiq.decrees.documents.render import DEMO
from malaqbiq.decrees.errors import PaperRefused
from malaqbiq.decrees.models import Decree, Document, Snapshot
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.documents import (
    decrees_unsigned,
    documents_unrendered,
    documents_visible,
)
from malaqbiq.decrees.services.documents import (
    document_make_signable,
    document_open,
    documents_erase,
    documents_prepare,
    documents_render,
    personal_bind,
)
from malaqbiq.decrees.services.erasing import snapshots_erase
from malaqbiq.decrees.services.signatures import documents_sign
from malaqbiq.decrees.verification import files_are_whole, papers_are_complete
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.blobs import blob_path
from malaqbiq.kernel.files import file_read, files_folder
from malaqbiq.kernel.installation import demo_record, installation_record
from malaqbiq.kernel.models import Activity, StoredFile
from malaqbiq.kernel.progress import SILENT
from tests import builders as make
from tests.decrees.documents.keys import key_files
from tests.decrees.papers.issuing import DECREED, decreed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

OFFICER = Access.system("documents")
MAJENE = Access("majene", {Role.SDM_OFFICER: frozenset({"76.05"})})


def text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def kinds(decree: Decree) -> dict[str, int]:
    papers = list(decree.documents.values_list("kind", flat=True))
    return {kind: papers.count(kind) for kind in sorted(set(papers))}


def test_each_person_gets_a_petikan_and_an_agreement_and_each_unit_its_part() -> None:
    decree = decreed()
    documents_prepare(access=OFFICER, decrees=[decree.uid])
    assert kinds(decree) == {"contract": 3, "decree": 1, "extract": 3, "part": 2}
    assert len(set(decree.documents.values_list("code", flat=True))) == 9


def test_a_decree_for_one_unit_needs_no_part_and_is_that_units_paper() -> None:
    decree = decreed(["76.05", "76.05"])
    documents_prepare(access=OFFICER)
    assert kinds(decree) == {"contract": 2, "decree": 1, "extract": 2}
    assert documents_visible(MAJENE).filter(kind="decree").exists()


def test_preparing_twice_changes_nothing() -> None:
    decree = decreed()
    documents_prepare(access=OFFICER)
    before = list(decree.documents.values_list("uid", "code"))
    assert documents_prepare(access=OFFICER) == 0
    assert list(decree.documents.values_list("uid", "code")) == before


def test_rendering_stores_every_paper_under_its_suffix() -> None:
    decree = decreed()
    done = documents_render(access=OFFICER, workers=1)
    assert (done.rendered, done.replaced, done.failed) == (9, 0, ())
    assert not documents_unrendered().exists()
    for paper in decree.documents.select_related("file"):
        assert paper.file.name.endswith(".pdf")
        assert f"/verify/{paper.code}" in text(file_read(file=paper.file))


def test_a_second_run_touches_nothing() -> None:
    decreed()
    documents_render(access=OFFICER, workers=1)
    before = list(Document.objects.order_by("pk").values_list("file", "rendered_at"))
    assert documents_render(access=OFFICER, workers=1).rendered == 0
    assert list(Document.objects.order_by("pk").values_list("file", "rendered_at")) == before


def test_rendered_again_the_same_bytes_come_out() -> None:
    decreed()
    documents_render(access=OFFICER, workers=1)
    before = list(Document.objects.order_by("pk").values_list("file__digest", flat=True))
    Document.objects.update(file=None)
    documents_render(access=OFFICER, workers=2)
    assert list(Document.objects.order_by("pk").values_list("file__digest", flat=True)) == before


def test_a_part_shows_its_own_unit_only() -> None:
    decree = decreed(names=["Aminah", "Baso", "Cici"])
    documents_render(access=OFFICER, workers=1)
    part = decree.documents.get(kind="part", unit_code="76.05")
    shown = text(file_read(file=part.file))
    assert "Aminah" in shown
    assert "Baso" in shown
    assert "Cici" not in shown
    assert "Bagian Lampiran untuk Sekretariat KPU Kabupaten Majene" in shown


def test_a_kabupaten_sees_its_part_and_its_people_and_nothing_else() -> None:
    decree = decreed()
    documents_render(access=OFFICER, workers=1)
    seen = {(paper.kind, paper.unit_code) for paper in documents_visible(MAJENE)}
    assert seen == {("part", "76.05"), ("extract", "76.05"), ("contract", "76.05")}
    whole = decree.documents.get(kind="decree")
    with pytest.raises(Document.DoesNotExist):
        document_open(access=MAJENE, document=whole.uid)
    assert document_open(access=OFFICER, document=whole.uid)[1].startswith(b"%PDF-")


def test_a_person_sees_his_own_papers() -> None:
    decree = decreed()
    documents_prepare(access=OFFICER)
    paper = decree.documents.filter(kind="extract").first()
    own = Access("self", {}, person=paper.person.uid)
    assert {item.person_id for item in documents_visible(own)} == {paper.person_id}


def test_reading_anothers_personal_paper_is_logged_and_ones_own_is_not() -> None:
    decree = decreed(["76.05"])
    documents_render(access=OFFICER, workers=1)
    paper = decree.documents.select_related("person").get(kind="extract")
    for access in (MAJENE, Access("self", {}, person=paper.person.uid)):
        document_open(access=access, document=paper.uid)
    assert [item.actor for item in Activity.objects.filter(action="decrees.document_open")] == ["majene"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.APPRAISER, Role.COMMISSIONER])
def test_who_has_no_need_to_reads_no_papers_of_others(role: Role) -> None:
    decreed(["76.05"])
    documents_prepare(access=OFFICER)
    assert not documents_visible(Access("x", {role: frozenset({"76.05"})})).exists()


def test_what_is_not_rendered_cannot_be_opened() -> None:
    decree = decreed()
    documents_prepare(access=OFFICER)
    with pytest.raises(StoredFile.DoesNotExist):
        document_open(access=OFFICER, document=decree.documents.first().uid)


def test_who_has_no_role_at_the_office_renders_nothing() -> None:
    decreed()
    with pytest.raises(Forbidden):
        documents_render(access=MAJENE)


def test_hostile_names_are_shown_and_counted() -> None:
    decree = decreed(["76.05", "76.05"], names=['#read("/etc/passwd") $x$ @y', "Aminah 😀"])
    done = documents_render(access=OFFICER, workers=1)
    assert done.rendered == 5
    assert done.replaced == 4
    assert '#read("/etc/passwd") $x$ @y' in text(file_read(file=decree.documents.get(kind="extract", ordinal=1).file))


def test_all_petikan_come_as_one_file_to_be_printed() -> None:
    decree = decreed()
    documents_prepare(access=OFFICER)
    bound = personal_bind(access=OFFICER, decree=decree.uid, kind=Kind.EXTRACT)
    shown = text(file_read(file=bound))
    assert shown.count("PETIKAN") == 3
    assert personal_bind(access=OFFICER, decree=decree.uid, kind=Kind.EXTRACT) == bound
    own = personal_bind(access=MAJENE, decree=decree.uid, kind=Kind.EXTRACT)
    assert text(file_read(file=own)).count("PETIKAN") == 2


def test_all_work_agreements_come_as_one_file_in_the_order_in_which_they_are_signed() -> None:
    decree = decreed(["76.05", "76.02", "76.05"], ["Anto Majene", "Budi Mamuju", "Cici Majene"])
    documents_prepare(access=OFFICER)
    bound = personal_bind(access=OFFICER, decree=decree.uid, kind=Kind.CONTRACT)
    assert bound.name == "Perjanjian Kerja 1 TAHUN 2022 (3 orang).pdf"
    shown = text(file_read(file=bound))
    assert "PETIKAN" not in shown
    # An agreement is opened once, and signed by its worker at its end: Mamuju's official signs one, Majene's two.
    assert len(re.findall("PERJANJIAN KERJA.{0,80}NOMOR", shown)) == 3
    names = ["Budi Mamuju", "Anto Majene", "Cici Majene"]
    assert sorted(names, key=shown.index) == names
    own = text(file_read(file=personal_bind(access=MAJENE, decree=decree.uid, kind=Kind.CONTRACT)))
    assert "Anto Majene" in own and "Budi Mamuju" not in own


def test_every_paper_of_a_demo_says_so_and_none_of_an_offices_does() -> None:
    decree = decreed(["76.05"])
    documents_render(access=OFFICER, workers=1)
    installation_record()
    live = [text(file_read(file=paper.file)) for paper in decree.documents.all()]
    assert [paper for paper in live if "PERAGAAN" in paper] == []
    demo_record(seed=1, clock_at=make.noon(DECREED))
    bound = personal_bind(access=OFFICER, decree=decree.uid, kind=Kind.EXTRACT)
    Document.objects.update(file=None)
    documents_render(access=OFFICER, workers=1)
    papers = [text(file_read(file=paper.file)) for paper in decree.documents.all()]
    assert all(DEMO in paper for paper in [*papers, text(file_read(file=bound))])
    assert len(papers) == 3


def test_the_paper_to_be_signed_elsewhere_does_not_say_that_it_is_unsigned() -> None:
    decree = decreed()
    documents_prepare(access=OFFICER)
    paper = decree.documents.get(kind="decree")
    signable = document_make_signable(access=OFFICER, document=paper.uid)
    assert "Belum ditandatangani" not in text(file_read(file=signable))
    assert document_make_signable(access=OFFICER, document=paper.uid) == signable


def test_issued_decrees_without_evidence_of_signature_are_listed() -> None:
    decree = decreed()
    assert list(decrees_unsigned(OFFICER, as_of=DECREED)) == [decree]
    assert not decrees_unsigned(OFFICER, as_of=date(2022, 1, 10)).exists()
    assert not decrees_unsigned(MAJENE, as_of=DECREED).exists()


def test_an_erased_person_is_gone_from_every_paper(django_capture_on_commit_callbacks: object) -> None:
    decree = decreed(names=["Aminah", "Baso", "Cici"])
    documents_render(access=OFFICER, workers=1)
    gone = decree.snapshots.get(person__name="Baso")
    for kind in (Kind.EXTRACT, Kind.CONTRACT):
        personal_bind(access=OFFICER, decree=decree.uid, kind=kind)
    files = [paper.file for paper in decree.documents.filter(person=gone.person)]
    Snapshot.objects.filter(pk=gone.pk).update(content=None, salt=None)
    with django_capture_on_commit_callbacks(execute=True):
        documents_erase(access=OFFICER, decree=decree.uid, person=gone.person.uid)
    assert not any(blob_path(files_folder(), file.digest, ".pdf").exists() for file in files)
    documents_render(access=OFFICER, workers=1)
    shown = text(file_read(file=decree.documents.get(kind="decree").file))
    assert "Baso" not in shown
    assert "(data pribadi dihapus berdasarkan" in shown
    assert not decree.documents.filter(person=gone.person, file__isnull=False).exists()
    assert all(b"Baso" not in path.read_bytes() for path in Path(files_folder()).rglob("*.pdf"))


def signed_here(decree: Decree) -> object:
    return documents_sign(access=OFFICER, documents=list(decree.documents.values_list("uid", flat=True)), workers=1)


@pytest.mark.parametrize(
    ("place", "work"),
    [
        ("documents", lambda decree: documents_render(access=OFFICER, decrees=[decree.uid], workers=1)),
        ("documents", lambda decree: personal_bind(access=OFFICER, decree=decree.uid, kind=Kind.EXTRACT)),
        ("documents", lambda decree: personal_bind(access=OFFICER, decree=decree.uid, kind=Kind.CONTRACT)),
        (
            "documents",
            lambda decree: document_make_signable(access=OFFICER, document=decree.documents.get(kind="decree").uid),
        ),
        ("signatures", signed_here),
    ],
)
def test_who_is_erased_while_papers_are_rendered_stands_on_none(
    place: str,
    work: Callable[[Decree], object],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    decree = decreed(["76.05", "76.05"], ["Aminah", "Baso"])
    documents_prepare(access=OFFICER)
    gone = decree.snapshots.get(person__name="Baso")
    settings.P12, settings.P12_PASSWORD_FILE = map(str, key_files(Path(settings.HOME)))
    erased = False

    class Interrupted(Farm):
        """Between rendering and naming the files somebody is erased."""

        def run(self, jobs: Sequence[Job]) -> Iterator[Done]:
            nonlocal erased
            done = list(super().run(jobs))
            if not erased:
                erased = True
                snapshots_erase(access=OFFICER, person=gone.person.uid)
            return iter(done)

    monkeypatch.setattr(f"malaqbiq.decrees.services.{place}.Farm", Interrupted)
    with django_capture_on_commit_callbacks(execute=True), suppress(PaperRefused):
        work(decree)
    assert erased
    assert "Baso" not in _all_text()
    documents_render(access=OFFICER, workers=1)
    assert "Aminah" in _all_text()
    assert "Baso" not in _all_text()
    assert papers_are_complete(SILENT).ok


def _all_text() -> str:
    return " ".join(text(path.read_bytes()) for path in Path(files_folder()).rglob("*.pdf"))


def test_received_and_opening_decrees_have_no_papers() -> None:
    make.opened(make.unit(), make.engaged(make.person(), make.unit(), date(2021, 1, 1), None))
    assert documents_prepare(access=OFFICER) == 0


def test_verify_finds_a_file_that_was_changed_or_is_gone() -> None:
    decree = decreed(["76.05"])
    documents_render(access=OFFICER, workers=1)
    check = files_are_whole(SILENT)
    assert (check.ok, str(check.detail)) == (True, "3 files, 0 papers erased by law")
    first, second, _ = decree.documents.select_related("file")
    blob_path(files_folder(), first.file.digest, ".pdf").write_bytes(b"x")
    blob_path(files_folder(), second.file.digest, ".pdf").unlink()
    check = files_are_whole(SILENT)
    assert not check.ok
    assert "another content" in str(check.detail)
    assert "is missing" in str(check.detail)
