"""The page rules see what they promise to see: a checker that never complains proves nothing."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.page_rules import check_page

GOOD = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Kasus</title></head>
<body><main><h1>Kasus</h1>
<form method="post"><input type="hidden" name="csrf_token" value="x"><label for="nama">Nama</label>
<input id="nama" name="nama" value="327••••••••••001"><button>Kirim</button></form>PLACE</main></body></html>"""

SPOILT = {
    "not valid HTML": "<p>satu</div>",
    "the id 'nama' appears 2 times": '<p id="nama">lagi</p>',
    "inline <script>": "<script>alert(1)</script>",
    "inline <style>": "<style>p{}</style>",
    "inline style on": '<p style="color:red">merah</p>',
    "inline onclick on": '<button type="button" onclick="x()">Klik</button>',
    "inline hx-on:click on": '<button type="button" hx-on:click="x()">Klik</button>',
    "javascript: in href": '<a href="javascript:x()">Klik</a>',
    "no csrf_token": '<form method="post"><button>Kirim</button></form>',
    "no real button": '<form><label>Cari <input name="q"></label></form>',
    "no label for": '<input name="q">',
    "no name for <button": '<button type="button"></button>',
    "no alt on": '<img src="/static/x.png">',
    "2 h1": "<h1>Lagi</h1>",
    "names the missing id 'bantuan'": '<label>Cari <input name="q" aria-describedby="bantuan"></label>',
    "an unmasked number of 16 digits": "<p>NIK 3216995501900001</p>",
}


def complain(html: str, *, allow_numbers: bool = False) -> None:
    check_page(html, BeautifulSoup(html, "html5lib"), path="/", fragment=False, allow_numbers=allow_numbers)


def test_a_good_page_passes() -> None:
    complain(GOOD)


@pytest.mark.parametrize(("words", "piece"), SPOILT.items(), ids=SPOILT.keys())
def test_a_fault_is_named(words: str, piece: str) -> None:
    with pytest.raises(AssertionError) as complaint:
        complain(GOOD.replace("PLACE", piece))
    assert words in str(complaint.value)


def test_whole_numbers_may_be_allowed_where_they_are_typed() -> None:
    complain(GOOD.replace("PLACE", "<p>3216995501900001</p>"), allow_numbers=True)


@pytest.mark.parametrize(
    "digits",
    ["321699550190000", "32169955019000012", "f3216995501900001"],
    ids=["fifteen", "seventeen", "part of a longer word"],
)
def test_other_digits_are_no_number_of_a_person(digits: str) -> None:
    complain(GOOD.replace("PLACE", f"<p>{digits}</p>"))
