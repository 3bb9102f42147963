"""What the models of all rooms owe each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from malaqbiq.decrees.models import Projection
from tests.guards.source import floors


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    missing = [f"{room}: {step.operations}" for room, steps in changes.items() for step in steps]
    assert missing == [], "run: python -m django makemigrations"


def test_foreign_keys_point_down() -> None:
    """To the own room or one on a floor below. Users, by AUTH_USER_MODEL, are the one exception."""
    assert list(_pointing_up(apps.get_models(include_auto_created=True))) == []


def test_a_foreign_key_that_points_up_is_found() -> None:
    class Low(models.Model):
        high = models.ForeignKey("organization.WorkUnit", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "kernel"
            managed = False

        def __str__(self) -> str:
            return ""

    try:
        assert list(_pointing_up([Low])) == ["kernel.Low.high points up to organization.WorkUnit"]
    finally:
        del apps.all_models["kernel"]["low"]
        apps.clear_cache()


def test_users_have_no_foreign_keys() -> None:
    fields = apps.get_model(settings.AUTH_USER_MODEL)._meta.get_fields()
    assert [field.name for field in fields if field.is_relation and not field.auto_created] == []


def test_money_is_whole_rupiah() -> None:
    assert [
        str(field) for model in _ours() for field in model._meta.local_fields if isinstance(field, models.FloatField)
    ] == []


@pytest.mark.django_db
def test_the_database_lets_no_row_of_a_projection_be_changed_or_deleted() -> None:
    known = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(known if connection.vendor == "sqlite" else "SELECT tgname FROM pg_trigger")
        triggers = {name for (name,) in cursor.fetchall()}
    tables = {model._meta.db_table for model in _ours() if issubclass(model, Projection)}
    wanted = {f"{table}_{event}_refused" for table in tables for event in ("upd", "del")}
    assert "pay_payterm" in tables
    assert wanted - triggers == set()


def _ours() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in floors())


def _pointing_up(candidates: list[type[models.Model]]) -> Iterator[str]:
    for model in candidates:
        room = model._meta.app_label
        for field in model._meta.local_fields:
            target = field.related_model
            if room not in floors() or not isinstance(target, type) or target._meta.label == settings.AUTH_USER_MODEL:
                continue
            other = target._meta.app_label
            if other != room and floors().get(other, -1) >= floors()[room]:
                yield f"{field} points up to {target._meta.label}"
