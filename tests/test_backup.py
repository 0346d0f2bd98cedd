"""Backups come back whole, damaged or foreign ones are refused, and the present data is never harmed on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from puskesos.backups import last_backup, make_backup, read_facts
from puskesos.config import ROOT, Settings
from puskesos.database import close_database, database, open_database
from puskesos.documents.store import keep_file, path_of, read_file
from puskesos.errors import StartRefused
from puskesos.migrating import migrate
from puskesos.models import AuditEntry, LoginSession
from puskesos.restoring import restore_backup
from puskesos.security.report_key import make_key, public_key
from puskesos.security.sessions import start_session
from tests.archives import PHOTO, PHOTO_NAME, REFUSED, Entries, entries_of, pack, smuggled
from tests.cast import NOW, build_cast, make_case

LETTER = b"%PDF-1.7 surat bernomor"
LETTER_DIGEST = sha256(LETTER).hexdigest()
LETTER_NAME = f"papers/{LETTER_DIGEST[:2]}/{LETTER_DIGEST}.pdf"
KEY_NAME = "keys/laporan-32.16.17.key"


@pytest.fixture
def hub(tmp_path: Path) -> Settings:
    """An installation made by the migrations, with the cast, one case, one photo and somebody signed in."""
    settings = Settings(data=tmp_path / "data")
    migrate(settings)
    database.connect()
    cast = build_cast()
    make_case(cast)
    start_session(cast.sari, "Peramban uji", NOW)
    close_database()
    settings.uploads.mkdir()
    (settings.uploads / PHOTO_NAME).write_bytes(PHOTO)
    (settings.uploads / ".half.jpg.tmp").write_bytes(b"half")
    keep_file(settings.papers, LETTER)
    (settings.papers / ".half").write_bytes(b"half")
    for passing in (settings.printed, settings.batches):  # made anew when wanted
        (passing / "ab").mkdir(parents=True)
        (passing / "ab" / "abcd").write_bytes(b"kertas")
    make_key(settings, "32.16.17")
    (settings.data / "secret").write_text("rahasia")
    (settings.data / "puskesos.toml").write_text("port = 8123\n")
    return settings


@pytest.fixture
def backup(hub: Settings) -> Path:
    return make_backup(hub, hub.data / "backups")


def facts(settings: Settings) -> dict[str, object]:
    return read_facts(settings.database_file)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file under `folder`, except what SQLite and locks keep beside a database."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith((".lock", "-wal", "-shm")))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_backup_is_one_private_file_with_a_manifest(hub: Settings, backup: Path) -> None:
    entries = entries_of(backup)
    manifest = json.loads(entries["manifest.json"])
    assert next(iter(entries)) == "manifest.json"
    assert set(entries) == {"manifest.json", "puskesos.db", f"uploads/{PHOTO_NAME}", LETTER_NAME, KEY_NAME}
    assert manifest["hubs"][0] == "32.16.17"
    assert manifest["counts"]["case"] == 1
    assert backup.name.startswith("puskesos-321617-20261117-")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_restoring_gives_everything_back_and_keeps_the_old_folder(hub: Settings, backup: Path) -> None:
    saved = facts(hub)["counts"]
    open_database(hub)
    database.connect()
    database.execute_sql("DELETE FROM counter")
    close_database()
    (hub.uploads / PHOTO_NAME).unlink()
    path_of(hub.papers, LETTER_DIGEST).write_bytes(b"another letter")
    spoilt = snapshot(hub.data)
    old = restore_backup(hub, backup)
    assert facts(hub)["counts"] == saved | {"audit_entry": saved["audit_entry"] + 1}
    assert (hub.uploads / PHOTO_NAME).read_bytes() == PHOTO
    assert read_file(hub.papers, LETTER_DIGEST) == LETTER
    assert (hub.data / "secret").read_text() == "rahasia"
    assert (hub.data / "puskesos.toml").read_text() == "port = 8123\n"
    assert (hub.data / "backups" / backup.name).exists()
    assert old.name.startswith("data-sebelum-pulih-")
    assert snapshot(old).keys() == spoilt.keys() - {f"backups/{backup.name}"}
    assert sorted(path.name for path in hub.data.parent.iterdir()) == sorted([hub.data.name, old.name])


def test_the_key_that_others_know_comes_back_and_a_later_one_stays(hub: Settings, backup: Path) -> None:
    known = public_key(hub, "32.16.17")
    (hub.data / KEY_NAME).write_text("ab" * 32)
    make_key(hub, "32.16.05")
    later = public_key(hub, "32.16.05")
    restore_backup(hub, backup)
    assert public_key(hub, "32.16.17") == known and public_key(hub, "32.16.05") == later


def test_after_a_restore_nobody_is_signed_in_and_it_is_audited(hub: Settings, backup: Path) -> None:
    restore_backup(hub, backup)
    open_database(hub)
    database.connect()
    assert LoginSession.select().where(LoginSession.revoked_at.is_null()).count() == 0
    assert AuditEntry.select(AuditEntry.action).order_by(AuditEntry.id.desc()).scalar() == "restored"
    close_database()


def test_a_machine_without_data_can_restore(hub: Settings, backup: Path, tmp_path: Path) -> None:
    fresh = Settings(data=tmp_path / "new" / "data")
    fresh.data.parent.mkdir()
    assert restore_backup(fresh, backup) is None
    assert facts(fresh)["counts"]["case"] == 1


def test_a_backup_may_be_made_while_somebody_writes(hub: Settings) -> None:
    with closing(dbapi2.connect(str(hub.database_file), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM counter")
        made = make_backup(hub, hub.data / "backups")
        writer.execute("ROLLBACK")
    assert json.loads(entries_of(made)["manifest.json"])["counts"]["counter"] == 1


@pytest.mark.parametrize(("change", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_backup_is_refused_and_nothing_changes(
    hub: Settings, backup: Path, tmp_path: Path, change: Callable[[Entries], Entries], words: str
) -> None:
    before = snapshot(hub.data)
    bad = pack(tmp_path / "bad.tar.gz", change(entries_of(backup)))
    with pytest.raises(StartRefused, match=words):
        restore_backup(hub, bad)
    assert snapshot(hub.data) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.tar.gz", "data"]


def test_a_link_in_a_backup_is_refused(hub: Settings, backup: Path, tmp_path: Path) -> None:
    listed = smuggled("uploads/link.jpg")(entries_of(backup))
    listed.pop("uploads/link.jpg")
    bad = pack(tmp_path / "bad.tar.gz", listed, link="uploads/link.jpg")
    with pytest.raises(StartRefused, match="unexpected entry"):
        restore_backup(hub, bad)


@pytest.mark.parametrize("content", [b"", b"not a backup at all", PHOTO], ids=["empty", "text", "a photo"])
def test_a_file_that_is_no_backup_is_refused(hub: Settings, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "odd.tar.gz"
    file.write_bytes(content)
    with pytest.raises(StartRefused, match="not a whole Puskesos backup"):
        restore_backup(hub, file)


def test_a_cut_off_backup_is_refused(hub: Settings, backup: Path) -> None:
    content = backup.read_bytes()
    backup.write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(StartRefused, match="not a whole Puskesos backup"):
        restore_backup(hub, backup)


def test_restoring_under_a_running_server_is_refused(hub: Settings, backup: Path) -> None:
    code = "import sys; from sqlcipher3 import dbapi2; c = dbapi2.connect(sys.argv[1]); c.execute('SELECT * FROM hub')"
    command = [sys.executable, "-c", f"{code}; print('open', flush=True); sys.stdin.read()", str(hub.database_file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        server.stdout.readline()
        with pytest.raises(StartRefused, match="Stop the server first"):
            restore_backup(hub, backup)
        server.communicate()


def test_a_full_disk_is_said_before_anything_is_written(hub: Settings) -> None:
    crowded = replace(hub, free_floor_megabytes=10**9)
    with pytest.raises(StartRefused, match="Too little room"):
        make_backup(crowded, hub.data / "backups")
    assert list((hub.data / "backups").iterdir()) == []


def test_a_damaged_database_is_not_saved_as_a_backup(hub: Settings) -> None:
    with hub.database_file.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 8))
    with pytest.raises(StartRefused, match=r"damaged|could not be copied"):
        make_backup(hub, hub.data / "backups")
    assert list((hub.data / "backups").iterdir()) == []


def test_the_age_of_the_newest_backup_is_known(hub: Settings) -> None:
    assert last_backup(hub) is None
    make_backup(hub, hub.data / "backups")
    assert last_backup(hub) is not None


STEPS = [
    "checking and unpacking",
    "comparing with the manifest",
    "bringing it up to this version",
    "putting it in place",
]


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_restore_killed_in_the_middle_leaves_the_present_data(hub: Settings, backup: Path, step: str) -> None:
    before = snapshot(hub.data)
    code = (
        "import os, signal, sys; from pathlib import Path; from puskesos.config import Settings;"
        "from puskesos.restoring import restore_backup;"
        "die = lambda line: os.kill(os.getpid(), signal.SIGKILL) if line == sys.argv[3] else None;"
        "restore_backup(Settings(data=Path(sys.argv[1])), Path(sys.argv[2]), say=die)"
    )
    command = [sys.executable, "-c", code, str(hub.data), str(backup), step]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert snapshot(hub.data) == before
    restore_backup(hub, backup)
    assert len(list(hub.data.parent.iterdir())) == 2
