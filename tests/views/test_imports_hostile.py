"""Impor and files that mean harm or are broken: the screens give a sentence or the columns, never a fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from puskesos.jobs.worker import run_waiting
from puskesos.models import Job, Person
from tests.cast import TODAY, Cast
from tests.page_client import Page, PageClient
from tests.sheets.hostile import READABLE, REFUSED
from tests.views.lists import the_import, upload

SignIn = Callable[[str], PageClient]
LATE = {"million rows", "open quote", "endless line", "half a sheet", "flipped bytes", "unknown encoding"}
SLOW = {"million rows", "many texts"}


def files(*groups: dict[str, object]) -> list[object]:
    names = sorted(name for group in groups for name in group)
    return [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in names]


def bring(app: Flask, client: PageClient, file: Path) -> Page:
    """Upload the file, and look at what the worker makes of it: the columns, or the page that says why not."""
    path = upload(client, file.read_bytes(), file=file.name)
    run_waiting(app.config["SETTINGS"])
    page = client.get(path, expect={200, 303})
    return client.follow(page) if page.status == 303 else page


def judge(app: Flask, client: PageClient, cast: Cast, page: Page) -> Page:
    """Go on with whatever columns there are, all in one village."""
    names = [select["name"] for select in page.select("select[name^=columns-]")]
    if not names:
        assert "tidak berisi daftar" in page.text("#import-next")
        return page
    has_name = page.select("select[name^=columns-] option[value=name][selected]")
    first = {} if has_name else {str(names[0]): "name"}
    sent = client.fill(page, "form[action$='/kolom']", **first, village=str(cast.bahagia.id), _expect={303, 422})
    run_waiting(app.config["SETTINGS"])
    return client.follow(sent) if sent.status == 303 else sent


@pytest.mark.parametrize("name", files(REFUSED))
def test_a_file_that_is_refused_says_what_to_do(
    app: Flask, cast: Cast, client_for: SignIn, tmp_path: Path, name: str
) -> None:
    build, said = REFUSED[name]
    file, ratna = build(tmp_path), client_for("ratna")
    if not file.stat().st_size:
        form = ratna.get("/warga/impor/baru")
        page = ratna.fill(form, "main form", file=(b"", file.name), name="Kosong", data_on=str(TODAY), _expect=422)
        assert said in page.text("#file-error")
        return
    page = bring(app, ratna, file)
    if page.select(".meanings"):
        assert name in LATE
        page = judge(app, ratna, cast, page)
    assert said in page.text("#import-next") and the_import().state == "gagal"
    assert not Job.select().where(Job.note != "").exists() and not Person.select().exists()


@pytest.mark.parametrize("name", files(READABLE))
def test_an_odd_file_that_can_be_read_is_judged(
    app: Flask, cast: Cast, client_for: SignIn, tmp_path: Path, name: str
) -> None:
    build, _ = READABLE[name]
    ratna = client_for("ratna")
    page = bring(app, ratna, build(tmp_path))
    judge(app, ratna, cast, page)
    assert the_import().state in {"siap", "kolom", "gagal"}
    assert not Job.select().where(Job.note != "").exists() and not Person.select().exists()
