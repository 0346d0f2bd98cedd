"""Bantuan: every role reads its day, the words are those of the screens, and each picture is there and small."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from puskesos.cli import COMMANDS
from puskesos.cli.picture_list import SIZES, Picture
from puskesos.cli.picture_papers import PICTURES
from puskesos.cli.pictures import FOLDER, MOST_BYTES, find_tools, save_small
from puskesos.config import ROOT
from puskesos.errors import StartRefused
from puskesos.rules.case_path import TRANSITIONS, CaseState
from puskesos.rules.roles import Role
from tests.cast import Cast
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
PEOPLE = {"koordinator": "ratna", "fo": "sari", "bo": "bayu", "psm": "ujang", "admin": "dewi"}
CHAPTERS = [str(role) for role in Role]


@pytest.mark.parametrize("role", CHAPTERS)
def test_the_own_role_stands_first_and_all_others_follow(cast: Cast, client_for: SignIn, role: str) -> None:
    page = client_for(PEOPLE[role]).get("/bantuan")
    links = [link["href"] for link in page.select("main .results a")]
    assert links[0] == f"/bantuan/{role}"
    assert sorted(links) == sorted(f"/bantuan/{chapter}" for chapter in CHAPTERS)
    assert len(page.select("main .results .badge")) == 1


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_opens_for_everybody_and_its_links_lead_somewhere(
    cast: Cast, client_for: SignIn, chapter: str
) -> None:
    client = client_for("ujang")
    page = client.get(f"/bantuan/{chapter}")
    for link in page.select("main a[href]"):
        path, mark = urlsplit(link["href"]).path, urlsplit(link["href"]).fragment
        if path.startswith("/static/"):
            continue
        reached = client.get(path) if path else page
        assert not mark or reached.select(f"#{mark}"), f"{link['href']} leads nowhere"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_pictures_have_words_a_size_and_wait_until_they_are_seen(cast: Cast, client_for: SignIn, chapter: str) -> None:
    for picture in client_for("sari").get(f"/bantuan/{chapter}").select("main img"):
        assert len(picture["alt"]) > 30
        assert picture["loading"] == "lazy"
        with Image.open(FOLDER / _name(picture["src"])) as image:
            assert image.width * int(picture["height"]) == image.height * int(picture["width"])


def test_pages_show_every_picture_that_is_made_and_no_other(cast: Cast, client_for: SignIn) -> None:
    client = client_for("sari")
    shown = [picture["src"] for chapter in CHAPTERS for picture in client.get(f"/bantuan/{chapter}").select("main img")]
    made = {f"{picture.name}.webp" for picture in PICTURES}
    assert {_name(address) for address in shown} == made == {file.name for file in FOLDER.iterdir()}
    assert len(shown) == len(made)


@pytest.mark.parametrize("picture", PICTURES, ids=[picture.name for picture in PICTURES])
def test_a_picture_is_light_and_has_the_shape_of_its_screen(picture: Picture) -> None:
    file = FOLDER / f"{picture.name}.webp"
    assert file.stat().st_size <= MOST_BYTES
    with Image.open(file) as image:
        assert image.width * SIZES[picture.shape][1] == image.height * SIZES[picture.shape][0]


def test_a_restless_picture_is_saved_small_all_the_same(tmp_path: Path) -> None:
    noise = Image.effect_noise((1366, 768), 12)
    noise.save(tmp_path / "noise.png")
    assert save_small((tmp_path / "noise.png").read_bytes(), tmp_path / "noise.webp", limit=400_000) <= 400_000


def test_without_a_browser_the_command_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("PUSKESOS_TEST_CHROMIUM", raising=False)
    with pytest.raises(StartRefused, match="apt-get install chromium"):
        find_tools()


def test_a_picture_that_looks_the_same_is_left_alone(tmp_path: Path) -> None:
    source, target = FOLDER / "fo-kasus.webp", tmp_path / "kasus.webp"
    with Image.open(source) as image:
        image.save(tmp_path / "same.png")
        image.paste("black", (600, 300, 620, 312))
        image.save(tmp_path / "changed.png")
    target.write_bytes(source.read_bytes())
    save_small((tmp_path / "same.png").read_bytes(), target)
    assert target.read_bytes() == source.read_bytes()
    save_small((tmp_path / "changed.png").read_bytes(), target)
    assert target.read_bytes() != source.read_bytes()


@pytest.mark.chromium
@pytest.mark.slow
def test_every_picture_can_be_taken_anew(tmp_path: Path) -> None:
    command = "import sys; from puskesos.cli import main; sys.exit(main(sys.argv[1:]))"
    arguments = [sys.executable, "-c", command, "pictures", "--to", str(tmp_path)]
    outcome = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    assert {file.name for file in tmp_path.iterdir()} == {f"{picture.name}.webp" for picture in PICTURES}


def test_the_table_of_states_is_the_table_of_steps(cast: Cast, client_for: SignIn) -> None:
    page = client_for("ratna").get("/bantuan")
    rows = page.texts("#status tbody tr")
    assert [row for row, state in zip(rows, CaseState, strict=True) if not row.startswith(state.label)] == []
    assert sum(row.count("→") for row in rows) == len(TRANSITIONS)


@pytest.mark.parametrize("chapter", ["", *(f"/{chapter}" for chapter in CHAPTERS)], ids=["index", *CHAPTERS])
def test_the_tone_is_polite_and_without_anda(cast: Cast, client_for: SignIn, chapter: str) -> None:
    words = _words(client_for("sari").get(f"/bantuan{chapter}"))
    assert words.isdisjoint({"anda", "cacat", "gila", "klik", "input", "user", "login", "logout", "error"})


@pytest.mark.parametrize(
    ("chapter", "topic"),
    [
        ("fo", "NIK kurang"),
        ("fo", "Salah tulis"),
        ("bo", "Kasus terbatas"),
        ("psm", "Tidak ada sinyal"),
        ("psm", "Listrik mati"),
        ("koordinator", "Sesi habis"),
        ("admin", "Pulihkan dari cadangan"),
    ],
)
def test_trouble_is_answered_where_it_is_met(cast: Cast, client_for: SignIn, chapter: str, topic: str) -> None:
    assert topic in client_for("sari").get(f"/bantuan/{chapter}").text("summary, h2")


def test_the_commands_for_the_admin_exist(cast: Cast, client_for: SignIn) -> None:
    commands = client_for("dewi").get("/bantuan/admin").texts("code")
    named = {words.split()[2] for words in commands if words.startswith("python3 app.py ")}
    assert {"backup", "restore", "doctor", "migrate"} <= named <= set(COMMANDS)


def test_unknown_chapters_are_not_found_and_strangers_sign_in_first(
    cast: Cast, client_for: SignIn, anonymous: PageClient
) -> None:
    client_for("sari").get("/bantuan/kepala", expect=404)
    for path in ("/bantuan", "/bantuan/fo"):
        assert anonymous.get(path, expect=303).location.startswith("/masuk")


def _name(address: str) -> str:
    return urlsplit(address).path.rsplit("/", 1)[-1]


def _words(page: Page) -> set[str]:
    """The words for people; commands are English."""
    for command in page.select("code"):
        command.decompose()
    return set(re.findall(r"[a-z]+", page.text("main").lower()))
