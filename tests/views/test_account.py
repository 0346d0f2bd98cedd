"""The own account: devices and password."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, LoginSession, User
from puskesos.security.passwords import verify_password
from puskesos.security.sessions import forget_cached
from tests.cast import PASSWORD, Cast
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[action='/akun/kata-sandi']"
NEW = "jala ikan pagi"


@pytest.mark.parametrize("username", ["sari", "bayu", "ratna", "ujang", "dewi"])
def test_everybody_sees_the_own_account_and_this_device(cast: Cast, client_for: SignIn, username: str) -> None:
    page = client_for(username).get("/akun")
    assert page.text("h2").startswith(username.title())
    assert page.texts(".persons .badge") == ["perangkat ini"]


def test_one_other_device_is_signed_out_alone(cast: Cast, client_for: SignIn) -> None:
    old, other, this = client_for("sari"), client_for("sari"), client_for("sari")
    page = this.get("/akun")
    oldest = LoginSession.select().where(LoginSession.user == cast.sari).order_by(LoginSession.id).first()
    answer = this.post("/akun/perangkat", {"device": str(oldest.id)})
    assert "1 perangkat sudah keluar." in this.follow(answer).text("#flash")
    assert len(page.select(".persons form")) == 2
    old.get("/akun", expect=303)
    other.get("/akun")


def test_all_other_devices_are_signed_out_and_this_one_stays(cast: Cast, client_for: SignIn) -> None:
    other, this = client_for("sari"), client_for("sari")
    this.fill(this.get("/akun"), "form[action='/akun/perangkat']:not(li form)")
    other.get("/akun", expect=303)
    this.get("/akun")
    assert AuditEntry.get(AuditEntry.action == "session_ended").detail == '{"sessions": 1}'


@pytest.mark.parametrize("device", ["abc", "9" * 30, "-1", "²"])
def test_an_odd_device_number_ends_nothing(cast: Cast, client_for: SignIn, device: str) -> None:
    other, this = client_for("sari"), client_for("sari")
    this.post("/akun/perangkat", {"device": device})
    other.get("/akun")


def test_the_device_of_somebody_else_stays_signed_in(cast: Cast, client_for: SignIn) -> None:
    ratna, sari = client_for("ratna"), client_for("sari")
    sari.post("/akun/perangkat", {"device": str(LoginSession.get(LoginSession.user == cast.ratna).id)})
    ratna.get("/akun")


def test_the_password_changes_and_other_devices_leave(cast: Cast, client_for: SignIn) -> None:
    other, this = client_for("ujang"), client_for("ujang")
    typed = {"current_password": PASSWORD, "new_password": NEW, "repeat_password": NEW}
    assert this.fill(this.get("/akun/kata-sandi"), FORM, **typed).location == "/akun"
    assert verify_password(User.get_by_id(cast.ujang.id).password_hash, NEW)
    other.get("/akun", expect=303)
    this.get("/akun")


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"current_password": "salah"}, "current_password", "Kata sandi sekarang tidak cocok."),
        ({"new_password": "pendek", "repeat_password": "pendek"}, "new_password", "paling sedikit 10 huruf"),
        ({"repeat_password": "lain sekali"}, "repeat_password", "tidak sama dengan ulangannya"),
        ({"new_password": ""}, "new_password", "Isi kata sandi baru."),
    ],
    ids=["current", "short", "repeat", "empty"],
)
def test_what_is_wrong_is_said_at_the_field(
    cast: Cast, client_for: SignIn, typed: dict[str, str], field: str, message: str
) -> None:
    client = client_for("sari")
    usual = {"current_password": PASSWORD, "new_password": NEW, "repeat_password": NEW}
    page = client.fill(client.get("/akun/kata-sandi"), FORM, _expect=422, **usual | typed)
    assert message in page.text(f"#{field}-error")
    assert verify_password(User.get_by_id(cast.sari.id).password_hash, PASSWORD)


def test_a_one_time_password_opens_only_the_page_that_changes_it(cast: Cast, client_for: SignIn) -> None:
    User.update(must_change_password=True).where(User.id == cast.sari.id).execute()
    forget_cached()
    client = client_for("sari")
    assert client.get("/akun", expect=303).location == "/akun/kata-sandi"
    assert "Pilih kata sandi sendiri" in client.get("/akun/kata-sandi").text("h1")


def test_strangers_go_to_sign_in_and_devices_do_not_leave_by_get(anonymous: PageClient, client_for: SignIn) -> None:
    for path in ("/akun", "/akun/kata-sandi"):
        assert anonymous.get(path, expect=303).location.startswith("/masuk")
    client_for("sari").get("/akun/perangkat", expect=405)
