"""Handing out several cases, handing on one task or all of a volunteer: proposed, sent once, told when stale."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from puskesos import clock
from puskesos.actions.assignment import accept_assignment
from puskesos.actions.case_proposal import propose
from puskesos.models import Assignment, Case, User
from puskesos.rules.proposal import ProposalKind
from tests.absences import away
from tests.cast import Cast, make_assignment, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient
from tests.views.field import report, start_field

SignIn = Callable[[str], PageClient]
MANY, FORM = "/papan/penugasan", "main form[method=post]"


def chosen(page: Page, number: str) -> str:
    return page.text(f"[id='to-{number}'] option[selected]")


def enok(cast: Cast) -> User:
    return User.create(
        hub=cast.hub, username="enok", name="Enok", password_hash="-", roles="psm", created_at=clock.now()
    )


def test_the_form_gives_every_volunteer_with_reasons_and_the_best_first(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    away(cast.tono)
    page = client_for("ratna").get(f"/kasus/{make_case(cast).number}/penugasan")
    first, second = page.texts(".persons-choice .choice")
    assert first == "Ujang PSM desa ini · 1 terbuka, 0 lewat saran"
    assert second == "Tono PSM Pantai Bakti · tidak ada tugas terbuka libur s.d. Jumat"
    assert not page.select("[name=volunteer][checked]"), "the koordinator decides"


def test_all_waiting_cases_come_with_a_proposal_shared_out(client_for: SignIn, cast: Cast) -> None:
    cases = [make_case(cast) for _ in range(3)]
    there = make_case(cast, client=make_person(cast, "Karsih", village_id=cast.bakti.id))
    page = client_for("ratna").get(MANY)
    assert "4 kasus menunggu relawan" in page
    assert {chosen(page, case.number) for case in cases} == {"Ujang · tidak ada tugas terbuka"}
    assert chosen(page, there.number).startswith("Tono")
    assert "Saran: Tono, PSM desa ini · tidak ada tugas terbuka." in page


def test_what_is_chosen_is_assigned_and_the_rest_stays(client_for: SignIn, cast: Cast) -> None:
    first, second, third = (make_case(cast) for _ in range(3))
    ratna = client_for("ratna")
    page = ratna.get(MANY)
    typed = {f"to-{first.number}": cast.tono.id, f"to-{third.number}": "", "instruction": "Bawa surat."}
    answer = ratna.fill(page, FORM, **typed)
    assert "2 kasus ditugaskan." in ratna.follow(answer).text("#flash")
    given = {(task.case_id, task.volunteer_id, task.instruction) for task in Assignment.select()}
    assert given == {(first.id, cast.tono.id, "Bawa surat."), (second.id, cast.ujang.id, "Bawa surat.")}
    assert Case.get_by_id(third.id).awaits_assignment


def test_only_the_ticked_ones_are_shown_and_one_volunteer_may_get_them_all(client_for: SignIn, cast: Cast) -> None:
    ticked, other = [make_case(cast), make_case(cast)], make_case(cast)
    query = "&".join(f"kasus={case.number}" for case in ticked)
    ratna = client_for("ratna")
    page = ratna.get(f"{MANY}?{query}")
    assert other.number not in page
    page = ratna.fill(page, "main form[method=get]", kepada=cast.tono.id)
    assert [chosen(page, case.number)[:4] for case in ticked] == ["Tono", "Tono"]
    ratna.fill(page, FORM)
    assert {task.volunteer_id for task in Assignment.select()} == {cast.tono.id} and Assignment.select().count() == 2


def test_each_case_keeps_its_own_kind_unless_one_is_asked_for_all(client_for: SignIn, cast: Cast) -> None:
    about_data, proposed, plain = make_case(cast, service="E02"), make_case(cast), make_case(cast)
    wanted = {"kind": "respon_kasus", "instruction": "Tanya ketua RT."}
    bayu = viewer_of(cast.bayu)
    propose(proposed, ProposalKind.KUNJUNGAN, "Lihat.", wanted, version=proposed.version, actor=bayu, now=clock.now())
    ratna = client_for("ratna")
    ratna.fill(ratna.get(MANY), FORM)
    given = {task.case_id: (task.kind, task.instruction, str(task.due_on)) for task in Assignment.select()}
    assert given == {
        about_data.id: ("verval", "", "2026-12-15"),
        proposed.id: ("respon_kasus", "Tanya ketua RT.", "2026-11-20"),
        plain.id: ("kunjungan_rumah", "", "2026-11-20"),
    }
    again = make_case(cast)
    ratna.fill(ratna.get(MANY), FORM, kind="verval")
    assert (task := Assignment.get(Assignment.case == again)).kind == "verval" and str(task.due_on) == "2026-12-15"


def test_a_double_tap_assigns_once(client_for: SignIn, cast: Cast) -> None:
    ratna, case = client_for("ratna"), make_case(cast)
    page = ratna.get(MANY)
    assert [ratna.fill(page, FORM).location for _ in range(2)] == ["/relawan", "/relawan"]
    assert Assignment.get().case_id == case.id and Assignment.select().count() == 1


def test_a_case_that_another_has_sent_meanwhile_stops_all_and_is_named(client_for: SignIn, cast: Cast) -> None:
    first, second = make_case(cast), make_case(cast)
    ratna = client_for("ratna")
    page = ratna.get(MANY)
    make_assignment(cast, second, volunteer=cast.tono)
    assert f"Kasus {second.number} baru saja berubah" in ratna.fill(page, FORM, _expect=409)
    assert Assignment.select().count() == 1 and Case.get_by_id(first.id).awaits_assignment


@pytest.mark.parametrize("typed", ["", "0", "-1", "x", "9999999999", "1 OR 1"])
def test_odd_numbers_choose_nobody(client_for: SignIn, cast: Cast, typed: str) -> None:
    number = make_case(cast).number
    page = client_for("ratna").post(
        MANY, {"kasus": number, f"to-{number}": typed, f"version-{number}": "1"}, expect=422
    )
    assert "Pilih relawan untuk paling sedikit satu." in page.text(".errors")


def test_an_unknown_kind_and_a_stranger_are_refused(client_for: SignIn, cast: Cast) -> None:
    ratna, case = client_for("ratna"), make_case(cast)
    sent = {"kasus": case.number, f"version-{case.number}": "1"}
    page = ratna.post(MANY, sent | {f"to-{case.number}": str(cast.ujang.id), "kind": "pesta"}, expect=422)
    assert "Pilih jenis kunjungan dari daftar." in page.text("#kind-error")
    assert "Pilih relawan dari daftar." in ratna.post(MANY, sent | {f"to-{case.number}": str(cast.sari.id)}, expect=422)
    assert not Assignment.select().exists()


def test_nothing_waits(client_for: SignIn, cast: Cast) -> None:
    assert "Tidak ada kasus yang menunggu relawan" in client_for("ratna").get(MANY)


def test_sixty_cases_stay_within_the_budget_of_queries(client_for: SignIn, cast: Cast) -> None:
    numbers = [make_case(cast).number for _ in range(40)]
    page = client_for("ratna").get(MANY + "?" + "&".join(f"kasus={number}" for number in numbers[:20]))
    assert len(page.select("tbody tr")) == 20
    page = client_for("ratna").get(MANY)
    assert len(page.select("tbody tr")) == 30 and "40 kasus menunggu relawan; 30 yang paling dekat" in page


def test_one_task_is_handed_on_from_its_case_and_both_tell(client_for: SignIn, cast: Cast) -> None:
    field, ratna = start_field(cast), client_for("ratna")
    page = ratna.get(f"/penugasan/{field.task.number}/pengalihan")
    assert "Ujang" not in page.texts(".persons-choice label") and "pada Ujang sejak 17 Nov 2026 09.00" in page
    answer = ratna.fill(page, FORM, volunteer=cast.tono.id, reason="Ujang sakit.")
    assert answer.location == f"/kasus/{field.case.number}"
    case = ratna.get(answer.location)
    assert "Dialihkan kepada Tono, T-321617-2611-0002 : Ujang sakit." in case.text("#case-assignments")
    assert "Meneruskan T-321617-2611-0001 dari Ujang" in case.text("#case-assignments")
    client_for("ujang").get(f"/tugas/{field.task.number}", expect=404)
    assert "Siti Nurhaliza" in client_for("tono").get("/")
    assert "diteruskan dari Ujang" in client_for("tono").get("/tugas/T-321617-2611-0002")


def test_from_the_board_it_leads_back_there(client_for: SignIn, cast: Cast) -> None:
    task, ratna = make_assignment(cast), client_for("ratna")
    page = ratna.get(f"/penugasan/{task.number}/pengalihan?dari=papan")
    sent = {"version": page.one("[name=version]")["value"], "key": page.one("[name=key]")["value"]}
    sent |= {"volunteer": str(cast.tono.id), "reason": "Sakit.", "due_on": "2026-11-20"}
    assert ratna.post(f"/penugasan/{task.number}/pengalihan?dari=papan", sent, expect=303).location == "/papan"


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"volunteer": ""}, "volunteer", "Pilih relawan."),
        ({"reason": ""}, "reason", "Isi alasan."),
        ({"due_on": "2026-11-16"}, "due_on", "sebelum hari ini"),
        ({"due_on": "besok"}, "due_on", "tidak terbaca"),
    ],
)
def test_a_wrong_transfer_is_said_at_the_field(
    client_for: SignIn, cast: Cast, wrong: dict[str, str], field: str, said: str
) -> None:
    task, ratna = make_assignment(cast), client_for("ratna")
    page = ratna.get(f"/penugasan/{task.number}/pengalihan")
    typed = {"volunteer": cast.tono.id, "reason": "Sakit."} | wrong
    assert said in ratna.fill(page, FORM, _expect=422, **typed).text(f"#{field}-error")


def test_a_task_that_moved_is_told_and_a_reported_one_is_not_offered(
    client_for: SignIn, cast: Cast, tmp_path: Path
) -> None:
    task, ratna = make_assignment(cast), client_for("ratna")
    page = ratna.get(f"/penugasan/{task.number}/pengalihan")
    accept_assignment(task, actor=viewer_of(cast.ujang), now=clock.now())
    stale = ratna.fill(page, FORM, volunteer=cast.tono.id, reason="Sakit.", _expect=409)
    assert f"Tugas {task.number} baru saja berubah" in stale
    field = start_field(cast)
    report(field, tmp_path)
    page = ratna.get(f"/penugasan/{field.task.number}/pengalihan")
    assert "tidak dapat dialihkan" in page and not page.select(FORM)


def test_a_leaving_volunteer_hands_everything_on_in_one_step(client_for: SignIn, cast: Cast, tmp_path: Path) -> None:
    tasks = [make_assignment(cast) for _ in range(3)]
    reported = start_field(cast)
    report(reported, tmp_path)
    helper, ratna = enok(cast), client_for("ratna")
    page = ratna.get(f"/relawan/{cast.ujang.id}/pengalihan")
    assert "1 laporan Ujang menunggu diperiksa" in page and reported.task.number not in page
    typed = {f"to-{tasks[0].number}": cast.tono.id, f"to-{tasks[1].number}": helper.id, f"to-{tasks[2].number}": ""}
    sent = [ratna.fill(page, FORM, reason="Pindah.", **typed) for _ in range(2)]
    assert {one.location for one in sent} == {"/relawan"}
    assert "2 tugas Ujang dialihkan." in ratna.follow(sent[0]).text("#flash")
    rows = Assignment.select(User.username, Assignment.state).join(User, on=Assignment.volunteer)
    now = list(rows.order_by(Assignment.id).tuples())
    assert now[0] == now[1] == ("ujang", "batal") and now[2] == ("ujang", "ditugaskan")
    assert sorted(now[4:]) == [("enok", "ditugaskan"), ("tono", "ditugaskan")]


def test_a_date_that_is_past_begins_anew(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast)
    Assignment.update(due_on="2026-11-10").where(Assignment.id == task.id).execute()
    ratna = client_for("ratna")
    page = ratna.get(f"/relawan/{cast.ujang.id}/pengalihan")
    assert "20 Nov 2026 semula 10 Nov 2026" in page.text("tbody")
    ratna.fill(page, FORM, reason="Sakit.")
    assert str(Assignment.get(Assignment.takes_over == task.id).due_on) == "2026-11-20"


def test_nothing_to_hand_on_and_no_reason_are_said(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    assert "Tidak ada tugas yang perlu dialihkan" in ratna.get(f"/relawan/{cast.ujang.id}/pengalihan")
    make_assignment(cast)
    page = ratna.get(f"/relawan/{cast.ujang.id}/pengalihan")
    assert "Isi alasan." in ratna.fill(page, FORM, reason="", _expect=422).text("#reason-error")
    for wrong in (cast.sari.id, cast.citra.id, 999999):
        ratna.get(f"/relawan/{wrong}/pengalihan", expect=404)


def test_who_is_deactivated_leads_to_handing_on(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    page = client_for("ratna").get(f"/pengaturan/pengguna/{cast.ujang.id}")
    assert page.select(f"a[href='/relawan/{cast.ujang.id}/pengalihan']")
    assert not client_for("dewi").get(f"/pengaturan/pengguna/{cast.ujang.id}").select("a[href$='/pengalihan']")
