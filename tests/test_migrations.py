"""Migrations: they give the schema of the models, can be taken back, and leave everything as before when they fail."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from puskesos import migrating
from puskesos.config import Settings
from puskesos.database import close_database, database, open_database
from puskesos.errors import StartRefused
from puskesos.migrating import CheckedRunner, applied, known, migrate, pending
from puskesos.models import Hub, Person, SearchWord, Village
from puskesos.models.schema import create_schema
from tests.engines import both_engines, postgres_database
from tests.schema_reader import Schema, read_schema

DROPS_TRIGGER = {
    "sqlite": "DROP TRIGGER audit_entry_no_delete",
    "postgres": "DROP TRIGGER audit_entry_no_delete ON audit_entry",
}


@pytest.fixture
def empty(engine: str, tmp_path: Path) -> Iterator[Settings]:
    """An installation whose database holds nothing."""
    data = tmp_path / "empty"
    if engine == "sqlite":
        yield Settings(data=data)
        close_database()
    else:
        with postgres_database() as url:
            yield Settings(data=data, database_url=url)
            close_database()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations' folder to which a test adds."""
    copy = tmp_path / "migrations"
    copy.mkdir()
    for path in migrating.FOLDER.glob("[0-9]*.py"):
        (copy / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(migrating, "FOLDER", copy)
    return copy


def runner() -> CheckedRunner:
    return CheckedRunner(database.obj, str(migrating.FOLDER))


def schema_after(settings: Settings) -> Schema:
    close_database()
    open_database(settings)
    database.connect()
    return read_schema()


def add_hub() -> None:
    Hub.create(
        code="32.16.17",
        name="Puskesos Kecamatan Muaragembong",
        district="Muaragembong",
        regency="Kabupaten Bekasi",
        province="Jawa Barat",
        created_at=datetime(2026, 11, 17, tzinfo=UTC),
    )


@both_engines
def test_migrations_give_the_schema_of_the_models(empty: Settings, engine: str, tmp_path: Path) -> None:
    assert migrate(empty) == known()
    from_migrations = schema_after(empty)
    for table in reversed(known()):
        runner().down(table)
    database.drop_tables([runner().History])
    create_schema()
    assert from_migrations == read_schema()


@both_engines
def test_up_down_up_gives_the_same_schema(empty: Settings) -> None:
    migrate(empty)
    first = schema_after(empty)
    assert any(first.values())
    runner().down(known()[0])
    assert not any(read_schema().values())
    runner().up()
    assert read_schema() == first


@both_engines
def test_migrating_again_changes_nothing(empty: Settings) -> None:
    migrate(empty)
    assert migrate(empty) == []
    schema_after(empty)
    assert pending() == []


BREAKS = {
    "an error in the middle": "db.execute_sql('CREATE TABLE half (a INTEGER)'); db.execute_sql('SELECT 1 FROM no')",
    "a lost append-only trigger": "db.execute_sql({drops!r})",
}


@both_engines
@pytest.mark.parametrize("body", BREAKS.values(), ids=BREAKS.keys())
def test_a_failing_migration_leaves_everything_as_before(empty: Settings, engine: str, folder: Path, body: str) -> None:
    migrate(empty)
    before = schema_after(empty)
    add_hub()
    statement = body.format(drops=DROPS_TRIGGER[engine])
    (folder / "0099_breaks.py").write_text(f"def up(migrator, db):\n    {statement}\n")
    with pytest.raises(StartRefused, match="0099_breaks failed and was undone"):
        migrate(empty, backup=False)
    assert schema_after(empty) == before
    assert Hub.select().count() == 1
    assert "0099_breaks" not in applied()


def test_a_migration_that_leaves_dangling_rows_is_undone(empty: Settings, folder: Path) -> None:
    migrate(empty)
    columns, values = "hub_id, code, name, kind, active", "77, 'x', 'x', 'desa', 1"
    statement = f"INSERT INTO village({columns}) VALUES ({values})"
    (folder / "0099_dangles.py").write_text(f"def up(migrator, db):\n    db.execute_sql({statement!r})\n")
    with pytest.raises(StartRefused, match="refer to nothing"):
        migrate(empty, backup=False)
    schema_after(empty)
    assert database.execute_sql("SELECT count(*) FROM village").fetchone() == (0,)


def test_a_table_that_is_not_strict_is_refused(empty: Settings, folder: Path) -> None:
    migrate(empty)
    (folder / "0099_loose.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE loose (a INTEGER)')\n"
    )
    with pytest.raises(StartRefused, match="not STRICT: loose"):
        migrate(empty, backup=False)


@both_engines
def test_data_of_a_newer_version_is_refused(empty: Settings) -> None:
    migrate(empty)
    schema_after(empty)
    runner().History.create(name="9999_from_the_future")
    close_database()
    with pytest.raises(StartRefused, match="newer Puskesos"):
        migrate(empty)


@both_engines
def test_the_words_of_people_from_before_are_listed(empty: Settings) -> None:
    migrate(empty)
    schema_after(empty)
    add_hub()
    now = datetime(2026, 11, 17, tzinfo=UTC)
    village = Village.create(hub=1, code="32.16.17.2001", name="Pantai Mekar", kind="desa")
    Person.create(hub=1, village=village, name="Budi", search_words="budi", sex="L", created_at=now, changed_at=now)
    migrate(empty)
    schema_after(empty)
    assert [word.word for word in SearchWord.select()] == ["budi"]


def test_a_backup_is_made_before_data_is_migrated(empty: Settings, folder: Path) -> None:
    migrate(empty)
    (folder / "0099_harmless.py").write_text("def up(migrator, db):\n    pass\n")
    assert migrate(empty) == ["0099_harmless"]
    assert len(list((empty.data / "backups").glob("puskesos-*.tar.gz"))) == 1


def test_an_empty_database_needs_no_backup(empty: Settings) -> None:
    migrate(empty)
    assert not (empty.data / "backups").exists()


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_on_postgresql_the_command_for_a_dump_is_told(empty: Settings, folder: Path) -> None:
    migrate(empty)
    (folder / "0099_harmless.py").write_text("def up(migrator, db):\n    pass\n")
    with pytest.raises(StartRefused, match="pg_dump"):
        migrate(empty)
    assert migrate(empty, backup=False) == ["0099_harmless"]


@pytest.mark.parametrize("path", sorted(migrating.FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_stands_alone_and_says_why(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [name for name in imported if name.startswith("puskesos")]
    assert ast.get_docstring(tree)
    assert "alter_column_type" not in path.read_text(encoding="utf-8")
