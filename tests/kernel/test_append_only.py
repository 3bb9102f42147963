from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations import RunSQL
from django.db.migrations.state import ProjectState

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.append_only import altering, append_only, refusing
from malaqbiq.kernel.models import Activity
from malaqbiq.regulations.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged() -> Activity:
    activity_record(access=Access.system("demo"), action="people.add")
    return Activity.objects.get(action="people.add")


def test_logged_activity_is_not_updated(logged: Activity) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Activity.objects.update(actor="somebody else")
    logged.refresh_from_db()
    assert logged.actor == "system:demo"


def test_logged_activity_is_not_deleted(logged: Activity) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        logged.delete()
    assert Activity.objects.filter(pk=logged.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own words")
def test_logged_activity_is_not_replaced(logged: Activity) -> None:
    with pytest.raises(DatabaseError, match="never changed"):
        run(f"REPLACE INTO kernel_activity SELECT * FROM kernel_activity WHERE id = {logged.pk}")


@pytest.fixture
def sheet(transactional_db: None) -> Iterator[None]:
    """A table whose issued rows keep their number; their note may change, and drafts are free."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sheet (issued integer, number integer, note text)")
        cursor.execute("INSERT INTO sheet VALUES (1, 7, ''), (0, 8, '')")
    with connection.schema_editor() as editor:
        operation = append_only("sheet", when="OLD.issued = 1", columns=["number"], deletable=True)
        operation.database_forwards("kernel", editor, ProjectState(), ProjectState())
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE sheet")


@pytest.mark.usefixtures("sheet")
def test_guarded_column_of_a_guarded_row_is_refused() -> None:
    with pytest.raises(DatabaseError, match="never changed"):
        run("UPDATE sheet SET number = 9 WHERE issued = 1")
    assert run("UPDATE sheet SET number = 9 WHERE issued = 0") == 1
    assert run("UPDATE sheet SET note = 'seen'") == 2
    assert run("DELETE FROM sheet") == 2


@pytest.mark.django_db
def test_every_guarded_table_refuses_to_be_truncated() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT event_object_table FROM information_schema.triggers "
            "WHERE trigger_name LIKE '%\\_del\\_refused'"
        )
        guarded = [row[0] for row in cursor.fetchall()]
    assert len(guarded) > 15
    for table in guarded:
        with pytest.raises(DatabaseError, match="never changed"):
            run(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db
def test_what_cascades_into_a_guarded_table_is_refused() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="never changed"):
        run("TRUNCATE people_person CASCADE")


@pytest.mark.django_db(transaction=True)
def test_a_test_with_transactions_may_fill_guarded_tables() -> None:
    activity_record(access=Access.system("demo"), action="people.add")


@pytest.mark.django_db(transaction=True)
def test_law_is_there_after_a_test_with_transactions() -> None:
    assert Fact.objects.exists()


def run(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


@pytest.mark.usefixtures("sheet")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone makes an altered table anew")
def test_guards_stand_aside_while_a_table_is_altered_and_come_again() -> None:
    run("CREATE TABLE note (body text)")
    watching = refusing(
        "note", "of_sheet", event="INSERT", when="EXISTS (SELECT 1 FROM sheet s WHERE s.issued = 1)", message="issued"
    )
    with connection.schema_editor() as editor:
        watching.database_forwards("kernel", editor, ProjectState(), ProjectState())
    anew = (
        "CREATE TABLE other (issued integer, number integer, note text, more text)",
        "INSERT INTO other SELECT issued, number, note, '' FROM sheet",
        "DROP TABLE sheet",
        "ALTER TABLE other RENAME TO sheet",
    )
    with connection.schema_editor() as editor:
        for operation in altering("sheet", *(RunSQL(statement) for statement in anew)):
            operation.database_forwards("kernel", editor, ProjectState(), ProjectState())
    for statement in ("UPDATE sheet SET number = 9 WHERE issued = 1", "INSERT INTO note VALUES ('x')"):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(statement)
    run("UPDATE sheet SET number = 9, more = 'x' WHERE issued = 0")
    run("DROP TABLE note")
