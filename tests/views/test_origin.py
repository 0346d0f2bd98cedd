"""A page of another site cannot send anything here, even with a valid token."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.page_client import PageClient


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://lain.example", 403), ("null", 403), ("http://localhost", 303)],
    ids=["another site", "a file or sandbox", "our own page"],
)
def test_only_our_own_pages_may_send(client_for: Callable[[str], PageClient], origin: str, status: int) -> None:
    client_for("sari").post("/keluar", headers={"Origin": origin}, expect=status)


def test_after_signing_out_in_another_tab_a_form_leads_to_sign_in(anonymous: PageClient) -> None:
    sent = anonymous.post("/penerimaan/baru", {"name": "Siti"}, csrf=False, headers={"Origin": "http://localhost"})
    assert sent.location == "/masuk?lanjut=/penerimaan/baru".replace("=/", "=%2F").replace("an/b", "an%2Fb")
    assert "Sesi sudah berakhir" in anonymous.follow(sent)
