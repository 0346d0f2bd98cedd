"""Decision, closing, and the steps that need only a reason: each with its required text, none out of turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos import clock
from puskesos.actions.case_emergency import HelpEntry, help_first
from puskesos.models import AuditEntry, Case, CaseEvent, Decision, Referral
from tests.cast import Cast, make_assignment, make_case, referral_entry, viewer_of
from tests.page_client import Page, PageClient
from tests.views.field import checked_case, start_field

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
TEXT = "Sesuai hasil kunjungan."
SERVE = {"choice": "layani", "text": TEXT, "officer": "Bayu", "target_on": "2026-11-20"}
REFER = {
    "choice": "rujuk", "text": TEXT, "agency": "lain", "agency_name": "Yayasan Kasih Ibu", "wanted": "Panti sementara",
    "reason": "Tidak ada keluarga.", "basis": "persetujuan_tertulis", "letter_on": "2026-11-17",
    "referral_officer": "Bayu",
}  # fmt: skip
REFUSE = {
    "choice": "tolak",
    "text": TEXT,
    "rejection_reason": "luar_wilayah",
    "told_client": "Diarahkan ke Cabangbungin.",
}
CLOSE = {"result": "terpenuhi", "text": "Kartu aktif.", "told_family_on": "2026-11-17"}


def fill(client: PageClient, case: Case, sub: str, expect: int = 303, **typed: object) -> Page:
    return client.fill(client.get(f"/kasus/{case.number}/{sub}"), FORM, _expect=expect, **typed)


def put(case: Case, state: str) -> Case:
    Case.update(state=state).where(Case.id == case.id).execute()
    return Case.get_by_id(case.id)


def state(case: Case) -> str:
    return Case.get_by_id(case.id).state


@pytest.mark.parametrize(
    ("decision", "target"), [(SERVE, "dilayani"), (REFER, "dirujuk"), (REFUSE, "ditolak")], ids=["serve", "refer", "no"]
)
@pytest.mark.parametrize("start", ["penanganan", "menunggu_penetapan"])
def test_a_decision_takes_the_case_on(
    client_for: SignIn, cast: Cast, decision: dict[str, str], target: str, start: str
) -> None:
    case = put(checked_case(cast), start)
    fill(client_for("ratna"), case, "penetapan", **decision)
    assert state(case) == target
    assert Decision.get(Decision.case == case).text == TEXT
    assert AuditEntry.get(AuditEntry.action == "decided").object_id == case.number
    shown = client_for("sari").get(f"/kasus/{case.number}").text("#case-decision")
    assert TEXT in shown and (decision.get("officer") or decision.get("told_client") or "Rujuk ke instansi") in shown


@pytest.mark.parametrize(
    ("decision", "missing", "message"),
    [
        (SERVE, "officer", "Isi petugas yang melayani."),
        (SERVE, "target_on", "Isi target selesai."),
        (REFER | {"agency_name": ""}, "agency", "Pilih instansi tujuan, atau tulis nama instansi lain."),
        (REFER, "wanted", "Isi layanan yang diminta."),
        (REFER, "basis", "Pilih dasar penyampaian data."),
        (REFER, "letter_on", "Isi tanggal surat."),
        (REFUSE, "rejection_reason", "Pilih alasan tidak dapat dilayani."),
        (REFUSE, "told_client", "Tulis apa yang disampaikan kepada klien."),
        (SERVE, "text", "Isi putusan dan alasannya."),
    ],
    ids=lambda value: value if isinstance(value, str) and "_" in value else None,
)
def test_each_choice_asks_for_its_own_texts(
    client_for: SignIn, cast: Cast, decision: dict[str, str], missing: str, message: str
) -> None:
    case = put(checked_case(cast), "menunggu_penetapan")
    page = fill(client_for("ratna"), case, "penetapan", 422, **decision | {missing: ""})
    assert message in page.text(f"#{missing}-error")
    assert missing == "text" or page.text("#text") == TEXT
    assert state(case) == "menunggu_penetapan" and not Decision.select().exists()


@pytest.mark.parametrize(
    ("day", "message"),
    [("2026-11-16", "tidak boleh sebelum hari ini"), ("2062-11-20", "paling lama setahun lagi")],
    ids=["past", "a slip in the year"],
)
def test_a_target_lies_within_a_year_from_today(client_for: SignIn, cast: Cast, day: str, message: str) -> None:
    case = put(checked_case(cast), "menunggu_penetapan")
    page = fill(client_for("ratna"), case, "penetapan", 422, **SERVE | {"target_on": day})
    assert message in page.text("#target_on-error")


@pytest.mark.parametrize(
    ("sub", "start", "typed", "fields"),
    [
        ("penetapan", "menunggu_penetapan", {"choice": "layani", "target_on": ""}, ("text", "officer", "target_on")),
        ("penetapan", "menunggu_penetapan", {"choice": "rujuk"}, ("text", "agency", "wanted", "reason")),
        ("penetapan", "menunggu_penetapan", {"choice": "tolak"}, ("text", "rejection_reason", "told_client")),
        ("penutupan", "dilayani", {"told_family_on": "", "given_amount": "5"}, ("result", "told_family_on", "given")),
    ],
    ids=["serve", "refer", "refuse", "close"],
)
def test_all_that_is_missing_is_said_at_once(
    client_for: SignIn, cast: Cast, sub: str, start: str, typed: dict[str, str], fields: tuple[str, ...]
) -> None:
    page = fill(client_for("ratna"), put(checked_case(cast), start), sub, 422, **typed)
    assert not [field for field in fields if not page.select(f"#{field}-error")]


def test_a_decision_without_choice_or_with_odd_dates_is_refused(client_for: SignIn, cast: Cast) -> None:
    case, ratna = put(checked_case(cast), "menunggu_penetapan"), client_for("ratna")
    assert "Pilih penetapan." in fill(ratna, case, "penetapan", 422, text=TEXT).text("#choice-error")
    late = fill(ratna, case, "penetapan", 422, **SERVE | {"target_on": "2026-11-16"})
    assert "sebelum hari ini" in late.text("#target_on-error")
    early = fill(ratna, case, "penetapan", 422, **REFER | {"letter_on": "2026-11-18"})
    assert "masa depan" in early.text("#letter_on-error")


def test_deciding_twice_from_one_page_decides_once(client_for: SignIn, cast: Cast) -> None:
    case, ratna = put(checked_case(cast), "menunggu_penetapan"), client_for("ratna")
    form = ratna.get(f"/kasus/{case.number}/penetapan")
    ratna.fill(form, FORM, **SERVE)
    ratna.fill(form, FORM, **SERVE)
    assert Decision.select().count() == 1


@pytest.mark.parametrize("start", ["terdaftar", "kunjungan", "selesai", "batal"])
def test_a_decision_out_of_turn_is_refused_in_words(client_for: SignIn, cast: Cast, start: str) -> None:
    case = put(make_case(cast), start)
    page = fill(client_for("ratna"), case, "penetapan", 422, **SERVE)
    assert "langkah ini tidak tersedia" in page.text(".errors")
    assert state(case) == start


@pytest.mark.parametrize("start", ["dilayani", "dirujuk"])
def test_closing_keeps_result_text_and_the_day_the_family_was_told(client_for: SignIn, cast: Cast, start: str) -> None:
    case = put(make_case(cast), start)
    fill(client_for("ratna"), case, "penutupan", **CLOSE)
    closed = Case.get_by_id(case.id)
    assert (closed.state, closed.result, str(closed.told_family_on)) == ("selesai", "terpenuhi", "2026-11-17")
    assert closed.closed_at is not None and not closed.awaits_assignment
    assert AuditEntry.get(AuditEntry.action == "case_closed").object_id == case.number


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"result": ""}, "result", "Pilih hasil akhir."),
        ({"text": ""}, "text", "Isi keterangan hasil."),
        ({"told_family_on": ""}, "told_family_on", "Isi tanggal keluarga diberi tahu."),
        ({"told_family_on": "2026-11-18"}, "told_family_on", "tidak boleh di masa depan"),
        ({"told_family_on": "2026-11-16"}, "told_family_on", "sebelum kasus didaftarkan"),
    ],
    ids=["result", "text", "no-day", "future", "before"],
)
def test_closing_says_what_is_missing(
    client_for: SignIn, cast: Cast, wrong: dict[str, str], field: str, message: str
) -> None:
    case = put(make_case(cast), "dilayani")
    assert message in fill(client_for("ratna"), case, "penutupan", 422, **CLOSE | wrong).text(f"#{field}-error")
    assert state(case) == "dilayani"


def test_a_case_with_an_open_task_is_not_closed(client_for: SignIn, cast: Cast) -> None:
    case = put(start_field(cast).case, "dilayani")
    assert "Masih ada penugasan terbuka" in fill(client_for("ratna"), case, "penutupan", 422, **CLOSE).text(".errors")


STEPS = {  # address: who, from where, to where
    "kelengkapan": ("sari", "perlu_perbaikan", "terdaftar"),
    "pembatalan": ("sari", "terdaftar", "batal"),
    "pengembalian": ("ratna", "menunggu_penetapan", "penanganan"),
    "pembukaan": ("ratna", "selesai", "penanganan"),
}


@pytest.mark.parametrize(("sub", "username", "start", "target"), [(sub, *step) for sub, step in STEPS.items()])
def test_a_step_with_a_reason_is_taken_once_and_told(
    client_for: SignIn, cast: Cast, sub: str, username: str, start: str, target: str
) -> None:
    case, client = put(make_case(cast), start), client_for(username)
    form = client.get(f"/kasus/{case.number}/{sub}")
    client.fill(form, FORM, reason="Sesuai telepon keluarga.")
    client.fill(form, FORM, reason="Sesuai telepon keluarga.")
    client.fill(form, FORM, reason="Lain lagi.", _expect={409, 422})
    assert state(case) == target
    moves = CaseEvent.select().where(CaseEvent.kind == "status")
    assert [(event.from_state, event.to_state, event.text) for event in moves] == [
        (start, target, "Sesuai telepon keluarga.")
    ]


@pytest.mark.parametrize("sub", [sub for sub in STEPS if sub != "kelengkapan"])
def test_a_step_asks_for_its_reason(client_for: SignIn, cast: Cast, sub: str) -> None:
    username, start, _ = STEPS[sub]
    case = put(make_case(cast), start)
    assert "Isi alasan." in fill(client_for(username), case, sub, 422, reason=" ").text("#reason-error")
    assert state(case) == start


def test_complete_papers_need_no_explanation(client_for: SignIn, cast: Cast) -> None:
    case = put(make_case(cast), "perlu_perbaikan")
    fill(client_for("sari"), case, "kelengkapan", 303)
    assert state(case) == "terdaftar"


@pytest.mark.parametrize("sub", ["pengembalian", "pembukaan"])
@pytest.mark.parametrize("start", ["terdaftar", "kunjungan"])
def test_no_reason_leads_around_the_data_check(client_for: SignIn, cast: Cast, sub: str, start: str) -> None:
    case = put(make_case(cast), start)
    assert "langkah ini tidak tersedia" in fill(client_for("ratna"), case, sub, 422, reason="Cepat saja.")
    assert state(case) == start


def test_a_completed_case_waits_for_a_volunteer_again(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast), client_for("sari")
    fill(sari, case, "kekurangan", papers=["3"], reason="KK belum ada.")
    assert not Case.get_by_id(case.id).awaits_assignment
    fill(sari, case, "kelengkapan", reason="KK sudah ada.")
    assert Case.get_by_id(case.id).awaits_assignment


def test_a_reopened_case_forgets_its_result(client_for: SignIn, cast: Cast) -> None:
    case, ratna = put(make_case(cast), "dilayani"), client_for("ratna")
    fill(ratna, case, "penutupan", **CLOSE)
    fill(ratna, case, "pembukaan", reason="Kartu mati lagi.")
    again = Case.get_by_id(case.id)
    assert (again.result, again.result_text, again.told_family_on, again.closed_at) == ("", "", None, None)


def test_a_case_is_not_refused_while_its_volunteer_is_on_the_way(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast, make_case(cast, priority="darurat"), by=cast.sari)
    case = Case.get_by_id(task.case_id)
    told = HelpEntry("Ambulans dipanggil.", "Bayu", referral_entry(cast))
    help_first(case, told, version=case.version, actor=viewer_of(cast.bayu), now=clock.now(), secret="x")
    Referral.update(state="ditolak", answered_on=clock.today("Asia/Jakarta")).execute()
    page = fill(client_for("ratna"), case, "penetapan", 422, **REFUSE)
    assert "Masih ada penugasan terbuka." in page.text(".errors") and state(case) == "dirujuk"
    assert not Decision.select().exists()
