"""A double tap on a form with a version does its work once and answers twice alike; nobody else's form does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from puskesos.database import connected
from puskesos.models import Case, CaseEvent, DataCheck, Decision, ParkedForm
from tests.cast import Cast, make_case
from tests.page_client import PageClient
from tests.views.field import checked_case
from tests.views.test_case_decision import CLOSE, SERVE, put

SignIn = Callable[[str], PageClient]
CHECK = {"status": "terdaftar", "decile": "3", "checked_on": "2026-11-17", "channel": "siks_ng"}


def ready(cast: Cast, sub: str) -> Case:
    """A case whose next deed is at `sub`."""
    return make_case(cast) if sub == "cek-data" else put(checked_case(cast), READY[sub])


READY = {"penetapan": "menunggu_penetapan", "penutupan": "dilayani", "pengembalian": "menunggu_penetapan"}
TYPED = {
    "penetapan": SERVE,
    "penutupan": CLOSE | {"told_how": "langsung"},
    "cek-data": CHECK,
    "pengembalian": {"reason": "Periksa desilnya."},
}


@pytest.mark.parametrize("sub", TYPED)
@pytest.mark.parametrize("fragment", [False, True], ids=["page", "htmx"])
def test_two_taps_do_it_once_and_both_succeed(client_for: SignIn, cast: Cast, sub: str, fragment: bool) -> None:
    case, ratna = ready(cast, sub), client_for("ratna")
    path, sent = f"/kasus/{case.number}/{sub}", TYPED[sub] | {"version": str(case.version)}
    first = ratna.post(path, sent, fragment=fragment, expect={200, 303})
    events = CaseEvent.select().count()
    again = ratna.post(path, sent, fragment=fragment, expect=first.status)
    assert again.location == first.location == f"/kasus/{case.number}"
    assert CaseEvent.select().count() == events and not ParkedForm.select().exists()


def test_two_taps_at_once_wait_for_each_other(client_for: SignIn, cast: Cast) -> None:
    case, start = ready(cast, "penetapan"), Barrier(2)
    sent = SERVE | {"version": str(case.version)}
    clients = [client_for("ratna"), client_for("ratna")]

    def tap(client: PageClient) -> int:
        with connected():
            start.wait()
            return client.post(f"/kasus/{case.number}/penetapan", sent, expect={303, 409, 422}).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(tap, clients)) == [303, 303]
    assert Decision.select().count() == 1


@pytest.mark.parametrize("other", ["content", "person", "later"])
def test_what_is_no_double_tap_is_told_as_before(client_for: SignIn, cast: Cast, moment: object, other: str) -> None:
    case = make_case(cast)
    path, sent = f"/kasus/{case.number}/cek-data", CHECK | {"version": str(case.version)}
    client_for("sari").post(path, sent, expect=303)
    if other == "later":
        moment.shift(timedelta(seconds=31))
    again = client_for("bayu" if other == "person" else "sari")
    again.post(path, sent | {"decile": "4"} if other == "content" else sent, expect=409)
    assert DataCheck.select().count() == 1
