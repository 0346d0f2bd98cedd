"""Signing in and out: limits of sessions, devices, the throttle, and where sign-in leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from puskesos.models import AuditEntry, LoginSession, User
from puskesos.security.sessions import forget_cached
from tests.cast import PASSWORD, Cast
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[action='/masuk']"
WRONG = "Nama pengguna atau kata sandi tidak cocok."


def sign_in(client: PageClient, username: str, password: str, expect: int = 303, path: str = "/masuk") -> Page:
    return client.fill(client.get(path), FORM, username=username, password=password, _expect=expect)


@pytest.mark.parametrize("username", ["sari", " SARI ", "ujang", "dewi"])
def test_the_right_password_opens_the_hub_and_is_audited(anonymous: PageClient, cast: Cast, username: str) -> None:
    assert sign_in(anonymous, username, PASSWORD).location == "/"
    anonymous.get("/akun")
    entry = AuditEntry.get(AuditEntry.action == "sign_in")
    assert entry.object_id == str(User.get(User.username == username.strip().lower()).id)


def test_an_unknown_name_and_a_wrong_password_read_alike(anonymous: PageClient, cast: Cast) -> None:
    known = sign_in(anonymous, "sari", "salah-sekali", 422)
    unknown = sign_in(anonymous, "siapa", "salah-sekali", 422)
    assert WRONG in known and known.text("main") == unknown.text("main")
    assert known.one("#username")["value"] == "sari"
    assert not known.one("#password").get("value")


def test_a_deactivated_person_is_refused_like_a_stranger(anonymous: PageClient, cast: Cast) -> None:
    User.update(active=False).where(User.id == cast.sari.id).execute()
    assert WRONG in sign_in(anonymous, "sari", PASSWORD, 422)


def test_empty_fields_are_named(anonymous: PageClient, cast: Cast) -> None:
    page = sign_in(anonymous, "", "", 422)
    assert "Isi nama pengguna." in page.text("#username-error")
    assert "Isi kata sandi." in page.text("#password-error")


def test_five_tries_are_free_then_waiting_doubles_even_after_a_restart(
    anonymous: PageClient, cast: Cast, moment: time_machine.Traveller
) -> None:
    for _ in range(5):
        sign_in(anonymous, "sari", "salah-sekali", 422)
    forget_cached()
    assert "Coba lagi dalam" in sign_in(anonymous, "sari", PASSWORD, 429)
    moment.shift(timedelta(seconds=3))
    sign_in(anonymous, "sari", "salah-sekali", 422)
    moment.shift(timedelta(seconds=2))
    sign_in(anonymous, "sari", PASSWORD, 429)
    moment.shift(timedelta(seconds=5))
    assert sign_in(anonymous, "sari", PASSWORD).location == "/"


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/kasus/321617-2611-0001", "/kasus/321617-2611-0001"),
        ("/papan?desa=1", "/papan?desa=1"),
        ("//jahat.example", "/"),
        ("/\\jahat.example", "/"),
        ("https://jahat.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/jahat.example", "/"),
        ("/keluar", "/"),
        ("/" + "a" * 600, "/"),
        ("", "/"),
    ],
)
def test_sign_in_leads_on_within_this_site_only(anonymous: PageClient, cast: Cast, wanted: str, leads_to: str) -> None:
    page = anonymous.get("/masuk")
    sent = anonymous.fill(page, FORM, username="ratna", password=PASSWORD, lanjut=wanted)
    assert sent.location == leads_to
    assert anonymous.get("/masuk", expect=303).location == "/"


def test_the_wanted_page_travels_through_the_form(anonymous: PageClient, cast: Cast) -> None:
    sent_away = anonymous.get("/papan?desa=1", expect=303)
    assert sign_in(anonymous, "ratna", PASSWORD, path=sent_away.location).location == "/papan?desa=1"


@pytest.mark.parametrize(
    ("username", "idle", "stays"),
    [
        ("sari", timedelta(minutes=14, seconds=59), True),
        ("sari", timedelta(minutes=15, seconds=1), False),
        ("dewi", timedelta(minutes=15, seconds=1), False),
        ("ujang", timedelta(hours=71, minutes=59), True),
        ("ujang", timedelta(hours=72, minutes=1), False),
    ],
)
@pytest.mark.parametrize("remembered", [True, False], ids=["in-memory", "after-restart"])
def test_an_idle_session_ends_on_time(
    client_for: SignIn,
    moment: time_machine.Traveller,
    username: str,
    idle: timedelta,
    stays: bool,
    remembered: bool,
) -> None:
    client = client_for(username)
    client.get("/akun")
    moment.shift(idle)
    if not remembered:
        forget_cached()
    page = client.get("/akun", expect=200 if stays else 303)
    assert stays or page.location == "/masuk?lanjut=%2Fakun"


@pytest.mark.parametrize(
    ("username", "step", "absolute"),
    [("sari", timedelta(minutes=14), timedelta(hours=10)), ("ujang", timedelta(hours=71), timedelta(days=14))],
)
def test_a_session_in_use_ends_at_its_absolute_limit(
    client_for: SignIn, moment: time_machine.Traveller, username: str, step: timedelta, absolute: timedelta
) -> None:
    client = client_for(username)
    for _ in range(absolute // step):
        moment.shift(step)
        forget_cached()  # the viewer is kept for seconds by the machine's own clock, which does not travel
        client.get("/akun")
    moment.shift(step)
    forget_cached()
    client.get("/akun", expect=303)


def test_signing_out_kills_the_cookie_and_not_only_the_browser(client_for: SignIn) -> None:
    client = client_for("sari")
    with client.browser.session_transaction() as session:
        token = session["masuk"]
    client.fill(client.get("/akun"), "form[action='/keluar']")
    with client.browser.session_transaction() as session:
        assert "masuk" not in session
        session["masuk"] = token
    client.get("/akun", expect=303)
    assert AuditEntry.select().where(AuditEntry.action == "sign_out").count() == 1


def test_the_sixth_device_ends_the_one_used_longest_ago(client_for: SignIn, moment: time_machine.Traveller) -> None:
    devices = []
    for _ in range(6):
        devices.append(client_for("sari"))
        moment.shift(timedelta(seconds=10))
    devices[0].get("/akun", expect=303)
    for device in devices[1:]:
        device.get("/akun")


def test_a_made_up_token_opens_nothing(anonymous: PageClient) -> None:
    with anonymous.browser.session_transaction() as session:
        session["masuk"] = "tebakan"
    anonymous.get("/akun", expect=303)


def test_the_token_itself_is_stored_nowhere(anonymous: PageClient, cast: Cast) -> None:
    sign_in(anonymous, "sari", PASSWORD)
    with anonymous.browser.session_transaction() as session:
        token = session["masuk"]
    assert token not in str(list(LoginSession.select().tuples())) + str(list(AuditEntry.select().tuples()))


def test_nobody_signs_in_with_one_tap_outside_a_practice_hub(anonymous: PageClient, cast: Cast) -> None:
    assert not anonymous.get("/masuk").select("form[action^='/masuk/latihan']")
    anonymous.post("/masuk/latihan/sari", expect=404)
