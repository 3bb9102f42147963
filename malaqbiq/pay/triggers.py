"""What the database itself refuses of a pay term's exception, beyond what a check constraint can see."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from malaqbiq.kernel.append_only import Statements

MESSAGE = "pay_payterm: the exception is not approved, of another person, from the other limit, or over"

NAME = "pay_payterm_exception_refused"

_HOLDS = """
    SELECT 1 FROM pay_payexception held
    WHERE held.uid = NEW.exception_id AND held.person_id = NEW.person_id AND held.approved_by <> ''
      AND NEW.valid_until IS NOT NULL AND NEW.valid_until <= {day_after_last}
      AND (held.{limit} <> 'floor' OR NEW.ceiling_amount IS NULL OR NEW.monthly_amount <= NEW.ceiling_amount)
      AND (held.{limit} <> 'ceiling' OR NEW.monthly_amount >= NEW.floor_amount)
"""
"""An exception that lets the new term stand. A missing floor is below no number, so only a floor's exception helps."""


def exception_guard() -> Statements:
    """A migration operation: an own term that names an exception must name one that lets it stand."""
    return Statements(_forwards)


def _forwards(editor: BaseDatabaseSchemaEditor) -> None:
    limit = editor.quote_name("limit")
    condition = "NEW.origin = 'own' AND NEW.exception_id IS NOT NULL"
    if editor.connection.vendor == "sqlite":
        holds = _HOLDS.format(day_after_last="date(held.last_day, '+1 day')", limit=limit)
        for event in ("INSERT", "UPDATE"):
            editor.execute(
                f"CREATE TRIGGER {NAME}_{event.lower()} BEFORE {event} ON pay_payterm FOR EACH ROW "
                f"WHEN {condition} AND NOT EXISTS ({holds}) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        return
    holds = _HOLDS.format(day_after_last="held.last_day + 1", limit=limit)
    editor.execute(
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} AND NOT EXISTS ({holds}) THEN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    editor.execute(
        f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE ON pay_payterm FOR EACH ROW EXECUTE FUNCTION {NAME}()"
    )
