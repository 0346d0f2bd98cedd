"""What the models cannot say: the append-only audit triggers, and the index that finds people by words."""

from __future__ import annotations

from puskesos.database import database, is_postgres
from puskesos.models import MODELS

SQLITE_EXTRAS = (
    """CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END""",
    """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END""",
    """CREATE VIRTUAL TABLE person_search USING fts5(
       search_words, content='person', content_rowid='id', detail='none', prefix='2 3 4', tokenize='unicode61')""",
    "INSERT INTO person_search(person_search, rank) VALUES('secure-delete', 1)",
    """CREATE TRIGGER person_search_insert AFTER INSERT ON person
       BEGIN INSERT INTO person_search(rowid, search_words) VALUES (new.id, new.search_words); END""",
    """CREATE TRIGGER person_search_delete AFTER DELETE ON person
       BEGIN INSERT INTO person_search(person_search, rowid, search_words)
             VALUES ('delete', old.id, old.search_words); END""",
    """CREATE TRIGGER person_search_update AFTER UPDATE OF search_words ON person
       BEGIN INSERT INTO person_search(person_search, rowid, search_words) VALUES ('delete', old.id, old.search_words);
             INSERT INTO person_search(rowid, search_words) VALUES (new.id, new.search_words); END""",
)
POSTGRES_EXTRAS = (
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$""",
    "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE INDEX person_search ON person USING gin (to_tsvector('simple', search_words))",
)


def create_schema() -> None:
    """Create every table and extra in the empty, bound and open database, straight from the models (tests, bench)."""
    for model in MODELS:
        model._meta.strict_tables = not is_postgres()  # a word only SQLite knows
    with database.atomic():
        database.create_tables(MODELS, safe=False)
        for statement in POSTGRES_EXTRAS if is_postgres() else SQLITE_EXTRAS:
            database.execute_sql(statement)
