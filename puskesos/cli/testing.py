"""`test`: finds the tools on this machine, leaves out what needs a missing one and says so; in CI that is a failure.

Tests carry the marker of the tool they need (pytest.ini) and find it in the environment variable named here.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from puskesos.bootstrap import PANGO_PACKAGES, has_pango
from puskesos.cli.testing_postgres import postgres_binaries, throwaway_postgres

HELP = "Run the tests that this machine can run. Unknown words are passed on to pytest: `test -k intake tests/views`."
PASSES_ON = True
ROOT = Path(__file__).resolve().parent.parent.parent
NODE_MODULES = ROOT / "tests" / "node_modules"
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
NPM = "npm install --prefix tests --no-package-lock --ignore-scripts"
LEFT_OUT_BY_FAST = {"slow", "postgres", "chromium", "axe", "vnu", "calc"}
FAILED = 1
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3


@dataclass(frozen=True)
class Tool:
    """Something the tests use: its pytest marker, where it is ("" when missing), and how to get it."""

    marker: str
    name: str
    found: str
    remedy: str

    @property
    def variable(self) -> str:
        return f"PUSKESOS_TEST_{self.marker.upper()}"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fast", action="store_true", help="leave out slow tests, browser, PostgreSQL, LibreOffice")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="tests running at the same time (2)")


def run(args: argparse.Namespace) -> int:
    """Answer with pytest's exit code, or 1 when CI would have to leave something out."""
    tools = find_tools(os.environ)
    missing = [tool for tool in tools if not tool.found]
    sentence = left_out_sentence(missing, fast=args.fast)
    if sentence and os.environ.get("CI") == "true":
        print(f"In CI nothing may be left out. {sentence}", file=sys.stderr)
        return FAILED
    markers = sorted({tool.marker for tool in missing} | (LEFT_OUT_BY_FAST if args.fast else set()))
    with _environment([tool for tool in tools if tool.marker not in markers]) as environment:
        code = subprocess.call(pytest_command(markers, args.jobs, args.rest), cwd=ROOT, env=environment)
    print(sentence or "Nothing was left out.", file=sys.stderr)
    return code


def find_tools(environment: dict[str, str] | os._Environ[str]) -> list[Tool]:
    """Every tool of the tests; a path or URL given in `environment` comes before what is found on the machine."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    axe, vnu = NODE_MODULES / "axe-core" / "axe.min.js", NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    tools = [
        Tool("postgres", "PostgreSQL", str(postgres_binaries() or ""), "apt-get install postgresql"),
        Tool("chromium", "Chromium", browser, "apt-get install chromium"),
        Tool("calc", "LibreOffice", shutil.which("soffice") or "", "apt-get install libreoffice-calc"),
        Tool("axe", "axe", str(axe) if axe.exists() else "", NPM),
        Tool("vnu", "the Nu checker", str(vnu) if vnu.exists() and java else "", _nu_remedy(java)),
        Tool("pango", "Pango", "yes" if has_pango() else "", f"apt-get install {' '.join(PANGO_PACKAGES)}"),
    ]
    return [Tool(tool.marker, tool.name, environment.get(tool.variable) or tool.found, tool.remedy) for tool in tools]


def left_out_sentence(missing: list[Tool], *, fast: bool = False) -> str:
    """One line: what is left out and how to get it; empty when nothing is."""
    if fast:
        return "Left out by --fast: browser, PostgreSQL, LibreOffice, checkers, slow tests; run without it."
    listed = "; ".join(f"{tool.name} ({tool.remedy})" for tool in missing)
    return f"Left out for want of: {listed}." if listed else ""


def pytest_command(left_out: list[str], jobs: int, rest: list[str]) -> list[str]:
    """The command line of pytest that leaves out the tests with these markers."""
    choice = ["-m", " and ".join(f"not {marker}" for marker in left_out)] if left_out else []
    parallel = ["-n", str(jobs)] if jobs > 1 else []
    return [sys.executable, "-m", "pytest", *parallel, *choice, *rest]


@contextlib.contextmanager
def _environment(tools: list[Tool]) -> Iterator[dict[str, str]]:
    """The environment for the tests; a PostgreSQL that is not given as a URL runs as long as this is open.

    Where memory has room for them, databases and files of the tests lie there: they live for one test.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    found = {tool.variable: tool.found for tool in tools if tool.found}
    with contextlib.ExitStack() as stack:
        memory = memory_folder()
        postgres = found.get("PUSKESOS_TEST_POSTGRES", "")
        if postgres and "://" not in postgres:
            found["PUSKESOS_TEST_POSTGRES"] = stack.enter_context(throwaway_postgres(Path(postgres), memory))
        if memory:
            found["TMPDIR"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="puskesos-test-", dir=memory))
        yield os.environ | found


def memory_folder(folder: Path = MEMORY, free: int | None = None) -> Path | None:
    """The folder in memory, where the machine has one with ROOM in which programs may run; `free` in bytes."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return None
    system = os.statvfs(folder)
    room = system.f_bavail * system.f_frsize if free is None else free
    return folder if room >= ROOM and not system.f_flag & os.ST_NOEXEC else None


def _nu_remedy(java: str | None) -> str:
    return NPM if java else f"apt-get install default-jre-headless && {NPM}"
