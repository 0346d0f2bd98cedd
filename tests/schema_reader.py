"""Reads a schema out of the database itself, in a form that two databases can be compared by."""

from __future__ import annotations

import re
from typing import Any

from puskesos.database import database, is_postgres
from puskesos.migrating import HISTORY

Schema = dict[str, Any]


def read_schema() -> Schema:
    """Tables with columns, checks and foreign keys, indexes, triggers, functions; the migrations' history left out."""
    return _postgres() if is_postgres() else _sqlite()


def _sqlite() -> Schema:
    rows = _all("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    schema: Schema = {
        f"{kind} {name}": _parts(sql) if kind == "table" else _plain(sql)
        for kind, name, table, sql in rows
        if table != HISTORY
    }
    for (table,) in _all("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"):
        if table not in {HISTORY, "sqlite_schema"}:
            schema[f"columns {table}"] = _all(
                f"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{table}')"
            )
            schema[f"keys {table}"] = sorted(
                _all(f'SELECT "from", "table", "to", on_delete FROM pragma_foreign_key_list(\'{table}\')')
            )
            schema[f"strict {table}"] = _all(f"SELECT strict FROM pragma_table_list WHERE name = '{table}'")
    return schema


def _postgres() -> Schema:
    history = f"tablename <> '{HISTORY}'"
    wanted = f"table_schema = 'public' AND table_name <> '{HISTORY}'"
    return {
        "columns": _all(
            "SELECT table_name, column_name, data_type, is_nullable, column_default, "
            "row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position) "  # a dropped column leaves a gap
            f"FROM information_schema.columns WHERE {wanted} ORDER BY 1, 6"
        ),
        "constraints": _all(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            f"WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '{HISTORY}' ORDER BY 1, 2"
        ),
        "indexes": _all(
            f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND {history} ORDER BY 1"
        ),
        "triggers": _all("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"),
        "functions": _all("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1"),
    }


def _all(query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in database.execute_sql(query).fetchall()]


def _plain(sql: str | None) -> str:
    """The statement without differences of layout."""
    return re.sub(r"\s+", " ", (sql or "").replace('"', "")).strip()


def _parts(sql: str | None) -> list[str]:
    """The definitions of a table in no order: a column added later stands behind the constraints, its key inside it."""
    parts, depth = [""], 0
    for letter in _plain(sql):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += letter
    head, _, parts[0] = parts[0].partition("(")
    parts[-1], _, tail = parts[-1].rpartition(")")
    named = [re.sub(r"^(\w+) (\w+) (REFERENCES .*)$", r"\1 \2\nFOREIGN KEY (\1) \3", part.strip()) for part in parts]
    return [head.strip(), tail.strip(), *sorted(piece for part in named for piece in part.split("\n"))]
