from __future__ import annotations

import pytest

from malaqbiq.decrees.bench import papers
from malaqbiq.decrees.bench.papers import paper_speed
from malaqbiq.decrees.models import Document
from malaqbiq.decrees.services.documents import documents_render
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.models import StoredFile
from tests.decrees.papers.issuing import decreed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

BENCH = Access.system("bench")


def test_the_speed_of_papers_is_measured_and_everything_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "ROUNDS", 1)
    decreed(["76.05", "76.05"])
    documents_render(access=BENCH, workers=1)
    before = list(Document.objects.order_by("pk").values_list("file", "rendered_at"))
    files = StoredFile.objects.count()
    speed = paper_speed(access=BENCH)
    assert speed.papers == 2
    assert speed.weasyprint is not None
    assert min(speed.ours, speed.two_workers, speed.bare, speed.weasyprint) > 0
    assert list(Document.objects.order_by("pk").values_list("file", "rendered_at")) == before
    assert StoredFile.objects.count() == files


def test_without_a_petikan_there_is_nothing_to_measure() -> None:
    with pytest.raises(ValueError, match="petikan"):
        paper_speed(access=BENCH)
