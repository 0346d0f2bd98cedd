"""A letter that nobody would sign is not issued: the page says so and leads to the choice; sample and draft agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos import clock
from puskesos.actions.user import Worker, create_user
from puskesos.models import Letter, User
from puskesos.rules.letter import LetterKind
from puskesos.rules.roles import Role
from tests.cast import Cast, viewer_of
from tests.documents.test_referral_letter import letter_of, where
from tests.page_client import PageClient
from tests.signers import make_signer, sign_kind
from tests.views.letters_written import case_of, press, write

SignIn = Callable[[str], PageClient]
SIGNERS = "/pengaturan/surat/penanda-tangan"


def second_koordinator(cast: Cast, name: str = "Lilis") -> User:
    """From now on the hub has two koordinators."""
    worker = Worker(name.lower(), name, frozenset({Role.KOORDINATOR}))
    return create_user(cast.hub.id, worker, password="latihan-hub", actor=viewer_of(cast.dewi), now=clock.now())


def signed(client: PageClient, path: str) -> str:
    """What stands where the paper is signed."""
    return client.get(path, allow_numbers=True).text(".letter-signing")


def test_the_only_koordinator_signs_on_sample_draft_and_letter(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    assert signed(ratna, "/pengaturan/surat/contoh/surat_rekomendasi").endswith(", Ratna")
    letter = write(ratna, case_of(cast))
    assert signed(ratna, f"/surat/{letter.id}/cetak").endswith(", Ratna")
    assert not ratna.get(f"/surat/{letter.id}").select("#letter-unsigned")
    press(ratna, letter, "penerbitan")
    assert '"name": "Ratna"' in Letter.get().signing


@pytest.mark.parametrize("kind", ["surat_rekomendasi", "surat_pengantar"])
def test_of_two_koordinators_one_must_be_chosen_first(client_for: SignIn, cast: Cast, kind: str) -> None:
    second_koordinator(cast)
    ratna = client_for("ratna")
    letter = write(ratna, case_of(cast), kind)
    page = ratna.get(f"/surat/{letter.id}")
    assert f"Belum ada penanda tangan {LetterKind(kind).label.lower()}" in page.text("#letter-unsigned")
    assert page.one("#letter-unsigned a")["href"] == f"{SIGNERS}#signer_{kind}"
    assert not page.select("form[action$='/penerbitan']")
    page = ratna.follow(press(ratna, letter, "penerbitan"))
    assert "Pilih dahulu, lalu terbitkan" in page.text("#flash") and page.select("#letter-unsigned")
    assert Letter.get().state == "draf" and Letter.get().number is None
    for sample in (f"/pengaturan/surat/contoh/{kind}", f"/surat/{letter.id}/cetak"):
        assert signed(ratna, sample).endswith("Muaragembong,")
    assert LetterKind(kind).label.lower() in ratna.get(SIGNERS).text(".remark")
    sign_kind(cast, LetterKind(kind), make_signer(cast, "Wulan"))
    press(ratna, letter, "penerbitan")
    assert "Wulan" in Letter.get().signing


def test_the_back_office_is_told_whom_to_ask(client_for: SignIn, cast: Cast) -> None:
    second_koordinator(cast)
    bayu = client_for("bayu")
    letter = write(bayu, case_of(cast))
    remark = bayu.get(f"/surat/{letter.id}").one("#letter-unsigned")
    assert "Minta koordinator" in remark.get_text() and not remark.select("a")


def test_a_berita_acara_is_signed_by_its_parties(client_for: SignIn, cast: Cast) -> None:
    second_koordinator(cast)
    ratna = client_for("ratna")
    letter = write(ratna, case_of(cast), "berita_acara")
    press(ratna, letter, "penerbitan")
    assert Letter.get().state == "terbit"
    sample = signed(ratna, "/pengaturan/surat/contoh/berita_acara")
    assert "PIHAK KEDUA" in sample and "Contoh Petugas" in sample and "Koordinator" not in sample


def test_a_referral_is_signed_by_the_koordinator_who_wrote_it_or_by_a_pen(client_for: SignIn, cast: Cast) -> None:
    referral = letter_of(cast)
    ratna = client_for("ratna")
    second_koordinator(cast)
    assert "Ratna" in signed(ratna, where(referral))
    type(referral).update(created_by=cast.sari).execute()
    told = signed(ratna, where(referral))
    assert "Sari" not in told and "Koordinator" in told
