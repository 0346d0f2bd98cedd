"""A running hub writes looks by itself, and those of the last second when it ends."""

from __future__ import annotations

import re
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from puskesos.config import Settings
from puskesos.database import close_database, connected, open_database
from puskesos.models import AuditEntry
from tests.test_serving import end, running

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


def sign_in(address: str, username: str) -> urllib.request.OpenerDirector:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/masuk", timeout=10).read().decode()
    sent = urllib.parse.urlencode({"csrf_token": TOKEN.search(page)[1]}).encode()
    browser.open(f"{address}/masuk/latihan/{username}", sent, timeout=10).close()
    return browser


def seen(folder: Path) -> list[str]:
    open_database(Settings(data=folder, secret="x" * 40))
    with connected():
        rows = AuditEntry.select(AuditEntry.object_id).where(AuditEntry.action == "person_seen")
        found = [row.object_id for row in rows.order_by(AuditEntry.id)]
    close_database()
    return found


@pytest.mark.slow
def test_looks_are_written_while_the_hub_runs_and_when_it_ends(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    with running("demo", "--data", str(folder)) as (process, address, _said):
        browser = sign_in(address, "ratna")
        browser.open(f"{address}/warga/1", timeout=10).close()
        for _ in range(100):
            if seen(folder) == ["1"]:
                break
            time.sleep(0.1)
        assert seen(folder) == ["1"]
        browser.open(f"{address}/warga/2", timeout=10).close()
        assert end(process) == 0
    assert seen(folder) == ["1", "2"]
