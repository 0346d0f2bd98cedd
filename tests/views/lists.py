"""Lists to bring in, as CSV, and the steps of an import that tests of several views begin with."""

from __future__ import annotations

import io
import uuid

from flask import Flask

from puskesos import clock
from puskesos.actions.imports import start_import
from puskesos.config import Settings
from puskesos.jobs.worker import run_waiting
from puskesos.models import Import, User
from tests.cast import TODAY, viewer_of
from tests.page_client import Page, PageClient

PATH = "/warga/impor"
HEAD = "NIK;Nama Lengkap;Jenis Kelamin;Tanggal Lahir;Desa/Kelurahan;Agama"
SITI = "3216995206790003;Siti Nurhayati;P;12/06/1979;Pantai Bahagia;Islam"
ASEP = "3216991708850004;Asep Saepudin;L;17/08/1985;Pantai Bakti;Islam"
EATEN = "3,21699E+15;Rokayah;P;01/02/1950;Pantai Bahagia;Islam"
STRANGE = "3216990101900005;Budi;L;01/01/1990;Tambun;Islam"  # a village the hub does not serve


def as_csv(*rows: str, head: str = HEAD) -> bytes:
    """The rows below their headings."""
    return "\r\n".join((head, *rows)).encode()


def start_list(settings: Settings, *rows: str, by: User) -> None:
    """A list that `by` brought in and that was read, without a browser."""
    told = {"file_name": "penduduk.csv", "name": "Penduduk", "data_on": TODAY, "key": str(uuid.uuid4())}
    start_import(io.BytesIO(as_csv(*rows)), **told, settings=settings, actor=viewer_of(by), now=clock.now())
    run_waiting(settings)


def upload(client: PageClient, content: bytes, *, name: str = "Penduduk Oktober", file: str = "penduduk.csv") -> str:
    """Send the list through its form; returns the path of its page."""
    typed = {"name": name, "data_on": str(TODAY)}
    return client.fill(client.get(f"{PATH}/baru"), "main form", file=(content, file), **typed).location


def read(app: Flask, client: PageClient, *rows: str, **how: str) -> str:
    """A list that was read and waits for its columns; returns the path of its page."""
    path = upload(client, as_csv(*rows), **how)
    run_waiting(app.config["SETTINGS"])
    return path


def columns_page(client: PageClient, path: str) -> Page:
    """The step of the columns, to which the import's page leads."""
    return client.follow(client.get(path, expect=303))


def check(app: Flask, client: PageClient, *rows: str, **typed: object) -> str:
    """A list whose dry run is over; `typed` is what was changed at the columns. Returns the path of its page."""
    path = read(app, client, *rows)
    client.fill(columns_page(client, path), "form[action$='/kolom']", **typed)
    run_waiting(app.config["SETTINGS"])
    return path


def apply(app: Flask, client: PageClient, path: str) -> Page:
    """Apply it, and look at its page when that is done."""
    client.fill(client.get(f"{path}/penerapan"), "main form")
    run_waiting(app.config["SETTINGS"])
    return client.get(path)


def the_import() -> Import:
    """The newest import, read afresh."""
    return Import.select().order_by(Import.id.desc()).get()
