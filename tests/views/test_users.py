"""Workers of the hub: list, new, change, one-time password; and nobody locked out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Assignment, AuditEntry, Case, LoginSession, User
from puskesos.queries.user_list import villages_of
from puskesos.security.passwords import verify_password
from tests.cast import Cast, make_assignment
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
LIST, NEW = "/pengaturan/pengguna", "/pengaturan/pengguna/baru"


def add(client: PageClient, expect: int = 200, **typed: object) -> Page:
    usual = {"name": "Wahyu", "username": "wahyu", "roles": ["fo"]}
    return client.fill(client.get(NEW), f"form[action='{NEW}']", _expect=expect, **usual | typed)


def change(client: PageClient, user: User, expect: int = 303, **typed: object) -> Page:
    path = f"{LIST}/{user.id}"
    return client.fill(client.get(path), f"form[action='{path}']", _expect=expect, **typed)


def test_the_list_shows_everybody_of_the_hub_and_nobody_else(cast: Cast, client_for: SignIn) -> None:
    page = client_for("ratna").get(LIST)
    assert page.texts("tbody td:first-child") == ["Bayu", "Dewi", "Ratna", "Sari", "Tono", "Ujang"]
    assert "Pantai Bahagia" in page.text(f"#user-row-{cast.ujang.id}")
    assert "Citra" not in page


def test_the_search_narrows_the_list_as_page_and_as_fragment(cast: Cast, client_for: SignIn) -> None:
    client = client_for("dewi")
    assert client.get(f"{LIST}?cari=relawan bahagia").texts("tbody td:first-child") == ["Ujang"]
    fragment = client.get(f"{LIST}?cari=zzz", fragment=True)
    assert "Tidak ada pengguna yang cocok" in fragment.text("#user-list")


def test_a_new_user_gets_a_one_time_password_that_works(cast: Cast, client_for: SignIn) -> None:
    page = add(client_for("ratna"), roles=["psm"], villages=[str(cast.bahagia.id)], username="Wahyu")
    user = User.get(User.username == "wahyu")
    password = page.text("dd .number")
    assert verify_password(user.password_hash, password) and user.must_change_password
    assert villages_of(user.id) == [cast.bahagia.id]
    entry = AuditEntry.get(AuditEntry.action == "user_created")
    assert (entry.actor_id, entry.object_id) == (cast.ratna.id, str(user.id))
    assert password not in entry.detail


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"name": ""}, "name", "Isi nama."),
        ({"username": "sari"}, "username", "Nama pengguna ini sudah dipakai."),
        ({"username": "citra"}, "username", "Nama pengguna ini sudah dipakai."),
        ({"username": "wa hyu"}, "username", "3 sampai 30 huruf kecil"),
        ({"roles": []}, "roles", "Pilih paling sedikit satu peran."),
        ({"roles": ["raja"]}, "roles", "Pilih peran dari daftar."),
        ({"roles": ["bo"]}, "area", "Pilih bidang untuk back office."),
        ({"roles": ["psm"]}, "villages", "Pilih desa/kelurahan tempat relawan bertugas."),
        ({"roles": ["psm"], "villages": ["999999999"]}, "villages", "Pilih desa/kelurahan dari daftar."),
        ({"phone": "nol delapan"}, "phone", "Nomor HP diawali 08"),
    ],
    ids=["name", "taken", "taken-there", "space", "no-role", "odd-role", "area", "village", "odd-village", "phone"],
)
def test_what_is_wrong_is_said_at_the_field(
    cast: Cast, client_for: SignIn, typed: dict[str, object], field: str, message: str
) -> None:
    page = add(client_for("ratna"), expect=422, **typed)
    assert message in page.text(f"#{field}-error")
    assert not User.select().where(User.name == "Wahyu").exists()


def test_a_change_is_stored_and_audited_once(cast: Cast, client_for: SignIn) -> None:
    client = client_for("dewi")
    assert change(client, cast.sari, phone="0812 3456 7890", roles=["fo", "bo"], area="kesehatan").location == LIST
    change(client, cast.sari)
    sari = User.get_by_id(cast.sari.id)
    assert (sari.roles, sari.area, sari.phone) == ("fo,bo", "kesehatan", "0812 3456 7890")
    details = [row.detail for row in AuditEntry.select().where(AuditEntry.action == "user_changed")]
    assert details == ['{"fields": "roles, area, phone", "username": "sari"}']


def test_a_deactivated_user_is_signed_out_at_once(cast: Cast, client_for: SignIn) -> None:
    sari, ratna = client_for("sari"), client_for("ratna")
    sari.get("/akun")
    change(ratna, cast.sari, active=False)
    assert sari.get("/akun", expect=303).location.startswith("/masuk")


@pytest.mark.parametrize("typed", [{"active": False}, {"roles": ["fo"]}], ids=["deactivate", "no volunteer"])
@pytest.mark.parametrize("username", ["ratna", "dewi"])
def test_a_volunteer_who_stops_leaves_no_task_behind(
    cast: Cast, client_for: SignIn, username: str, typed: dict[str, object]
) -> None:
    tasks = [make_assignment(cast), make_assignment(cast)]
    client = client_for(username)
    refused = change(client, cast.ujang, 422, **typed)
    assert "Ujang masih memegang 2 tugas" in refused.text(".errors")
    assert len(refused.select(f"a[href='/papan?relawan={cast.ujang.id}']")) == (username == "ratna")
    assert User.get_by_id(cast.ujang.id).active and {one.state for one in Assignment.select()} == {"ditugaskan"}
    said = client.follow(change(client, cast.ujang, withdraw=True, **typed))
    assert "kasusnya menunggu relawan lain" in said
    assert {(one.state, one.reason) for one in Assignment.select()} == {("batal", "Relawan tidak aktif lagi.")}
    assert all(Case.get_by_id(one.case_id).awaits_assignment for one in tasks)
    entry = AuditEntry.get(AuditEntry.action == "user_changed")
    assert "tasks" in entry.detail and AuditEntry.select().where(AuditEntry.action == "assignment_moved").count() == 2


def test_nothing_is_withdrawn_from_who_goes_on_working(cast: Cast, client_for: SignIn) -> None:
    make_assignment(cast)
    change(client_for("ratna"), cast.ujang, withdraw=True, phone="081234567890")
    assert Assignment.get().state == "ditugaskan"


def test_who_was_blocked_with_tasks_can_be_relieved_later(cast: Cast, client_for: SignIn) -> None:
    make_assignment(cast)
    User.update(active=False).where(User.id == cast.ujang.id).execute()
    change(client_for("dewi"), cast.ujang, withdraw=True)
    assert Assignment.get().state == "batal"


def test_a_lost_role_closes_its_pages_at_once(cast: Cast, client_for: SignIn) -> None:
    dewi, ratna = client_for("dewi"), client_for("ratna")
    change(dewi, cast.ratna, expect=422, roles=["fo"])
    add(dewi, roles=["koordinator"])
    ratna.get(LIST)
    change(dewi, cast.ratna, roles=["fo"])
    ratna.get(LIST, expect=403)


@pytest.mark.parametrize("typed", [{"active": False}, {"roles": ["fo"]}], ids=["deactivate", "demote"])
@pytest.mark.parametrize(("actor", "person"), [("dewi", "ratna"), ("ratna", "dewi"), ("ratna", "ratna")])
def test_nobody_locks_the_hub_or_themselves_out(
    cast: Cast, client_for: SignIn, actor: str, person: str, typed: dict[str, object]
) -> None:
    change(client_for(actor), getattr(cast, person), expect=422, **typed)
    kept = User.get(User.username == person)
    assert kept.active and kept.roles == getattr(cast, person).roles


def test_a_reset_password_is_shown_once_and_ends_the_sessions(cast: Cast, client_for: SignIn) -> None:
    sari, ratna = client_for("sari"), client_for("ratna")
    sari.get("/akun")
    edit = ratna.get(f"{LIST}/{cast.sari.id}")
    page = ratna.fill(edit, f"form[action='{LIST}/{cast.sari.id}/kata-sandi']", _expect=200)
    user = User.get_by_id(cast.sari.id)
    assert verify_password(user.password_hash, page.text("dd .number")) and user.must_change_password
    assert not LoginSession.select().where(LoginSession.user == user, LoginSession.revoked_at.is_null()).exists()
    assert sari.get("/akun", expect=303).location.startswith("/masuk")


def test_the_own_password_is_not_reset_here(cast: Cast, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    assert "Akun" in ratna.post(f"{LIST}/{cast.ratna.id}/kata-sandi", expect=422)
    assert not ratna.get(f"{LIST}/{cast.ratna.id}").select("form[action$='/kata-sandi']")


@pytest.mark.parametrize("username", ["sari", "bayu", "ujang"])
def test_other_roles_may_not_see_or_change_users(cast: Cast, client_for: SignIn, username: str) -> None:
    client = client_for(username)
    for path in (LIST, NEW, f"{LIST}/{cast.sari.id}"):
        client.get(path, expect=403)
    client.post(f"{LIST}/{cast.sari.id}/kata-sandi", expect=403)


def test_users_of_another_hub_are_not_found(cast: Cast, client_for: SignIn) -> None:
    citra = client_for("citra")
    citra.get(f"{LIST}/{cast.sari.id}", expect=404)
    citra.post(f"{LIST}/{cast.sari.id}/kata-sandi", expect=404)
    citra.get(f"{LIST}/{'9' * 30}", expect=404)


def test_strangers_go_to_sign_in_and_passwords_are_not_reset_by_get(
    cast: Cast, anonymous: PageClient, client_for: SignIn
) -> None:
    assert anonymous.get(LIST, expect=303).location.startswith("/masuk")
    client_for("ratna").get(f"{LIST}/{cast.sari.id}/kata-sandi", expect=405)
