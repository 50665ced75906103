"""What the database itself forbids: changing or removing what was recorded.

SQLite drops a table's triggers when a migration copies the table, so every migration ends by
calling `create_triggers` again.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

APPEND_ONLY = (
    "content",
    "decision",
    "document",
    "event",
    "periodic_review",
    "person_name",
    "release",
    "release_context",
    "revision",
    "revision_picture",
    "signature",
    "submission",
    "submission_comment",
    "team",
    "withdrawal",
)
"""Tables whose rows are never changed nor removed."""

PERIODS: Mapping[str, tuple[str, ...]] = {
    "api_token": (
        "id",
        "person_id",
        "name",
        "scope",
        "token_hash",
        "valid_from",
        "expires_at",
    ),
    "right_period": ("id", "person_id", '"right"', "department", "valid_from", "recorded_at"),
    "role_period": ("id", "person_id", "role", "valid_from", "recorded_at"),
    "team_period": ("id", "team_id", "person_id", "lead", "valid_from", "recorded_at"),
}
"""Tables of which only `valid_until` may be set, once; with the columns that stand fast."""

KEPT: Mapping[str, str] = {
    "free_text": "OLD.digest <> NEW.digest OR NEW.text IS NOT NULL",
    "person": "OLD.id <> NEW.id OR OLD.created_at <> NEW.created_at",
    "person_mail": "OLD.person_id <> NEW.person_id",
}
"""Tables whose rows are never removed, with what a change must not do to one."""


_BODY = " BEGIN RAISE EXCEPTION USING MESSAGE = 'append-only: ' || TG_TABLE_NAME; END "
"""What every trigger of PostgreSQL runs."""

_STANDING = text(
    "SELECT tgname, relname, prosrc FROM pg_trigger "
    "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
)


def triggers() -> Mapping[str, tuple[str, str, str]]:
    """Every trigger by name: its table, its moment, and the condition under which it forbids."""
    found: dict[str, tuple[str, str, str]] = {}
    for table in APPEND_ONLY:
        found[f"{table}_no_update"] = (table, "UPDATE", "")
        found[f"{table}_no_delete"] = (table, "DELETE", "")
    for table, columns in PERIODS.items():
        changed = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
        condition = f"OLD.valid_until IS NOT NULL OR NEW.valid_until IS NULL OR {changed}"
        found[f"{table}_no_update"] = (table, "UPDATE", condition)
        found[f"{table}_no_delete"] = (table, "DELETE", "")
    for table, condition in KEPT.items():
        found[f"{table}_no_update"] = (table, "UPDATE", condition)
        found[f"{table}_no_delete"] = (table, "DELETE", "")
    return found


def create_triggers(connection: Connection) -> None:
    """Create every trigger anew."""
    create = _on_postgresql if connection.dialect.name == "postgresql" else _on_sqlite
    create(connection)


def missing_triggers(connection: Connection) -> tuple[str, ...]:
    """The names of those that do not stand as they should, switched off ones included."""
    if connection.dialect.name == "postgresql":
        standing = {
            (name, table) for name, table, body in connection.execute(_STANDING) if body == _BODY
        }
        wanted = {(name, table) for name, (table, _moment, _condition) in triggers().items()}
        wanted |= {(f"{table}_no_truncate", table) for table in _tables()}
        return tuple(sorted(name for name, _table in wanted - standing))
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    texts: dict[str, str] = dict(rows.all())
    return tuple(
        sorted(name for name, each in triggers().items() if texts.get(name) != _sqlite(name, each))
    )


def _tables() -> tuple[str, ...]:
    return (*APPEND_ONLY, *PERIODS, *KEPT)


def _on_sqlite(connection: Connection) -> None:
    for name, each in triggers().items():
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.exec_driver_sql(_sqlite(name, each))


def _sqlite(name: str, trigger: tuple[str, str, str]) -> str:
    table, moment, condition = trigger
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW{when} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    )


def _on_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION sopkit_append_only() RETURNS trigger LANGUAGE plpgsql "
        f"AS $${_BODY}$$"
    )
    forbid = "EXECUTE FUNCTION sopkit_append_only()"
    for name, (table, moment, condition) in triggers().items():
        when = f" WHEN ({condition})" if condition else ""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW{when} {forbid}"
        )
    for table in _tables():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT {forbid}"
        )
