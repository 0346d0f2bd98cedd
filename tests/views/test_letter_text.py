"""The hub's own words of a letter: checked, shown beside the form, kept with their history, and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, Hub, LetterText
from puskesos.queries.letter_settings import text_of
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_words import USUAL
from tests.cast import Cast
from tests.page_client import PageClient
from tests.signers import change_words
from tests.views.test_letter_settings import framed

SignIn = Callable[[str], PageClient]
KIND = LetterKind.REKOMENDASI
PATH = f"/pengaturan/surat/teks/{KIND}"
FORM = "#text-form"
OURS = "Kami menerangkan bahwa:\n\n{identitas}\n\nmemerlukan {keperluan}.\n- satu\n- dua"


def words_now(cast: Cast) -> str:
    return text_of(Hub.get_by_id(cast.hub.id), KIND)


def test_words_are_kept_shown_and_remembered(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    page = dewi.get(PATH)
    assert page.one("#text").get_text().strip() == USUAL[KIND] and "bawaan" in page.text(".badge")
    assert {"{identitas}", "{keperluan}"} <= {str(chip["data-insert"]) for chip in page.select("[data-insert]")}
    page = dewi.follow(dewi.fill(page, FORM, text=OURS))
    assert words_now(cast) == OURS and "Kami menerangkan bahwa:" in framed(page)
    assert '<li class="letter-line">satu</li>' in framed(page)
    assert "Dewi mengubah teks" in page.text(".timeline") and "diubah hub" in page.text(".badge")
    entry = AuditEntry.get(AuditEntry.action == "letter_text_changed")
    assert str(KIND) in entry.detail


def test_an_older_version_and_ours_come_back(client_for: SignIn, cast: Cast) -> None:
    change_words(cast, KIND, OURS)
    change_words(cast, KIND, OURS.replace("satu", "tiga"))
    dewi = client_for("dewi")
    page = dewi.get(f"{PATH}/1")
    assert "satu" in page.text(".story") and "Ratna" in page.text("main h2")
    page = dewi.follow(dewi.fill(page, "main form"))
    assert "Teks versi 1 dipakai lagi." in page.text("#flash") and words_now(cast) == OURS
    page = dewi.follow(dewi.fill(page, f"form[action='{PATH}/0/pemulihan']"))
    assert "Teks bawaan dipakai lagi." in page.text("#flash") and words_now(cast) == ""
    assert [row.version for row in LetterText.select().order_by(LetterText.version)] == [1, 2, 3, 4]
    assert "kembali ke teks bawaan" in page.text(".timeline") and not page.select(f"form[action='{PATH}/0/pemulihan']")


def test_typing_our_own_words_again_is_no_change(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    assert "Tidak ada yang berubah." in dewi.follow(dewi.fill(dewi.get(PATH), FORM)).text("#flash")
    assert not LetterText.select().exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{identitas}\n{alamatku}", "{alamatku} tidak dikenal"),
        ("{identitas}\n{{ config }}", "Kurung kurawal harus berpasangan"),
        ("{identitas}\n{nama", "Kurung kurawal harus berpasangan"),
        ("Tanpa tabel.", "Surat ini perlu {identitas}"),
        ("Ini {identitas} di tengah.", "sendiri pada barisnya"),
        ("{identitas}\n{identitas}", "satu kali"),
        ("{identitas}\n" + "x" * 4000, "paling banyak 4000"),
    ],
    ids=["unknown", "jinja", "open", "missing part", "part in a line", "part twice", "too long"],
)
def test_what_will_not_do_is_said_at_the_field(client_for: SignIn, cast: Cast, typed: str, said: str) -> None:
    dewi = client_for("dewi")
    page = dewi.fill(dewi.get(PATH), FORM, text=typed, _expect=422)
    assert said in page.text("#text-error") and not LetterText.select().exists()
    assert page.one("#text").get_text().strip() == typed


@pytest.mark.pango
def test_a_text_that_fills_too_many_pages_is_refused_by_the_print(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    edges = {f"margin_{edge}": "40" for edge in ("top", "right", "bottom", "left")}
    dewi.fill(dewi.get("/pengaturan/surat"), "#kop-form", paper="A4", **edges)
    long = "{identitas}\n" + "\n\n".join(["baris"] * 39) + "\n- " + "panjang sekali " * 240
    page = dewi.fill(dewi.get(PATH), FORM, text=long, _expect=422)
    assert "lebih dari 2 halaman" in page.text("#text-error") and not LetterText.select().exists()


def test_hostile_words_stay_words(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>\u202egnirts 🙂 file:///etc/passwd"
    page = dewi.follow(dewi.fill(dewi.get(PATH), FORM, text="{identitas}\n" + evil))
    assert "<script" not in framed(page) and "<img" not in framed(page) and "&lt;script&gt;" in framed(page)


def test_a_stale_page_is_a_conflict(client_for: SignIn, cast: Cast) -> None:
    dewi, ratna = client_for("dewi"), client_for("ratna")
    stale = ratna.get(PATH)
    dewi.fill(dewi.get(PATH), FORM, text=OURS)
    ratna.fill(stale, FORM, text="{identitas}\nLain.", _expect=409)
    assert words_now(cast) == OURS


def test_other_hubs_have_their_own_words(client_for: SignIn, cast: Cast) -> None:
    change_words(cast, KIND, OURS)
    citra = client_for("citra")
    assert citra.get(PATH).one("#text").get_text().strip() == USUAL[KIND]
    citra.get(f"{PATH}/1", expect=404)


def test_every_kind_has_its_page_and_its_sample(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    for kind in LetterKind:
        page = dewi.get(f"/pengaturan/surat/teks/{kind}")
        assert kind.label.lower() in page.text("h2") and "CONTOH" in framed(page)
