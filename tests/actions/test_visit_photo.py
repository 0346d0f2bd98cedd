"""Photos that come after the text of a report: each once, until the report is approved."""

from __future__ import annotations

import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from puskesos import clock
from puskesos.actions.visit_photo import add_photos
from puskesos.database import connected
from puskesos.errors import RuleBroken
from puskesos.models import AuditEntry, Photo, Visit
from puskesos.photos import PreparedPhoto, prepare_photo
from tests.cast import Cast, viewer_of
from tests.views.field import Field, approve, jpeg, report, start_field


@pytest.fixture
def field(cast: Cast) -> Field:
    return start_field(cast)


def photo(width: int = 64) -> PreparedPhoto:
    return prepare_photo(io.BytesIO(jpeg(width)), "a.jpg")


def send_photos(field: Field, uploads: Path, *photos: PreparedPhoto, key: str = "") -> int:
    ujang = viewer_of(field.cast.ujang)
    how = {"kind": "dapur", "key": key or str(uuid.uuid4()), "uploads": uploads, "actor": ujang, "now": clock.now()}
    return add_photos(field.again().task, list(photos), **how)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.jpg*"))


def test_each_is_kept_once(field: Field, tmp_path: Path) -> None:
    report(field, tmp_path)
    key = str(uuid.uuid4())
    assert [send_photos(field, tmp_path, photo(), key=key) for _ in range(3)] == [1, 0, 0]
    late = Photo.get(Photo.key == key)
    assert (late.kind, late.visit_id) == ("dapur", Visit.get().id)
    assert len(files(tmp_path)) == Photo.select().count() == 2
    assert AuditEntry.select().where(AuditEntry.action == "photo_added").count() == 1


def test_several_of_one_form_are_kept_once_together(field: Field, tmp_path: Path) -> None:
    report(field, tmp_path)
    key = str(uuid.uuid4())
    assert [send_photos(field, tmp_path, photo(), photo(32), key=key) for _ in range(2)] == [2, 0]


def test_at_the_same_moment_twice_it_is_one(field: Field, tmp_path: Path) -> None:
    report(field, tmp_path)
    key, together = str(uuid.uuid4()), Barrier(2)

    def send(_: int) -> int:
        with connected():
            made = photo()
            together.wait()
            return send_photos(field, tmp_path, made, key=key)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == [0, 1]
    assert Photo.select().count() == len(files(tmp_path)) == 2


def test_never_before_the_report_after_its_approval_or_beyond_six(field: Field, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="Kirim laporannya dulu"):
        send_photos(field, tmp_path, photo())
    report(field, tmp_path)
    assert send_photos(field, tmp_path, *(photo(8 + place) for place in range(5))) == 5
    with pytest.raises(RuleBroken, match="Foto paling banyak 6 untuk satu laporan"):
        send_photos(field, tmp_path, photo())
    approve(field)
    with pytest.raises(RuleBroken, match="sudah disetujui"):
        send_photos(field, tmp_path, photo())
    assert len(files(tmp_path)) == Photo.select().count() == 6
