"""The start on a bare machine: when .venv counts as ready, and what is said when the machine cannot be prepared."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import app
from puskesos import bootstrap
from puskesos.cli import COMMANDS, main
from puskesos.cli.testing import ROOM, Tool, left_out_sentence, memory_folder, pytest_command

ROOT = Path(app.__file__).parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with requirement files and a .venv that looks whole and freshly filled."""
    (tmp_path / "tests").mkdir()
    wanted = [tmp_path / "requirements.txt", tmp_path / "tests" / "requirements.txt"]
    for path in wanted:
        path.write_text("Flask==3.1.3\n")
    python = bootstrap.python_of(tmp_path / ".venv")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    library = Path(sys.executable).resolve().name
    (tmp_path / ".venv" / "lib" / library).mkdir(parents=True)
    bootstrap.write_stamp(tmp_path / ".venv", wanted)
    return tmp_path


def ready(checkout: Path, *arguments: str) -> bool:
    return bootstrap.is_ready(checkout / ".venv", bootstrap.wanted_files(checkout, list(arguments)))


@pytest.mark.parametrize("arguments", [["demo"], ["test", "-k", "x"]], ids=["a command", "the tests"])
def test_a_filled_environment_is_ready(checkout: Path, arguments: list[str]) -> None:
    assert ready(checkout, *arguments)


def test_changed_requirements_make_the_environment_not_ready(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("Flask==3.1.4\n")
    assert not ready(checkout, "demo")


def test_changed_test_requirements_concern_only_the_tests(checkout: Path) -> None:
    (checkout / "tests" / "requirements.txt").write_text("ruff==1\n")
    assert ready(checkout, "demo")
    assert ready(checkout, "test", "--help")
    assert not ready(checkout, "test")


def test_an_interrupted_preparation_is_repaired_next_time(checkout: Path) -> None:
    (checkout / ".venv" / bootstrap.UNFINISHED).touch()
    assert not bootstrap.is_sound(checkout / ".venv")


def test_an_environment_of_another_python_version_is_made_anew(checkout: Path) -> None:
    library = checkout / ".venv" / "lib"
    next(library.iterdir()).rename(library / "python3.8")
    assert not bootstrap.is_sound(checkout / ".venv")


def test_an_environment_whose_python_went_away_is_made_anew(checkout: Path) -> None:
    python = bootstrap.python_of(checkout / ".venv")
    python.unlink()
    python.symlink_to(checkout / "gone")
    assert not bootstrap.is_sound(checkout / ".venv")


@pytest.mark.parametrize("text", ["", "{", "[1]", "nul\x00"], ids=["empty", "cut off", "a list", "rubbish"])
def test_a_damaged_stamp_counts_as_none(checkout: Path, text: str) -> None:
    (checkout / ".venv" / bootstrap.STAMP).write_text(text)
    assert not ready(checkout, "demo")


def test_without_permission_the_exact_command_is_told() -> None:
    words = bootstrap.advice([bootstrap.VENV_PACKAGE, *bootstrap.PANGO_PACKAGES], has_apt=True)
    assert f"apt-get install -y --no-install-recommends {bootstrap.VENV_PACKAGE} libpango-1.0-0" in words
    assert "sudo" in words


def test_without_pango_alone_the_program_goes_on_with_one_sentence() -> None:
    words = bootstrap.advice(bootstrap.PANGO_PACKAGES, has_apt=True)
    assert "print-ready" in words
    assert "libharfbuzz-subset0" in words
    assert "\n" not in words


def test_without_apt_no_debian_command_is_told() -> None:
    for packages in ([bootstrap.VENV_PACKAGE], bootstrap.PANGO_PACKAGES):
        assert "apt-get" not in bootstrap.advice(packages, has_apt=False)


def test_a_failing_step_ends_with_a_sentence_and_its_output(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(bootstrap.CannotPrepare, match="Trying did not work"):
        bootstrap.run_step("Trying", [sys.executable, "-c", "raise SystemExit('no network')"])
    assert "no network" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("version", "complains"), [((3, 9), True), ((3, 11), False), ((3, 14), False)], ids=["old", "oldest allowed", "new"]
)
def test_only_an_old_python_is_refused(version: tuple[int, int], complains: bool) -> None:
    assert bool(app.python_complaint(version)) is complains


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    listed = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n    {name} " not in listed] == []


def test_an_unknown_command_is_wrong_use() -> None:
    with pytest.raises(SystemExit) as end:
        main(["dmeo"])
    assert end.value.code == 2


def test_what_the_tests_leave_out_is_said_in_one_line() -> None:
    missing = [Tool("chromium", "Chromium", "", "apt-get install chromium"), Tool("axe", "axe", "", "npm install")]
    assert left_out_sentence(missing) == "Left out for want of: Chromium (apt-get install chromium); axe (npm install)."
    assert left_out_sentence([]) == ""


def test_left_out_tests_are_deselected_by_their_marker() -> None:
    assert pytest_command(["axe", "vnu"], 1, ["-x"])[3:] == ["-m", "not axe and not vnu", "-x"]


def test_memory_is_used_only_where_it_has_room(tmp_path: Path) -> None:
    assert memory_folder(tmp_path, ROOM) == tmp_path
    assert memory_folder(tmp_path, ROOM - 1) is None
    assert memory_folder(tmp_path / "missing", ROOM) is None


def test_every_pin_is_exact() -> None:
    files = [ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"]
    lines = [line for path in files for line in path.read_text().splitlines()]
    assert [line for line in lines if "==" not in line and not line.startswith("#")] == []
