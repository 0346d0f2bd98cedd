"""What all papers share: labelled boxes, the letterhead, the QR code, texts cut to a length, rendering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import segno
from flask import current_app
from markupsafe import Markup

from puskesos.formatting import show_moment
from puskesos.models.hub import Hub
from puskesos.queries.letter_settings import look_of
from puskesos.rules.code import Code
from puskesos.rules.letter_page import USUAL_MARGINS, Margins, page_rules

MOST_LINES = 12
MOST_IN_BOX = 130
CUT = "… (selengkapnya di aplikasi)"
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True)
class Box:
    """A label with its text; an empty text leaves a line to write on. A "long" one runs over the whole width."""

    label: str
    text: str = ""
    look: str = ""

    @property
    def shown(self) -> str:
        """The text, cut to what a line can hold; long texts were cut to their room before."""
        return self.text if self.look == "long" else shorten(self.text)


@dataclass(frozen=True)
class Letterhead:
    """The kop: lines above, the unit's name, the address line below, and the logos' addresses or nothing."""

    above: tuple[str, ...]
    name: str
    address: str
    logo_left: str = ""
    logo_right: str = ""


@dataclass(frozen=True)
class Imprint:
    """What every page of a paper carries at its foot and in its marks; `margins` are those of letters."""

    number: str
    paper: str
    restricted: bool
    practice: bool
    printed: str
    extra: tuple[str, ...] = ()
    margins: Margins = USUAL_MARGINS

    @property
    def page_style(self) -> Markup:
        """The page rules of this hub for the PDF; empty for ours."""
        rules = page_rules(self.margins)
        return Markup("<style>{}</style>").format(Markup(rules)) if rules else Markup()

    @property
    def page_address(self) -> str:
        """Where a browser gets the same rules; empty for ours."""
        return page_address(self.margins)

    @property
    def marks(self) -> list[str]:
        return [*self.extra] + ["RAHASIA"] * self.restricted + ["MODE LATIHAN"] * self.practice

    @property
    def running_head(self) -> str:
        return " · ".join([self.number, *self.marks])


def page_address(margins: Margins) -> str:
    """Where a browser gets the page rules of these margins; empty for our usual ones."""
    return f"/kertas/halaman/{'-'.join(map(str, margins))}.css" if page_rules(margins) else ""


def letterhead(hub: Hub) -> Letterhead:
    """The hub's kop (domain 6.1)."""
    look = look_of(hub)
    return Letterhead(look.above, look.name, look.address, look.logo_left, look.logo_right)


def imprint(
    hub: Hub, number: str, *, restricted: bool, printed_by: str, now: datetime, extra: tuple[str, ...] = ()
) -> Imprint:
    """Number, marks and "printed by … on …" of a paper of `hub`; `extra` marks stand before the others."""
    printed = f"Dicetak oleh {printed_by}, {clock_time(now, hub.zone)}"
    margins = look_of(hub).margins
    return Imprint(number, hub.paper.lower(), restricted, hub.practice, printed, extra, margins)


def clock_time(moment: datetime | None, zone: str) -> str:
    """Like "9 Nov 2026 10.04 WIB"; empty for None."""
    return f"{show_moment(moment, zone)} {ZONE_NAMES.get(zone, '')}".strip() if moment else ""


def short_link(base_url: str, number: str) -> str:
    """The address a QR code on paper opens: sign-in first, then that case."""
    return f"{base_url.rstrip('/')}/k/{number}"


def case_qr(base_url: str, number: str) -> Markup | None:
    """The QR code of a case; None where no address is known that the reader could reach."""
    return qr_image(short_link(base_url, number), f"Kode QR kasus {number}") if base_url else None


def family_address(hub: Hub) -> str:
    """Where a family may look up its case; empty where it cannot."""
    return hub.public_address if hub.public_status else ""


@lru_cache(maxsize=256)
def qr_image(text: str, says: str = "Kode QR", *, error: str = "m", border: int = 1) -> Markup:
    """A QR code as inline SVG without a fixed size, of nothing but `text`, which may be a secret; `says` what it is."""
    told = {"title": says, "svgclass": None, "lineclass": None}
    return Markup(segno.make(text, error=error, micro=False).svg_inline(omitsize=True, border=border, **told))


def label_of(codes: type[Code], value: str | None) -> str:
    """The Indonesian label of a stored word; the word itself when the list no longer knows it."""
    return next((code.label for code in codes if code == value), value or "")


def squeeze(text: str, most: int) -> str:
    """At most `most` letters; blank lines go, and a text of very many lines runs on with slashes."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    whole = (" / " if len(lines) > MOST_LINES else "\n").join(lines)
    return whole if len(whole) <= most else whole[:most].rstrip() + CUT


def shorten(text: str, most: int = MOST_IN_BOX) -> str:
    """The text as one paragraph, cut to what a box or a line of a list can hold."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"


def render(stem: str, title: str, imprint: Imprint, *, screen: bool, roomy: bool = False, **context: object) -> str:
    """HTML of the paper whose address ends in `stem`, without what web pages get from the request.

    `screen` adds what a browser needs to show and print it; `roomy` makes empty boxes higher.
    """
    template = current_app.jinja_env.get_template(f"papers/{stem.replace('-', '_')}.html")
    return template.render(stem=stem, title=title, imprint=imprint, screen=screen, roomy=roomy, **context)
