"""Rendering by real processes, killed at every step: each paper is whole or not there, and a rerun completes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from malaqbiq.kernel.blobs import PART
from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

ISSUE = """
from tests.decrees.papers.issuing import decreed
decreed()
"""

DIE = """
import json
from malaqbiq.decrees.models import Document
from malaqbiq.decrees.services import documents
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.blobs import BlobDamaged
from malaqbiq.kernel.files import file_read
from tests.killing import killed_at_each_statement
documents.BATCH = 2

def render():
    documents.documents_render(access=Access.system("die"), workers=2)

def left_behind():
    papers = list(Document.objects.select_related("file").order_by("pk"))
    damaged = 0
    for paper in papers:
        try:
            assert paper.file is None or file_read(file=paper.file).endswith(b"%%EOF")
        except (AssertionError, BlobDamaged):
            damaged += 1
    named = [[paper.pk, paper.file.digest] for paper in papers if paper.file]
    return {"papers": len(papers), "named": named, "damaged": damaged}

print(json.dumps(killed_at_each_statement(render, left_behind)))
"""


def done(process: Any) -> str:
    out, err = process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 0, err
    return str(out)


def test_killed_before_any_statement_of_rendering_every_paper_is_whole_or_not_there(
    ready_malaqbiq: Malaqbiq,
) -> None:
    done(ready_malaqbiq.python(ISSUE))
    *killed, through = json.loads(done(ready_malaqbiq.python(DIE)))
    assert len(killed) > 10
    assert {outcome for outcome, _ in killed} == {-9}
    assert all(state["damaged"] == 0 for _, state in [*killed, through])
    assert {state["papers"] for _, state in killed} == {0, 9}
    assert (through[0], len(through[1]["named"])) == (0, 9)
    # What one run named, no later one changed.
    for (_, earlier), (_, later) in zip(killed, [*killed[1:], through], strict=True):
        assert dict(earlier["named"]).items() <= dict(later["named"]).items()
    _whole_contents(ready_malaqbiq.home / "files", named=9)


def test_the_renderer_killed_while_workers_write_leaves_whole_contents_only(ready_malaqbiq: Malaqbiq) -> None:
    done(ready_malaqbiq.python(ISSUE))
    render = "from malaqbiq.decrees.services.documents import documents_render\n"
    render += "from malaqbiq.kernel.access import Access\n"
    render += "print(documents_render(access=Access.system('kill'), workers=2).rendered, flush=True)"
    folder = ready_malaqbiq.home / "files"
    for contents in (1, 4, 7):
        process = ready_malaqbiq.python(render)
        while process.poll() is None and len(list(folder.glob("*/*.pdf"))) < contents:
            pass
        process.kill()
        process.communicate()
        _whole_contents(folder)
    done(ready_malaqbiq.python(render))
    _whole_contents(folder, named=9)


def _whole_contents(folder: Path, named: int = 0) -> None:
    contents = [path for path in folder.glob("*/*") if not path.name.startswith(PART)]
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.stem for path in contents)
    if named:
        # Rendering is the same each time: what a killed run stored is what the next one names.
        assert len(contents) == named
