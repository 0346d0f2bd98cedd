"""The commands for whoever owns the machine: migrate, backup, restore, user, doctor."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from puskesos.cli import main
from puskesos.config import Settings
from puskesos.database import close_database, connected, database, open_database
from puskesos.migrating import known
from puskesos.models import AuditEntry, Letter, LoginSession, LoginThrottle, Photo, User, UserVillage, Visit
from puskesos.security.passwords import verify_password
from puskesos.security.report_key import key_file, make_key
from puskesos.security.sessions import start_session
from tests.cast import NOW, TODAY, load_cast, make_assignment

Command = Callable[..., tuple[int, str]]
OURS = ["--hub", "32.16.17"]


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command on the data folder of this test; answers exit code and everything printed."""

    def run(name: str, *words: str) -> tuple[int, str]:
        code = main([name, "--data", str(tmp_path / "data"), *words])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.fixture
def migrated(settings: Settings) -> Settings:
    """An installation with the cast whose history says that every migration ran."""
    open_database(settings)
    with connected():
        database.execute_sql("CREATE TABLE schema_migration (id INTEGER PRIMARY KEY, name TEXT, applied TEXT)")
        for name in known():
            database.execute_sql("INSERT INTO schema_migration(name, applied) VALUES (?, '2026-11-17')", (name,))
    return settings


def one_time_password(printed: str) -> str:
    return printed.split("may sign in once with: ")[1].strip()


@pytest.mark.parametrize("name", ["migrate", "backup", "restore", "user", "doctor"])
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert "--data DIR" in capsys.readouterr().out


def test_migrate_brings_a_new_installation_up_and_then_has_nothing_to_do(command: Command) -> None:
    code, printed = command("migrate")
    assert code == 0
    assert f"{len(known())} migrations applied." in printed
    assert command("migrate") == (0, "The database is up to date.\n")


def test_a_backup_can_go_to_a_chosen_folder_and_is_audited(
    command: Command, migrated: Settings, tmp_path: Path
) -> None:
    code, printed = command("backup", "--to", str(tmp_path / "stick"))
    (made,) = (tmp_path / "stick").iterdir()
    assert code == 0
    assert str(made) in printed
    with connected():
        assert AuditEntry.get(AuditEntry.action == "backup_made").detail == f'{{"file": "{made.name}"}}'


def test_restore_with_yes_says_where_the_old_data_went(command: Command, migrated: Settings) -> None:
    command("backup")
    (made,) = (migrated.data / "backups").iterdir()
    code, printed = command("restore", str(made), "--yes")
    assert code == 0
    assert f"{migrated.data}-sebelum-pulih-" in printed


@pytest.mark.parametrize("answer", ["n\n", "\n", ""], ids=["no", "only Enter", "no terminal"])
def test_restore_without_a_yes_changes_nothing(
    command: Command, migrated: Settings, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    command("backup")
    (made,) = (migrated.data / "backups").iterdir()
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    code, printed = command("restore", str(made))
    assert code == 1
    assert "Nothing was changed." in printed
    assert [path.name for path in migrated.data.parent.iterdir()] == ["data"]


def test_a_missing_backup_file_is_said(command: Command, migrated: Settings) -> None:
    code, printed = command("restore", "no-such-file.tar.gz", "--yes")
    assert code == 1
    assert "There is no file no-such-file.tar.gz." in printed


def test_users_are_listed_with_roles(command: Command, migrated: Settings) -> None:
    code, printed = command("user", *OURS, "list")
    assert code == 0
    assert [line.split()[0] for line in printed.splitlines()] == ["bayu", "dewi", "ratna", "sari", "tono", "ujang"]
    assert "Relawan PSM" in printed


def test_with_several_hubs_the_command_asks_which(command: Command, migrated: Settings) -> None:
    code, printed = command("user", "list")
    assert code == 1
    assert "--hub 32.16.17 | 32.16.09" in printed


def test_before_the_set_up_the_command_says_what_to_do(command: Command) -> None:
    command("migrate")
    code, printed = command("user", "list")
    assert code == 1
    assert "python3 app.py serve" in printed


def test_a_volunteer_added_can_sign_in_once(command: Command, migrated: Settings) -> None:
    words = ["add", "asep", "--name", "Asep", "--role", "psm", "--village", "Jayasakti"]
    code, printed = command("user", *OURS, *words)
    assert code == 0
    with connected():
        asep = User.get(User.username == "asep")
        assert asep.must_change_password
        assert verify_password(asep.password_hash, one_time_password(printed))
        assert UserVillage.select().where(UserVillage.user == asep).count() == 1


def test_a_name_that_is_taken_is_refused_with_the_sentence_of_the_form(command: Command, migrated: Settings) -> None:
    code, printed = command("user", *OURS, "add", "sari", "--name", "Sari", "--role", "fo")
    assert code == 1
    assert "sudah dipakai" in printed


def test_a_new_password_ends_sessions_and_the_waiting_time(command: Command, migrated: Settings) -> None:
    with connected():
        ratna = User.get(User.username == "ratna")
        start_session(ratna, "Peramban uji", NOW)
        LoginThrottle.create(key="akun:ratna", failures=12, last_at=NOW)
    code, printed = command("user", *OURS, "password", "ratna")
    assert code == 0
    with connected():
        ratna = User.get(User.username == "ratna")
        assert verify_password(ratna.password_hash, one_time_password(printed))
        assert ratna.must_change_password
        assert LoginSession.get(LoginSession.user == ratna).revoked_at is not None
        assert LoginThrottle.select().count() == 0
        assert AuditEntry.select().where(AuditEntry.action == "user_changed").count() == 1


def test_a_blocked_user_is_out_until_unblocked(command: Command, migrated: Settings) -> None:
    assert command("user", *OURS, "block", "tono") == (0, "tono is blocked.\n")
    with connected():
        assert not User.get(User.username == "tono").active
    assert command("user", *OURS, "unblock", "tono") == (0, "tono is active.\n")


@pytest.mark.parametrize("username", ["nobody", "citra"], ids=["unknown", "of another hub"])
def test_a_user_who_is_not_of_the_hub_is_not_found(command: Command, migrated: Settings, username: str) -> None:
    code, printed = command("user", *OURS, "password", username)
    assert code == 1
    assert f"There is no user '{username}'" in printed


@pytest.mark.pango
def test_the_doctor_finds_a_kept_installation_healthy(command: Command, migrated: Settings) -> None:
    (migrated.data / "secret").touch(mode=0o600)
    command("backup")
    code, printed = command("doctor")
    assert "NOT OK" not in printed
    assert code == 0


def test_the_doctor_makes_no_database(command: Command, tmp_path: Path) -> None:
    code, printed = command("doctor")
    assert code == 1
    assert "NOT OK  database: none in" in printed
    assert not (tmp_path / "data" / "puskesos.db").exists()


def lose_history(settings: Settings) -> None:
    database.execute_sql("DELETE FROM schema_migration WHERE name = ?", (known()[-1],))


def lose_trigger(settings: Settings) -> None:
    database.execute_sql("DROP TRIGGER audit_entry_no_delete")


def lose_photo(settings: Settings) -> None:
    cast = load_cast()
    task = make_assignment(cast)
    report = {"visited_at": NOW, "outcome": "bertemu", "findings": "Rumah kosong.", "created_at": NOW}
    visit = Visit.create(assignment=task, case=task.case_id, created_by=cast.ujang, **report)
    size = {"sha256": "0", "width": 1, "height": 1, "size": 1, "created_at": NOW}
    Photo.create(case=task.case_id, visit=visit, stored_name="gone.jpg", created_by=cast.ujang, **size)


def lose_letter(settings: Settings) -> None:
    cast = load_cast()
    numbered = {"number": "400.9/1/2026", "counter": "agenda", "year": 2026, "serial": 1, "dated_on": TODAY}
    made = {"proof_code": "K7QF2M9T", "created_by": cast.ratna, "created_at": NOW, "file_sha256": "0" * 64, "pages": 1}
    Letter.create(hub=cast.hub, kind="surat_pengantar", state="terbit", **numbered, **made)


def break_report_key(settings: Settings) -> None:
    make_key(settings, "32.16.17")
    key_file(settings, "32.16.17").write_text("rusak")


def open_secret(settings: Settings) -> None:
    (settings.data / "secret").write_text("rahasia")
    (settings.data / "secret").chmod(0o644)


COMPLAINTS: dict[str, tuple[Callable[[Settings], None], str]] = {
    "a waiting migration": (lose_history, "NOT OK  migrations: 1 waiting; run: python3 app.py migrate"),
    "a lost trigger": (lose_trigger, "NOT OK  protection: lost the triggers audit_entry_no_delete"),
    "a lost photo": (lose_photo, "NOT OK  photos: 1 of 1 files are missing"),
    "a lost letter": (lose_letter, "NOT OK  letters: 1 of 1 files are missing or changed"),
    "a broken report key": (break_report_key, "NOT OK  report keys: "),
    "an open secret": (open_secret, "NOT OK  secret: others may read it; run: chmod 600"),
    "no backup": (lambda settings: None, "NOT OK  backup: there is none; run: python3 app.py backup"),
}


@pytest.mark.parametrize(("harm", "complaint"), COMPLAINTS.values(), ids=COMPLAINTS.keys())
def test_the_doctor_names_the_trouble_and_the_remedy(
    command: Command, migrated: Settings, harm: Callable[[Settings], None], complaint: str
) -> None:
    with connected():
        harm(migrated)
    close_database()
    code, printed = command("doctor")
    assert code == 1
    assert complaint in printed
