"""The QR code of a sheet is read however the sheet comes back, and never guessed."""

from __future__ import annotations

import pytest
from PIL import Image

from puskesos.documents.sheet_mark import mark_of
from puskesos.scanning.codes import find_codes
from puskesos.scanning.pages import as_jpeg
from tests.scanned import ADDRESS, DAMAGES, GOOD_CODE, page_saying

SAYS = f"{ADDRESS}{GOOD_CODE}"


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_code_survives(damage: str) -> None:
    texts, how, _ = find_codes(DAMAGES[damage](page_saying(SAYS)))
    assert texts == [SAYS] and how


def test_a_page_without_its_code_is_not_guessed() -> None:
    upper = page_saying(SAYS)
    assert find_codes(upper.crop((0, upper.height // 2, *upper.size))) == ([], "", 0)
    assert find_codes(Image.new("RGB", (300, 300), "white")) == ([], "", 0)


def test_codes_of_others_say_nothing() -> None:
    other = page_saying("https://dtks.kemensos.go.id/cek?nik=3216995206790003", "https://x.example/b/K7QF2M9T")
    assert find_codes(other)[0] == []  # a wrong check letter is as good as no code


def test_two_codes_of_ours_are_both_read() -> None:
    number = "http://10.0.0.5:8000/k/321617-2611-0042"
    assert find_codes(page_saying(SAYS, number))[0] == sorted([SAYS, number])


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_kept_upright(degrees: int) -> None:
    page = page_saying(SAYS)
    turned = page.rotate(degrees, expand=True)
    texts, _, back = find_codes(turned)
    content, width, height = as_jpeg(turned, back)
    assert texts == [SAYS] and height > width and max(width, height) == 2000 and content.startswith(b"\xff\xd8")
    assert find_codes(turned.rotate(back, expand=True))[2] == 0


@pytest.mark.parametrize(
    ("base", "says"),
    [
        ("http://10.0.0.5:8000", f"HTTP://10.0.0.5:8000/B/{GOOD_CODE}"),
        ("https://hub.example/puskesos", f"https://hub.example/puskesos/b/{GOOD_CODE}"),
        ("", f"PUSKESOS:B/{GOOD_CODE}"),
    ],
    ids=["at the root in capitals", "below a path as it is", "without an address for our scanner alone"],
)
def test_what_the_mark_of_a_sheet_says(base: str, says: str) -> None:
    mark = mark_of(GOOD_CODE, base, "321617-2611-0042")
    assert mark.code == "SR7U-X538" and mark.qr and find_codes(page_saying(says))[0] == [says]
    assert mark.url == (f"{base}/b/{GOOD_CODE}" if base else "")


def test_a_sheet_without_code_has_the_code_of_its_case() -> None:
    assert mark_of("", "", "321617-2611-0042").qr is None
    assert mark_of("", "http://10.0.0.5:8000", "321617-2611-0042").qr is not None
