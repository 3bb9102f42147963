"""What a database holds before a story is told in it, and how a demo is cleared away. An office is never touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from django.db.models import Q

from malaqbiq.home.story.plan import TOLD
from malaqbiq.kernel.blobs import blob_remove
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import files_folder
from malaqbiq.kernel.installation import installation_state
from malaqbiq.kernel.models import Activity, Installation, StoredFile
from malaqbiq.kernel.words import gettext_noop

SET_UP = "system:init"
"""Who sets a database up. What it brings is there in an empty database too."""

BROUGHT_BY_INIT = {
    "kernel.Installation": Q(),
    "kernel.Basis": Q(),
    "kernel.Activity": Q(actor=SET_UP),
    "kernel.JobWorker": Q(),
    "regulations.Fact": Q(office_code="", edited_by=""),
    "organization.WorkUnit": Q(),
    "organization.Parentage": Q(),
    "people.CompetencyKind": Q(),
    "decrees.Ledger": Q(place=0),
}
"""Rows that say nothing of an office. Everything else is an office's, whatever table a later release adds."""

DJANGOS = frozenset({"auth", "contenttypes", "sessions"})
"""Apps of Django whose tables fill by themselves as the house is used; nothing of an office stands there."""


class Ground(StrEnum):
    """What is there."""

    NOTHING = "nothing"
    DEMO = "demo"
    BROKEN_OFF = "broken_off"
    OFFICE = "office"


class NotADemo(UserError):
    """The database holds something that isn't a demo's."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a database holds, and its installation row if there is one."""

    ground: Ground
    installation: Installation | None = None

    def refuse_office(self) -> None:
        """NotADemo if somebody's own data are there."""
        if self.ground is Ground.OFFICE:
            raise NotADemo(
                gettext_noop("this database is an office's, not a demo: somebody's own data are in it"),
                gettext_noop("choose another MALAQBIQ_HOME or MALAQBIQ_DATABASE_URL for the demo"),
            )

    def refuse_set_up(self) -> None:
        """NotADemo if the database was set up for an office that has entered nothing yet."""
        if self.ground is Ground.NOTHING and self.installation is not None:
            raise NotADemo(
                gettext_noop("this database was set up for an office (malaqbiq init), though nothing is in it yet"),
                gettext_noop(
                    "choose another MALAQBIQ_HOME for the demo; to make this one a demo all the same: malaqbiq demo "
                    "--if-empty"
                ),
            )


def ground_found() -> Found:
    """What the database holds. Only an installation row that says so makes it a demo.

    NotReady if a newer release was here: its tables may hold what this one doesn't know of.
    """
    state = installation_state()
    state.refuse_newer()
    installation = state.installation
    if installation is not None and installation.kind == Installation.Kind.DEMO:
        told = Activity.objects.filter(action=TOLD).exists()
        return Found(Ground.DEMO if told else Ground.BROKEN_OFF, installation)
    owned = next(_tables_of_an_office(), None) is not None
    return Found(Ground.OFFICE if owned else Ground.NOTHING, installation)


def ground_clear() -> None:
    """Take a demo away: its tables, all at once, then its files. Refuses anything else (NotADemo)."""
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        found = ground_found()
        found.refuse_office()
        files = _files() if found.ground in (Ground.DEMO, Ground.BROKEN_OFF) else []
        for statement in _drops():
            cursor.execute(statement)
    if connection.vendor == "sqlite":
        # Somebody who reads at this moment keeps the file from shrinking, nothing else.
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("VACUUM")
    for digest, suffix in files:
        blob_remove(files_folder(), digest, suffix)


def _files() -> list[tuple[str, str]]:
    """The demo's stored files; none if it broke off before there was a table for them."""
    if StoredFile._meta.db_table not in connection.introspection.table_names():  # noqa: SLF001 - public interface
        return []
    return list(StoredFile.objects.values_list("digest", "suffix"))


def _tables_of_an_office() -> Iterator[str]:
    there = set(connection.introspection.table_names())
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in there or model._meta.app_label in DJANGOS:  # noqa: SLF001 - public interface
            continue
        rows: models.QuerySet[models.Model] = model._default_manager.all()  # noqa: SLF001 - public interface
        if model._meta.label in BROUGHT_BY_INIT:  # noqa: SLF001 - public interface
            brought = BROUGHT_BY_INIT[model._meta.label]  # noqa: SLF001 - public interface
            rows = rows.exclude(brought) if brought else rows.none()
        if rows.exists():
            yield model._meta.label  # noqa: SLF001 - public interface


def _drops() -> Iterator[str]:
    """Statements that drop every table of ours and, on PostgreSQL, the functions of their triggers."""
    quote = connection.ops.quote_name
    ours = [name for name in connection.introspection.table_names() if _is_ours(name)]
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    for name in ours:
        yield f"DROP TABLE {quote(name)}{cascade}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
                "WHERE n.nspname = current_schema() AND p.proname ~ '_(refused|renewed)$' "
                "AND p.prorettype = 'trigger'::regtype"
            )
            functions = [row[0] for row in cursor.fetchall()]
        for name in functions:
            yield f"DROP FUNCTION {quote(name)}() CASCADE"


def _is_ours(table: str) -> bool:
    return table == "django_migrations" or any(table.startswith(f"{label}_") for label in (*apps.app_configs, "django"))
