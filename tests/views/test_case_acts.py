"""Each state × each act × everybody: the case page offers an act exactly where sending its form takes it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import NamedTuple

import pytest
from itsdangerous import URLSafeTimedSerializer

from puskesos.models import Case, CaseEvent
from puskesos.rules.case_path import CaseState
from tests.cast import Cast, make_assignment, make_case
from tests.page_client import CSRF_RAW, CSRF_SALT, PageClient
from tests.views.test_case_decision import CLOSE, REFER, REFUSE, SERVE

SignIn = Callable[[str], PageClient]
REASON = {"reason": "Sesuai telepon keluarga."}
FORMS: dict[str, dict[str, str]] = {  # address below the case → what fits where the act is open
    "penugasan": {"volunteer": "", "kind": "kunjungan_rumah", "due_on": "2026-11-20"},
    "cek-data": {"status": "terdaftar", "checked_on": "2026-11-17", "channel": "siks_ng"},
    "kekurangan": REASON | {"more": "Surat keterangan sekolah"},
    "kelengkapan": REASON,
    "informasi": {"text": "Dijelaskan."},
    "penanganan-segera": {"choice": "layani", "text": "Dibawa ke puskesmas.", "officer": "Bayu"},
    "rekomendasi": {"choice": "layani"} | REASON,
    "penetapan": SERVE,
    "penetapan-susulan": {"text": "Disetujui.", "officer": "Bayu", "target_on": "2026-11-20"},
    "pengembalian": REASON,
    "rujukan/baru": {name: text for name, text in REFER.items() if name not in {"choice", "text"}},
    "penutupan": CLOSE | {"told_how": "langsung"},
    "penolakan": REFUSE,
    "pembukaan": REASON,
    "pembatalan": {"kind": "batal"} | REASON,
}
SENTENCE = re.compile(r'class="(errors|error|notice)[^"]*"|langkah ini tidak tersedia')


class Standing(NamedTuple):
    """How a case stands: its state and priority, whether a volunteer is at work, whether its decision follows."""

    state: str
    priority: str = "biasa"
    task: bool = False
    pending: bool = False


STANDINGS = [Standing(str(state), kind) for state in CaseState if state != "draf" for kind in ("biasa", "darurat")]
STANDINGS += [Standing("kunjungan", kind, task=True) for kind in ("biasa", "darurat")]
STANDINGS += [Standing(state, "darurat", pending=True) for state in ("dilayani", "dirujuk")]
STANDINGS += [Standing(state, "darurat", task=True, pending=True) for state in ("dilayani", "dirujuk")]
STANDINGS += [Standing(state, task=True) for state in ("dilayani", "dirujuk")]

MOST_OPEN = [standing for standing in STANDINGS if standing.priority == "darurat"]  # enough for who is kept out


def stand(cast: Cast, standing: Standing) -> Case:
    """A case that stands like this; Ujang is at work where somebody is."""
    case = make_case(cast, priority=standing.priority)
    if standing.task:
        make_assignment(cast, case)
    values = {"state": standing.state, "decision_pending": standing.pending}
    Case.update(awaits_assignment=False, **values).where(Case.id == case.id).execute()
    return Case.get_by_id(case.id)


def offered_on(client: PageClient, case: Case, status: int) -> set[str]:
    """The acts that the page of the case leads to; none where it does not open."""
    page = client.get(f"/kasus/{case.number}", expect=status)
    start = f"/kasus/{case.number}/"
    return {str(link["href"]).removeprefix(start) for link in page.select(f'a[href^="{start}"]')} & {*FORMS}


def send(client: PageClient, cast: Cast, case: Case, act: str) -> tuple[int, str]:
    """The form of an act as it would be sent: status and text."""
    token = URLSafeTimedSerializer(client.app.secret_key, salt=CSRF_SALT).dumps(CSRF_RAW)
    fields = FORMS[act] | {"csrf_token": token, "version": str(case.version), "key": str(uuid.uuid4())}
    if "volunteer" in fields:
        fields["volunteer"] = str(cast.tono.id)
    answer = client.browser.post(f"/kasus/{case.number}/{act}", data=fields)
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("username", "page", "refusals"),
    [
        ("sari", 200, {403, 422}),
        ("bayu", 200, {403, 422}),
        ("ratna", 200, {422}),
        ("ujang", 403, {403}),
        ("dewi", 403, {403}),
        ("citra", 404, {404}),
    ],
)
def test_what_the_page_offers_is_taken_and_nothing_else(
    client_for: SignIn, cast: Cast, username: str, page: int, refusals: set[int]
) -> None:
    client, wrong = client_for(username), []
    for standing in STANDINGS if page == 200 else MOST_OPEN:
        case = stand(cast, standing)
        offered = offered_on(client, case, page)
        before = (Case.get_by_id(case.id).__data__, CaseEvent.select().where(CaseEvent.case == case).count())
        for act in FORMS.keys() - offered:
            status, text = send(client, cast, case, act)
            is_told = status != 422 or SENTENCE.search(text)
            wrong += [] if status in refusals and is_told else [(standing, act, status)]
        after = (Case.get_by_id(case.id).__data__, CaseEvent.select().where(CaseEvent.case == case).count())
        assert after == before, standing
        for act in offered:
            status, _ = send(client, cast, stand(cast, standing), act)
            wrong += [] if status == 303 else [(standing, act, status)]
    assert not wrong
