"""Logos of the kop: drawn anew and small, on every paper; what is no picture, or too big, is refused in words."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfReader

from puskesos.models import AuditEntry, Hub, LetterSettings
from puskesos.photos import LARGEST_LOGO
from puskesos.queries.letter_settings import look_of
from tests.cast import Cast, make_case
from tests.page_client import PageClient
from tests.views.test_letter_settings import PATH, framed, picture

SignIn = Callable[[str], PageClient]
LEFT = f"form[action='{PATH}/logo/kiri']"


def busy(size: tuple[int, int] = (900, 700), kind: str = "PNG") -> bytes:
    """A picture of pure noise, the worst for its size."""
    buffer = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_small_and_stands_in_the_kop(client_for: SignIn, cast: Cast, kind: str) -> None:
    dewi = client_for("dewi")
    page = dewi.follow(dewi.fill(dewi.get(PATH), LEFT, logo=(busy(kind=kind), "lambang.png")))
    assert "Logo kiri tersimpan." in page.text("#flash") and "mengganti logo. kiri" in page.text(".timeline")
    logo = look_of(Hub.get_by_id(cast.hub.id)).logo_left
    content = base64.b64decode(logo.removeprefix("data:image/png;base64,"))
    drawn = Image.open(io.BytesIO(content))
    assert drawn.format == "PNG" and max(drawn.size) <= 240 and len(content) <= LARGEST_LOGO
    assert logo in framed(page) and page.one(f"{LEFT} img")["src"] == logo
    case = make_case(cast)
    assert client_for("ratna").get(f"/kasus/{case.number}/lembar-kasus").one(".kop img")["src"] == logo


def test_a_logo_is_taken_off_again(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    dewi.fill(dewi.get(PATH), LEFT, logo=(picture(), "lambang.png"))
    page = dewi.follow(dewi.fill(dewi.get(PATH), LEFT, press="[name=hapus]"))
    assert "Logo kiri dihapus." in page.text("#flash") and not page.select(f"{LEFT} img")
    assert not look_of(Hub.get_by_id(cast.hub.id)).logo_left
    assert AuditEntry.select().where(AuditEntry.action == "letter_logo_changed").count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG tidak diterima"),
        (b"", "bukan gambar yang dapat dibaca"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "bukan gambar yang dapat dibaca"),
        (b"%PDF-1.7 %%EOF", "bukan gambar yang dapat dibaca"),
    ],
    ids=["svg", "empty", "broken", "pdf"],
)
def test_what_is_no_picture_is_refused(client_for: SignIn, cast: Cast, content: bytes, said: str) -> None:
    dewi = client_for("dewi")
    page = dewi.fill(dewi.get(PATH), LEFT, logo=(content, "lambang.svg"), _expect=422)
    assert said in page.text("#logo-kiri-error") and not LetterSettings.select().exists()


def test_forty_megapixels_are_refused_before_they_are_decoded(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    page = dewi.fill(dewi.get(PATH), LEFT, logo=(picture((8000, 5000)), "besar.png"), _expect=422)
    assert "“besar.png” terlalu besar. Pakai gambar di bawah 24 megapiksel." in page.text("#logo-kiri-error")


def test_no_file_is_said(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    assert "Pilih berkas gambarnya." in dewi.fill(dewi.get(PATH), LEFT, _expect=422).text("#logo-kiri-error")


def test_a_stale_page_is_a_conflict(client_for: SignIn, cast: Cast) -> None:
    dewi, ratna = client_for("dewi"), client_for("ratna")
    stale = ratna.get(PATH)
    dewi.fill(dewi.get(PATH), LEFT, logo=(picture(), "lambang.png"))
    ratna.fill(stale, LEFT, logo=(busy(), "lain.png"), _expect=409)


@pytest.mark.pango
def test_a_sheet_with_two_logos_stays_small(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    for side in ("kiri", "kanan"):
        dewi.fill(dewi.get(PATH), f"form[action='{PATH}/logo/{side}']", logo=(busy(), "lambang.png"))
    answer = client_for("ratna").get(f"/kasus/{make_case(cast).number}/lembar-kasus.pdf")
    reader = PdfReader(io.BytesIO(answer.content))
    assert len(reader.pages) == 1 and len(reader.pages[0].images) == 2
    assert len(answer.content) < 80_000, "two pictures of noise are the worst there is"
