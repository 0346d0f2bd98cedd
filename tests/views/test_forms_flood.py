"""Whatever is sent to any form, the answer is never a fault and no transaction stays open."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from puskesos.database import database
from puskesos.models import Assignment, Case
from puskesos.security.letter_code import letter_token
from tests.cast import Cast, make_assignment, make_referral
from tests.conftest import SECRET
from tests.page_client import PageClient
from tests.views.field import checked_case, jpeg, report, start_field

SignIn = Callable[[str], PageClient]
EXAMPLES = 8  # per form, and there are some fifty forms
PAGES = {
    "sari": (
        "/penerimaan", "/penerimaan/baru", "/penerimaan/warga/1", "/kasus/{checked}", "/akun/kata-sandi", "/akun",
        "/warga", "/warga/baru", "/warga/1", "/warga/1/ubah", "/warga/1/keadaan", "/warga/1/program",
        "/warga/1/keluarga", "/warga/1/nomor", "/keluarga/1/ubah", "/keluarga/1/anggota",
        "/warga/1/gabung", "/warga/1/gabung/2", "/keluarga/1/gabung", "/keluarga/1/pisah", "/kasus/ekspor",
    ),
    "bayu": ("/kasus/{checked}/rekomendasi", "/kasus/{checked}/cek-data", "/penugasan/{reported}/pemeriksaan",
             "/penugasan/{given}/jawaban"),
    "ratna": (
        "/papan", "/kasus", "/kasus/{checked}/catatan", "/kasus/{checked}/nomor", "/kasus/{checked}/identitas",
        "/kasus/{checked}/isian", "/kasus/{checked}/penugasan", "/kasus/{checked}/penetapan",
        "/kasus/{checked}/penutupan", "/kasus/{checked}/pengembalian", "/kasus/{checked}/pembukaan",
        "/kasus/{checked}/kekurangan", "/warga/ekspor",
        "/kasus/{referred}/rujukan/baru", "{referral}", "{referral}/status", "{referral}/pengingat",
        "{referral}/kabar-keluarga", "/pengaturan/instansi/baru", "/pengaturan/instansi/1",
        "/kasus/{checked}/kelengkapan", "/kasus/{checked}/pembatalan", "/penugasan/{reported}/pemeriksaan",
        "/penugasan/{given}/pembatalan", "/penugasan/{late}/penundaan",
        "/pengaturan", "/pengaturan/pengguna/baru", "/pengaturan/pengguna/1",
        "/papan/penugasan", "/relawan/4", "/relawan/4/pengalihan", "/relawan/4/kabar",
        "/penugasan/{given}/pengalihan", "/penugasan/{given}/kabar",
    ),
    "ujang": ("/tugas/{given}", "/tugas/{given}/penolakan", "/tugas/{given}/laporan", "/tugas/{given}/laporan/anggota",
              "/tugas/{given}/laporan/aset", "/tugas/{reported}/foto", "/tugas/{reported}/laporan",
              "/tugas/{given}/pertanyaan", "/tugas/{late}/rencana", "/libur"),
    "dewi": ("/pengaturan", "/pengaturan/penugasan", "/pengaturan/pengguna/baru", "/pengaturan/pengguna/2",
             "/pengaturan/surat", "/pengaturan/surat/nomor", "/pengaturan/surat/penanda-tangan",
             "/pengaturan/surat/penanda-tangan/baru", "/pengaturan/surat/teks/surat_rujukan"),
    "": ("/masuk", "/pola", "/j", "{letter}"),
}  # fmt: skip
LEFT_OUT = {"/keluar"}  # ends the session that the flood runs in

wild_text = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.sampled_from(
        ["", "\x00", "a\x00b", "²³", "١٢٣", "𝟙𝟚", "-1", "0", "1e9", "9" * 40, "NaN", "ada:", ":", "\ud7ff", "‮"]
    ),
    st.sampled_from(["2026-02-30", "0000-00-00", "9999-12-31", "1900-01-01", "2026-11-17", "20261117", "2026-W47-2"]),
    st.sampled_from(
        ["3216995206790003", "0812-0000-1234", "'; --", "%s%n", "{{ 7*7 }}", "<script>", "../../etc", "x" * 5000]
    ),
    st.sampled_from(["09:30", "24:00", "9.30", "09:30+07:00", "T", "12:00:00.999999999"]),
)
wild_file = st.sampled_from(
    [(b"", "kosong.jpg"), (b"teks", "a.jpg"), (b"\x89PNG\r\n\x1a\n", "b.png"), (jpeg(8, 8), "\x00.jpg")]
)


def postponed(cast: Cast) -> str:
    """A task whose volunteer asks for more time."""
    task = start_field(cast).task
    Assignment.update(planned_on=task.due_on + timedelta(days=4)).where(Assignment.id == task.id).execute()
    return task.number


def letter(cast: Cast) -> dict[str, str]:
    """Where a letter is handled here, and where its office answers."""
    referral = make_referral(cast)
    number = Case.get_by_id(referral.case_id).number
    token = letter_token(SECRET, referral.uuid, referral.code_generation)
    return {"referred": number, "referral": f"/kasus/{number}/rujukan/{referral.number}", "letter": f"/j/{token}"}


def forms_of(client: PageClient, path: str) -> list[Tag]:
    page = client.get(path, expect=range(200, 500), budget=20)
    return [form for form in page.select("form[method=post]") if form.get("action") not in LEFT_OUT]


def sendings(form: Tag) -> st.SearchStrategy[dict[str, Any]]:
    """Some fields as offered, some wild, some twice, some not at all."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for control in form.select("input[name], select[name], textarea[name], button[name]"):
        name, offered = str(control["name"]), [str(option.get("value", "")) for option in control.select("option")]
        if name == "csrf_token":
            continue
        usual = st.sampled_from(offered or [str(control.get("value", "")) or "Isi"])
        fields[name] = (
            wild_file if control.get("type") == "file" else st.one_of(usual, wild_text, st.lists(wild_text, max_size=3))
        )
    return st.fixed_dictionaries({}, optional=fields)


@pytest.mark.slow
@pytest.mark.parametrize("username", PAGES)
def test_no_input_to_any_form_is_a_fault(
    client_for: SignIn, anonymous: PageClient, cast: Cast, app: Flask, username: str
) -> None:
    reported = start_field(cast, kk="3216991206790001")
    report(reported, app.config["SETTINGS"].uploads)
    numbers = {
        "checked": checked_case(cast).number,
        "reported": reported.task.number,
        "given": make_assignment(cast).number,
        "late": postponed(cast),
        **letter(cast),
    }
    client = client_for(username) if username else anonymous
    for path in PAGES[username]:
        for form in forms_of(client, path.format(**numbers)):
            flood(client, str(form.get("action") or path.format(**numbers)), form)


def flood(client: PageClient, path: str, form: Tag) -> None:
    token = form.select_one("input[name=csrf_token]")["value"]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    @given(sendings(form))
    def send(fields: dict[str, Any]) -> None:
        sent = {
            name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
            for name, value in fields.items()
        }
        sent["csrf_token"] = token
        with client.browser.post(path, data=sent) as answer:
            status = answer.status_code
            answer.request.environ["wsgi.input"].close()
        assert status < 500 and not database.in_transaction(), f"{path} answered {status} to {fields!r}"

    send()
