"""Undang dengan QR: shown, printed, replaced, revoked; a phone opens it once; a lost phone is shut out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from puskesos.models import AuditEntry, Hub, Invitation, LoginThrottle, User
from puskesos.queries.hub import forget_hub
from tests.cast import NETWORK, Cast
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
OWN = "perahu biru di muara"


def base(cast: Cast) -> str:
    return f"/pengaturan/pengguna/{cast.ujang.id}"


def invite(client: PageClient, cast: Cast) -> str:
    """The path of a fresh link, as Ratna's screen shows it."""
    client.post(f"{base(cast)}/undangan")
    link = client.get(f"{base(cast)}/undangan").text(".invitation code")
    assert link.startswith(f"{NETWORK}/gabung/")
    return link.removeprefix(NETWORK)


def enter(client: PageClient, path: str, expect: int = 303, **typed: str) -> Page:
    usual = {"new_password": OWN, "repeat_password": OWN}
    return client.fill(client.get(path), "main form", _expect=expect, **usual | typed)


def test_the_volunteer_joins_on_the_own_phone(cast: Cast, client_for: SignIn, anonymous: PageClient) -> None:
    path = invite(client_for("ratna"), cast)
    page = anonymous.get(path)
    assert "Selamat datang, Ujang" in page.text("h1") and "Puskesos Kecamatan Muaragembong" in page
    assert page.one("#join-username")["value"] == "ujang" and not page.select("script[src*=htmx]")
    home = anonymous.follow(enter(anonymous, path))
    assert "Hari ini" in home.text("h1") and "Kata sandi tersimpan" in home.text("#flash")
    event = AuditEntry.get(AuditEntry.action == "joined")
    assert (event.object_id, event.hub_id) == (str(cast.ujang.id), cast.hub.id)


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"new_password": "pendek", "repeat_password": "pendek"}, "new_password", "paling sedikit 10"),
        ({"repeat_password": "lain sama sekali"}, "repeat_password", "tidak sama"),
        ({"new_password": "", "repeat_password": ""}, "new_password", "Isi kata sandi baru."),
    ],
    ids=["short", "not repeated", "empty"],
)
def test_a_password_that_does_not_do_is_told_and_the_link_stays(
    cast: Cast, client_for: SignIn, anonymous: PageClient, typed: dict[str, str], field: str, message: str
) -> None:
    path = invite(client_for("ratna"), cast)
    assert message in enter(anonymous, path, 422, **typed).text(f"#{field}-error")
    assert Invitation.get().used_at is None and enter(anonymous, path).location == "/"


def test_what_is_over_says_why_and_what_to_do(
    cast: Cast, client_for: SignIn, anonymous: PageClient, moment: time_machine.Traveller
) -> None:
    ratna = client_for("ratna")
    replaced, used = invite(ratna, cast), invite(ratna, cast)
    enter(anonymous, used)
    moment.shift(timedelta(minutes=1))
    assert "diganti atau dicabut" in anonymous.get(replaced, expect=410)
    page = anonymous.get(used, expect=410)
    assert "sudah dipakai" in page and page.one("main a[href='/masuk']") and "Ujang" not in page.text("main")
    sent = {"new_password": OWN[::-1], "repeat_password": OWN[::-1]}
    assert "sudah dipakai" in PageClient(ratna.app).post(used, sent, expect=410)
    old = invite(ratna, cast)
    moment.shift(timedelta(hours=73))
    assert "lewat 72 jam" in anonymous.get(old, expect=410)
    assert "tidak dikenal" in anonymous.get("/gabung/tidak-ada", expect=404)


def test_a_double_tap_is_let_in_twice(cast: Cast, client_for: SignIn, anonymous: PageClient) -> None:
    path = invite(client_for("ratna"), cast)
    anonymous.get(path)
    sent = {"new_password": OWN, "repeat_password": OWN}
    assert anonymous.post(path, sent).location == "/"
    second = PageClient(anonymous.app)
    assert second.post(path, sent).location == "/"


def test_these_pages_are_not_listed_nor_kept_and_guessing_is_slowed(
    cast: Cast, client_for: SignIn, anonymous: PageClient
) -> None:
    path = invite(client_for("ratna"), cast)
    for where, status in ((path, 200), ("/gabung/tidak-ada", 404), (f"/gabung/{'x' * 900}", 404)):
        page = anonymous.get(where, expect=status)
        assert "noindex" in page.headers["X-Robots-Tag"] and page.select("meta[name=robots][content*=noindex]")
        assert page.headers["Cache-Control"] == "no-store" and page.headers["Referrer-Policy"] == "same-origin"
    for number in range(3):
        anonymous.get(f"/gabung/{number}", expect=404)
    assert "Terlalu sering" in anonymous.get(path, expect=429)
    LoginThrottle.delete().execute()
    anonymous.get(path)


def test_the_screen_tells_what_there_is_and_makes_it_anew(cast: Cast, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    page = ratna.get(f"{base(cast)}/undangan")
    assert "72 jam" in page and not page.select(".qr") and not Invitation.select().exists()
    first = invite(ratna, cast)
    shown = ratna.get(f"{base(cast)}/undangan")
    assert "20 Nov 2026 09.00" in shown.text(".invitation") and shown.one(".qr svg")
    assert invite(ratna, cast) != first
    ratna.fill(shown, "form[action$='/pencabutan']")
    assert not ratna.get(f"{base(cast)}/undangan").select(".qr")


def test_the_paper_holds_code_link_and_steps(cast: Cast, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    for end in ("cetak", "cetak.pdf"):
        assert ratna.get(f"{base(cast)}/undangan/{end}", expect=303).location == f"{base(cast)}/undangan"
    path = invite(ratna, cast)
    page = ratna.get(f"{base(cast)}/undangan/cetak")
    assert f"{NETWORK}{path}" in page and "Ujang" in page and page.one(".scan svg") and "20 Nov 2026 09.00 WIB" in page
    entry = AuditEntry.get(AuditEntry.action == "printed")
    assert json.loads(entry.detail) == {"paper": "undangan"} and path.rsplit("/", 1)[1] not in str(entry.__data__)


@pytest.mark.pango
def test_the_paper_is_one_page_of_pdf(cast: Cast, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    invite(ratna, cast)
    assert ratna.get(f"{base(cast)}/undangan/cetak.pdf").content.startswith(b"%PDF")


def test_without_an_address_that_phones_reach_it_says_what_to_set(cast: Cast, client_for: SignIn) -> None:
    Hub.update(network_address="", public_address="").where(Hub.id == cast.hub.id).execute()
    forget_hub()
    ratna = client_for("ratna")
    ratna.post(f"{base(cast)}/undangan")
    page = ratna.get(f"{base(cast)}/undangan")
    assert "Alamat di jaringan hub" in page and not page.select(".qr")
    assert ratna.get(f"{base(cast)}/undangan/cetak", expect=303).location == f"{base(cast)}/undangan"


def test_a_link_of_another_installation_is_not_shown(cast: Cast, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    invite(ratna, cast)
    Invitation.update(token_hash="dibuat komputer lain").execute()
    assert not ratna.get(f"{base(cast)}/undangan").select(".qr")


def test_the_list_tells_who_never_joined_and_offers_the_code(cast: Cast, client_for: SignIn) -> None:
    User.update(must_change_password=True).where(User.username.in_(["ujang", "bayu"])).execute()
    page = client_for("ratna").get("/pengaturan/pengguna")
    assert "belum bergabung" in page.text(f"#user-row-{cast.ujang.id}")
    assert page.one("tbody a.button")["href"] == f"{base(cast)}/undangan"
    assert "belum bergabung" in page.text(f"#user-row-{cast.bayu.id}")
    assert "belum bergabung" not in page.text(f"#user-row-{cast.tono.id}")


def test_a_new_volunteer_is_offered_the_code_and_staff_are_not(cast: Cast, client_for: SignIn) -> None:
    ratna, new = client_for("ratna"), "/pengaturan/pengguna/baru"
    for username, roles in (("wahyu", ["psm"]), ("wati", ["fo"])):
        typed = {"name": username.title(), "username": username, "roles": roles}
        villages = [str(cast.bahagia.id)] if roles == ["psm"] else []
        page = ratna.fill(ratna.get(new), f"form[action='{new}']", _expect=200, villages=villages, **typed)
        assert len(page.select("a[href$='/undangan']")) == (roles == ["psm"])
    ratna.get(f"/pengaturan/pengguna/{cast.sari.id}/undangan", expect=404)
    ratna.post(f"/pengaturan/pengguna/{cast.sari.id}/undangan", expect=404)


def test_a_lost_phone_is_ended_and_told(cast: Cast, client_for: SignIn) -> None:
    phone, ratna = client_for("ujang"), client_for("ratna")
    phone.get("/")
    path = invite(ratna, cast)
    page = ratna.follow(ratna.fill(ratna.get(base(cast)), f"form[action='{base(cast)}/perangkat']"))
    assert "1 perangkat Ujang sudah keluar." in page.text("#flash") and "buat undangan baru" in page.text("#flash")
    assert phone.get("/", expect=303).location.startswith("/masuk")
    assert PageClient(ratna.app).get(path, expect=410).status == 410
    assert AuditEntry.select().where(AuditEntry.action == "access_ended").count() == 1
    assert "belum masuk lagi" in page.text("header")


def test_nobody_ends_the_own_devices_here(cast: Cast, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    assert not ratna.get(f"/pengaturan/pengguna/{cast.ratna.id}").select("form[action$='/perangkat']")
    assert "Akun" in ratna.post(f"/pengaturan/pengguna/{cast.ratna.id}/perangkat", expect=422)


@pytest.mark.parametrize(("name", "status"), [("sari", 403), ("bayu", 403), ("ujang", 403), ("citra", 404)])
def test_others_invite_nobody(cast: Cast, client_for: SignIn, name: str, status: int) -> None:
    client = client_for(name)
    for end in ("/undangan", "/undangan/cetak"):
        client.get(base(cast) + end, expect=status)
    for end in ("/undangan", "/undangan/pencabutan", "/perangkat"):
        client.post(base(cast) + end, expect=status)
    assert not Invitation.select().exists()
