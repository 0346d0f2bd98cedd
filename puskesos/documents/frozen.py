"""Numbered letters as they were laid out when issued: kept once, then shown and printed so for ever."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from markupsafe import Markup

from puskesos.documents.paper import page_address, qr_image
from puskesos.documents.store import SOURCE, keep_file, read_file
from puskesos.models.hub import Hub
from puskesos.queries.letter_settings import look_of
from puskesos.rules.letter_code import show_code

QR_SAYS = "Kode QR untuk memeriksa keaslian surat"
HEAD_ENDS, BODY_BEGINS = "</head>", "<body>"


@dataclass(frozen=True)
class Proof:
    """What stands below a numbered letter: how anybody finds out whether it is valid, by QR or by typing."""

    code: str
    address: str
    qr: Markup | None
    phone: str


def proof_of(code: str, hub: Hub) -> Proof:
    """The proof of a letter of `hub`; without an address that others reach, the code is told by telephone."""
    base = hub.public_address.rstrip("/")
    address = f"{base}/surat/cek" if base else ""
    return Proof(show_code(code), address, qr_image(f"{address}/{code}", QR_SAYS) if base else None, hub.phone)


def freeze(folder: Path, html: str) -> str:
    """Keep the laid-out paper and return its digest."""
    return keep_file(folder, html.encode(), SOURCE)


def thaw(folder: Path, digest: str) -> str:
    """The paper as it was laid out. Raises PaperLost."""
    return read_file(folder, digest, SOURCE).decode()


def in_frame(html: str, hub: Hub) -> str:
    """A paper as a browser shows it inside a page: with our styles, without links."""
    template = current_app.jinja_env.get_template("papers/_screen_head.html")
    head = template.render(page_address=page_address(look_of(hub).margins))
    return html.replace(HEAD_ENDS, f"{head}{HEAD_ENDS}", 1)


def on_screen(html: str, hub: Hub, *, back: tuple[str, str], pdf: str) -> str:
    """A paper as a page of its own that the browser prints."""
    env = current_app.jinja_env
    tools = env.get_template("papers/_tools.html").render(back=back, pdf=pdf)
    script = Markup('<script src="{}" defer></script>').format(env.globals["static_url"]("app.js"))
    dressed = in_frame(html, hub).replace(HEAD_ENDS, f"{script}{HEAD_ENDS}", 1)
    return dressed.replace(BODY_BEGINS, f"{BODY_BEGINS}\n{tools}", 1)
