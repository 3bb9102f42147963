"""Erasing everything that is known of a person, by law."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers

from malaqbiq.decrees.models import Snapshot
from malaqbiq.decrees.selectors.verify import verify
from malaqbiq.decrees.services.documents import documents_prepare, documents_render
from malaqbiq.home.services.erasing import person_data_erase
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.files import files_folder
from tests.decrees.papers.issuing import decreed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

SYSTEM = Access.system("erasure")


def everything_stored() -> str:
    """Every row of every table as text."""
    rows: list[Any] = [row for model in apps.get_models() for row in model._default_manager.all()]
    return json.dumps(serializers.serialize("python", rows), default=str)


def test_nothing_of_an_erased_person_is_left_and_the_ledger_verifies(django_capture_on_commit_callbacks: Any) -> None:
    decree = decreed()
    documents_prepare(access=SYSTEM)
    documents_render(access=SYSTEM)
    line = Snapshot.objects.filter(decree=decree, ordinal__gt=0).select_related("person").first()
    assert line is not None and line.person is not None
    person, name, nik = line.person, line.person.name, line.person.nik
    assert name in everything_stored()
    before = len(list(files_folder().rglob("*.pdf")))
    with django_capture_on_commit_callbacks(execute=True):
        erased = person_data_erase(access=SYSTEM, person=person.uid, ground="UU 27/2022 art. 8, request 1")
    assert erased.snapshots == 1
    left = everything_stored()
    assert name not in left
    assert nik is None or nik not in left
    assert len(list(files_folder().rglob("*.pdf"))) < before
    checks = {check.name: check for check in verify()}
    assert all(check.ok for check in checks.values())
    assert "1 snapshots erased by law" in str(checks["chain"].detail)


def test_only_who_administers_may_erase() -> None:
    decree = decreed()
    line = Snapshot.objects.filter(decree=decree, ordinal__gt=0).first()
    assert line is not None
    officer = Access("officer", {Role.SDM_OFFICER: frozenset({"76", "76.05"})})
    with pytest.raises(Forbidden):
        person_data_erase(access=officer, person=line.person_id, ground="UU 27/2022")
