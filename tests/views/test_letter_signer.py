"""Who signs: a.n., u.b., Plt., Plh., NIP in its groups, volunteers without one, chosen per kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, Hub, LetterSigner
from puskesos.queries.letter_settings import acknowledger_of, signer_of
from puskesos.rules.letter import LetterKind
from tests.cast import Cast
from tests.page_client import PageClient
from tests.signers import make_signer, sign_kind
from tests.views.test_letter_settings import framed

SignIn = Callable[[str], PageClient]
PATH = "/pengaturan/surat/penanda-tangan"
FORM, CHOICES = "#signer-form", f"form[action='{PATH}']"
RATNA = {"name": "Ratna Wulandari, S.Sos.", "position": "Koordinator Puskesos"}
NIP = "19800101 200501 2 001"


def test_a_signer_is_kept_and_printed_in_groups(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    typed = {**RATNA, "rank": "Penata Muda, III/a", "identity": "nip", "identity_number": NIP.replace(" ", "")}
    page = dewi.follow(dewi.fill(dewi.get(f"{PATH}/baru"), FORM, acting="plt", **typed))
    assert "Ratna Wulandari, S.Sos. tersimpan." in page.text("#flash")
    row = page.text("main table tbody tr")
    assert "Plt. Koordinator Puskesos" in row and f"Penata Muda, III/a; NIP. {NIP}" in row
    assert LetterSigner.get().identity_number == NIP.replace(" ", "")


def test_the_sample_shows_the_signature_before_it_is_kept(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    typed = {**RATNA, "acting": "ub", "superiors": "Camat Muaragembong\nSekretaris Camat"}
    page = dewi.fill(dewi.get(f"{PATH}/baru"), FORM, press="[name=pratinjau]", _expect=200, _fragment=True, **typed)
    shown = framed(page)
    lines = ["a.n. Camat Muaragembong", "Sekretaris Camat", "u.b.", "Koordinator Puskesos,", "Ratna Wulandari, S.Sos."]
    places = [shown.index(line) for line in lines]
    assert places == sorted(places) and not LetterSigner.select().exists()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"name": ""}, "name", "Isi nama."),
        ({"position": ""}, "position", "Isi jabatan."),
        ({"acting": "an"}, "superiors", "Isi satu jabatan yang diwakili"),
        ({"acting": "ub", "superiors": "Camat"}, "superiors", "Isi dua baris"),
        ({"acting": "plt", "superiors": "Camat"}, "superiors", "Kosongkan"),
        ({"identity": "nip"}, "identity_number", "Isi nomornya"),
        ({"identity": "nip", "identity_number": "1980"}, "identity_number", "18 angka; sekarang 4"),
        ({"identity": "nip", "identity_number": "19801301 200501 2 001"}, "identity_number", "NIP tidak terbaca"),
        ({"identity": "nip", "identity_number": "19800101 200513 2 001"}, "identity_number", "NIP tidak terbaca"),
        ({"identity": "nip", "identity_number": "19800101 200501 3 001"}, "identity_number", "NIP tidak terbaca"),
    ],
)
def test_what_will_not_do_is_said_at_the_field(
    client_for: SignIn, cast: Cast, typed: dict[str, str], field: str, said: str
) -> None:
    dewi = client_for("dewi")
    page = dewi.fill(dewi.get(f"{PATH}/baru"), FORM, _expect=422, **{**RATNA, **typed})
    assert said in page.text(f"#{field}-error") and not LetterSigner.select().exists()


def test_a_double_tap_makes_one_signer(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    page = dewi.get(f"{PATH}/baru")
    dewi.fill(page, FORM, **RATNA)
    dewi.fill(page, FORM, **RATNA)
    assert LetterSigner.select().count() == 1


def test_signers_are_chosen_per_kind_with_who_acknowledges(client_for: SignIn, cast: Cast) -> None:
    ratna, kades = make_signer(cast), make_signer(cast, "H. Suparman", position="Kepala Desa Pantai Bahagia")
    dewi = client_for("dewi")
    page = dewi.get(PATH)
    assert not page.select(".remark") and "Ratna, Koordinator" in page.text("#signer_surat_tugas option")
    assert page.texts("#signer_surat_rujukan option")[0] == "Koordinator yang menetapkan"
    chosen = {"signer_surat_rekomendasi": str(ratna.id), "acknowledger_surat_rekomendasi": str(kades.id)}
    page = dewi.follow(dewi.fill(page, CHOICES, **chosen))
    hub = Hub.get_by_id(cast.hub.id)
    signer, knows = (who(hub, LetterKind.REKOMENDASI) for who in (signer_of, acknowledger_of))
    assert signer and knows and (signer.name, knows.position) == (RATNA["name"], "Kepala Desa Pantai Bahagia")
    assert signer_of(hub, LetterKind.TUGAS) is None
    assert "surat rekomendasi" in page.text(".timeline")
    shown = dewi.get("/pengaturan/surat/contoh/surat_rekomendasi").text("main")
    assert "Mengetahui, Kepala Desa Pantai Bahagia," in shown and "H. Suparman" in shown


@pytest.mark.parametrize(
    ("chosen", "field", "said"),
    [
        ({"acknowledger_surat_tugas": "1"}, "signer_surat_tugas", "Pilih penanda tangan"),
        ({"signer_surat_tugas": "1", "acknowledger_surat_tugas": "1"}, "acknowledger_surat_tugas", "orang lain"),
    ],
)
def test_impossible_choices_are_refused(
    client_for: SignIn, cast: Cast, chosen: dict[str, str], field: str, said: str
) -> None:
    signer, dewi = make_signer(cast), client_for("dewi")
    typed = {name: str(signer.id) for name in chosen}
    assert said in dewi.fill(dewi.get(PATH), CHOICES, _expect=422, **typed).text(f"#{field}-error")


def test_nobody_of_another_hub_can_be_chosen(client_for: SignIn, cast: Cast) -> None:
    signer, citra = make_signer(cast), client_for("citra")
    page = citra.get(PATH)
    assert signer.name not in page
    token = page.one(f"{CHOICES} input[name=csrf_token]")["value"]
    sent = {"csrf_token": token, "version": "1", "signer_surat_tugas": str(signer.id)}
    assert "dari daftar" in citra.post(PATH, sent, expect=422).text("#signer_surat_tugas-error")
    citra.get(f"{PATH}/{signer.id}", expect=404)


def test_who_signs_a_kind_cannot_be_taken_out(client_for: SignIn, cast: Cast) -> None:
    signer, dewi = make_signer(cast), client_for("dewi")
    sign_kind(cast, LetterKind.TUGAS, signer)
    row = f"#signer-row-{signer.id} form"
    page = dewi.fill(dewi.get(PATH), row, press="button", _expect=422)
    assert "Masih dipilih untuk surat tugas" in page
    other = make_signer(cast, "Lilis")
    sign_kind(cast, LetterKind.TUGAS, other)
    page = dewi.follow(dewi.fill(dewi.get(PATH), row, press="button"))
    assert "tidak ditawarkan" in page.text(f"#signer-row-{signer.id}")
    assert str(signer.id) not in [option["value"] for option in page.select("#signer_surat_tugas option")]
    dewi.follow(dewi.fill(page, row, press="button"))
    assert LetterSigner.get_by_id(signer.id).active


def test_a_change_of_a_signer_that_is_stale_is_a_conflict(client_for: SignIn, cast: Cast) -> None:
    signer, dewi, ratna = make_signer(cast), client_for("dewi"), client_for("ratna")
    stale = ratna.get(f"{PATH}/{signer.id}")
    dewi.fill(dewi.get(f"{PATH}/{signer.id}"), FORM, position="Koordinator Hub")
    ratna.fill(stale, FORM, position="Lain", _expect=409)
    assert LetterSigner.get_by_id(signer.id).position == "Koordinator Hub"


def test_the_trail_names_fields_and_nobody(client_for: SignIn, cast: Cast) -> None:
    make_signer(cast, identity="nip", identity_number=NIP)
    entry = AuditEntry.get(AuditEntry.action == "letter_signer_saved")
    assert RATNA["name"] not in entry.detail and "1980" not in entry.detail
