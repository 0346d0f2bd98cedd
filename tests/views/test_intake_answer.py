"""Hanya bertanya?: answered at the counter, registered and over at once; never what needs more than an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Case
from tests.cast import Cast, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]


def ask(client: PageClient, cast: Cast, expect: int = 303, **typed: object) -> Page:
    """Answered at the counter for somebody who is known."""
    form = client.get(f"/penerimaan/warga/{make_person(cast).id}")
    usual = {"reporter_relation": "diri", "service": str(cast.services["K01"].id), "story": "Apa syaratnya?"}
    usual |= {"answer": "KTP, KK."}
    return client.fill(form, "#intake", press="[name=answered]", _expect=expect, **usual | typed)


def test_only_asked_is_answered_and_said_to_be_over(client_for: SignIn, cast: Cast) -> None:
    page = client_for("sari").follow(ask(client_for("sari"), cast))
    case = Case.get()
    assert (case.kind, case.state, case.result_text) == ("pertanyaan", "selesai", "KTP, KK.")
    assert "Informasi diberikan, kasus selesai" in page.text("h1") and "Target" not in page.text("main")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"violence": True}, "Kasus terbatas"),
        ({"kind": "pengaduan", "about_official": True}, "Kasus terbatas"),
        ({"restricted": True, "restricted_why": "permintaan"}, "Kasus terbatas"),
        ({"priority": "darurat"}, "Kasus darurat"),
        ({"kind": "keluhan"}, "Hanya pertanyaan"),
    ],
    ids=["violence", "official", "restricted", "emergency", "complaint"],
)
def test_what_needs_more_than_an_answer_is_not_closed_with_one(
    client_for: SignIn, cast: Cast, typed: dict[str, object], said: str
) -> None:
    page = ask(client_for("sari"), cast, 422, **typed)
    assert said in page.text("#answer-error") and page.text("#answer") == "KTP, KK."
    assert not Case.select().exists()
