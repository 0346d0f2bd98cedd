"""A sample of a numbered letter with invented facts: what the settings show beside their form, and print as a check."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from puskesos import clock
from puskesos.documents.letter_parts import SignatureBlock, acknowledged, signature
from puskesos.documents.paper import Imprint, clock_time, render
from puskesos.documents.printing import PrintingUnavailable, TooManyPages, print_pdf
from puskesos.documents.referral_sample import referral_sample
from puskesos.formatting import show_any_phone, show_date, show_weekday
from puskesos.models.hub import Hub
from puskesos.queries.letter_settings import (
    LetterLook,
    Signer,
    acknowledger_of,
    classification_of,
    hub_mark,
    look_of,
    number_pattern,
    signs,
    text_of,
)
from puskesos.rules.letter import LetterKind, NumberParts, format_number
from puskesos.rules.letter_example import EXAMPLE, HEADINGS, ROWS
from puskesos.rules.letter_text import Piece, fill_text

MOST_PAGES = 2
ANSWER_DAYS, SERIAL = 5, 17
PLAIN = "<!doctype html><html lang='id'><title>Contoh</title><body><p>Contoh</p></body></html>"
NOT_PRINTABLE = "Contoh surat dengan pengaturan ini tidak dapat dicetak. Periksa isian ini."
TOO_LONG = f"Contoh surat menjadi lebih dari {MOST_PAGES} halaman. Perkecil margin atau pendekkan teksnya."
TOO_LONG_REFERRAL = "Surat rujukan dengan lembar jawabannya tidak muat satu halaman. Pendekkan teks atau kopnya."


@dataclass(frozen=True)
class SampleSetup:
    """What a sample is drawn with: the settings as they are, or as they would be."""

    hub: Hub
    kind: LetterKind
    look: LetterLook
    number: str
    signer: Signer | None
    acknowledger: Signer | None
    text: str


@dataclass(frozen=True)
class Sample:
    """Ready texts of the sample."""

    look: LetterLook
    heading: str
    number: str
    opening: list[tuple[str, str]]
    day: str
    to: str
    pieces: list[Piece]
    signers: list[SignatureBlock | None]
    knows: SignatureBlock | None = None
    rows: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=lambda: ROWS)


def setup_of(hub: Hub, kind: LetterKind, day: date, **instead: object) -> SampleSetup:
    """The hub's settings for that kind; `instead` replaces some by what is not saved yet."""
    parts = NumberParts(kind, classification_of(hub, kind), SERIAL, hub_mark(hub), day)
    found = SampleSetup(
        hub=hub,
        kind=kind,
        look=look_of(hub),
        number=format_number(number_pattern(hub), parts),
        signer=signs(hub, kind),
        acknowledger=acknowledger_of(hub, kind),
        text=text_of(hub, kind),
    )
    return replace(found, **instead)


def sample_html(
    setup: SampleSetup, *, printed_by: str, now: datetime, screen: bool, framed: bool = False, long: bool = False
) -> str:
    """The sample as a paper; `framed` when it is shown inside another page, without links and script.

    `long` fills the referral with a long reason, because it must fit on one page.
    """
    hub, look = setup.hub, setup.look
    printed = f"Dicetak oleh {printed_by}, {clock_time(now, hub.zone)}"
    marks = Imprint(setup.number, look.paper, False, hub.practice, printed, ("CONTOH",), look.margins)
    back, pdf = ("/pengaturan/surat", "Kembali ke pengaturan"), f"/pengaturan/surat/contoh/{setup.kind}.pdf"
    frame = {"screen": screen, "back": back, "pdf": pdf} | ({"framed": True} if framed else {})
    title = f"Contoh {setup.kind.label.lower()}"
    if setup.kind != LetterKind.RUJUKAN:
        return render("contoh-surat", title, marks, sample=build_sample(setup, now), **frame)
    values = _values(hub, clock.today(hub.zone, now))
    drawn = {"number": setup.number, "long": long}
    people = (setup.signer, setup.acknowledger)
    letter = referral_sample(hub, look, people, setup.text, values, **drawn)
    return render("surat-rujukan", title, marks, letter=letter, **frame)


def build_sample(setup: SampleSetup, now: datetime) -> Sample:
    """Turn settings into ready texts."""
    hub, today = setup.hub, clock.today(setup.hub.zone, now)
    day = f"{hub.district.title()}, {show_date(today)}"
    return Sample(
        look=setup.look,
        heading=HEADINGS.get(setup.kind, ""),
        number=setup.number,
        opening=[("Nomor", setup.number), ("Sifat", "Biasa"), ("Lampiran", "3 berkas"), ("Hal", setup.kind.label)],
        day=day,
        to=EXAMPLE["tujuan"],
        pieces=fill_text(setup.kind, setup.text, _values(hub, today)),
        signers=_signers(setup, day),
        knows=acknowledged(setup.acknowledger) if setup.kind == LetterKind.BERITA_ACARA else None,
    )


def _signers(setup: SampleSetup, day: str) -> list[SignatureBlock | None]:
    """Who signs, from left to right, as on the letters themselves."""
    if setup.kind == LetterKind.BERITA_ACARA:
        taker = SignatureBlock(("PIHAK KEDUA", "Yang menerima,"), EXAMPLE["pihak_kedua"])
        return [taker, SignatureBlock(("PIHAK PERTAMA", "Yang menyerahkan,"), EXAMPLE["pihak_pertama"], lead=day)]
    right = signature(setup.signer, office=f"Koordinator {setup.hub.name}", lead=day if setup.kind in HEADINGS else "")
    return [acknowledged(setup.acknowledger), right]


def sample_problem(setup: SampleSetup, *, printed_by: str, now: datetime) -> str:
    """Print the sample for real; what went wrong as a sentence, empty when it is fit for use or nothing prints here."""
    html = sample_html(setup, printed_by=printed_by, now=now, screen=False, long=True)
    try:
        print_pdf(html, most_pages=most_pages(setup.kind), archive=setup.look.archive)
    except TooManyPages:
        return TOO_LONG_REFERRAL if setup.kind == LetterKind.RUJUKAN else TOO_LONG
    except PrintingUnavailable:
        return NOT_PRINTABLE if _prints_at_all() else ""
    return ""


def most_pages(kind: LetterKind) -> int:
    """How many pages a letter of that kind may have; the referral stands on one with its slip."""
    return 1 if kind == LetterKind.RUJUKAN else MOST_PAGES


def _prints_at_all() -> bool:
    try:
        return bool(print_pdf(PLAIN, most_pages=1))
    except PrintingUnavailable:
        return False


def _values(hub: Hub, today: date) -> dict[str, str]:
    """The example's facts with days around today."""
    until = show_date(today + timedelta(days=ANSWER_DAYS))
    days = {"mulai": show_date(today), "selesai": until, "lapor": until, "batas": until, "hari": show_weekday(today)}
    here = {"hub": hub.name, "kecamatan": hub.district, "desa": "Desa Contoh", "wilayah": "Desa Contoh"}
    reached = show_any_phone(hub.phone) if hub.phone else hub.address
    number = f"{hub.number_prefix}-{today:%y%m}-0001"
    return EXAMPLE | days | here | {"kontak": reached, "nomor_kasus": number}
