"""Makes and mends the program's own .venv with the standard library alone, so that a bare machine can run it.

Loaded by app.py from its path, never through the package. The stamp in .venv is written last, so that whatever was
interrupted is found and repaired by the next start.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CANNOT_PREPARE, INTERRUPTED = 2, 130
ENTERED = "PUSKESOS_ENTERED_VENV"
STAMP, UNFINISHED = "puskesos-stamp.json", "puskesos-unfinished"
VENV_PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
PANGO_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig"]
PANGO_LIBRARIES = ["pango-1.0", "pangoft2-1.0", "harfbuzz-subset"]
APT_OPTIONS = ["-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
LAST_LINES = 30


class CannotPrepare(Exception):
    """The machine could not be prepared; the message says in plain words what to do."""


def enter(root: Path, arguments: list[str]) -> int:
    """Return 0 inside a ready .venv, else prepare it and start app.py again there; other numbers are exit codes."""
    venv, wanted = root / ".venv", wanted_files(root, arguments)
    try:
        entered = os.environ.pop(ENTERED, "")
        if not is_ready(venv, wanted):
            with only_one(root):
                prepare(root, wanted)
        if Path(sys.prefix).resolve() == venv.resolve():
            return 0
        if entered:
            raise CannotPrepare(f"The environment in {venv} is not usable. Remove that folder and start again.")
        return start_again(python_of(venv), [str(root / "app.py"), *arguments])
    except KeyboardInterrupt:
        say("\nInterrupted. The next start goes on from here.")
        return INTERRUPTED
    except (CannotPrepare, OSError) as problem:
        say(str(problem))
        return CANNOT_PREPARE


def wanted_files(root: Path, arguments: list[str]) -> list[Path]:
    """The requirement files that this command needs; only `test` needs the heavier ones."""
    tests = arguments[:1] == ["test"] and not {"-h", "--help"} & set(arguments)
    return [root / "requirements.txt", *([root / "tests" / "requirements.txt"] if tests else [])]


def is_ready(venv: Path, wanted: list[Path]) -> bool:
    """Whether .venv is whole and was last filled from exactly these requirement files."""
    stamp = read_stamp(venv)
    return is_sound(venv) and all(stamp.get(stamp_key(path)) == fingerprint(path) for path in wanted)


def is_sound(venv: Path) -> bool:
    """False for a missing or half-made .venv, and for one whose Python went away or changed its minor version."""
    python = Path(os.path.realpath(python_of(venv)))
    if not python.exists() or (venv / UNFINISHED).exists():
        return False
    return not re.fullmatch(r"python3\.\d+", python.name) or (venv / "lib" / python.name).is_dir()


def python_of(venv: Path) -> Path:
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stamp_key(path: Path) -> str:
    return f"{path.parent.name}/{path.name}" if path.parent.name == "tests" else path.name


def read_stamp(venv: Path) -> dict[str, str]:
    try:
        return dict(json.loads((venv / STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def write_stamp(venv: Path, wanted: list[Path]) -> None:
    """Note that .venv now holds what these files ask for; other files keep what was noted."""
    stamp = read_stamp(venv) | {stamp_key(path): fingerprint(path) for path in wanted}
    (venv / STAMP).write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def prepare(root: Path, wanted: list[Path]) -> None:
    """Install what is missing: Debian packages, the .venv, its Python packages, and last the stamp."""
    venv = root / ".venv"
    if is_ready(venv, wanted):
        return
    say("Preparing Puskesos. This needs the internet and happens once.")
    sound = is_sound(venv)
    install_system_packages(needs_venv=not sound)
    if not sound:
        shutil.rmtree(venv, ignore_errors=True)
        venv.mkdir(parents=True, exist_ok=True)
    (venv / UNFINISHED).touch()
    if not sound:
        run_step("Making the Python environment .venv", [base_python(), "-m", "venv", str(venv)])
    install_requirements(venv, wanted)
    write_stamp(venv, wanted)
    (venv / UNFINISHED).unlink()


def install_requirements(venv: Path, wanted: list[Path]) -> None:
    pip = [str(python_of(venv)), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
    for path in wanted:
        pip += ["-r", str(path)]
    try:
        run_step("Installing Python packages (a minute or two)", pip)
    except CannotPrepare:
        (venv / UNFINISHED).unlink()  # pip undoes its own failures: what worked before still works
        raise


def install_system_packages(*, needs_venv: bool) -> None:
    """Bring in Debian's packages when allowed; without a way to make a .venv this raises, without Pango it goes on."""
    packages = missing_packages(needs_venv=needs_venv)
    permission = apt_permission()
    if packages and permission is not None:
        apt = [*permission, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        with contextlib.suppress(CannotPrepare):
            run_step("Reading the list of Debian packages", [*apt, "update", "-q"])
            run_step(f"Installing Debian packages ({' '.join(packages)})", [*apt, "install", *APT_OPTIONS, *packages])
        importlib.invalidate_caches()
        packages = missing_packages(needs_venv=needs_venv)
    if VENV_PACKAGE in packages:
        raise CannotPrepare(advice(packages, has_apt=bool(shutil.which("apt-get"))))
    if packages:
        say(advice(packages, has_apt=bool(shutil.which("apt-get"))))


def missing_packages(*, needs_venv: bool) -> list[str]:
    venv = [] if not needs_venv or importlib.util.find_spec("ensurepip") else [VENV_PACKAGE]
    return venv + ([] if has_pango() else PANGO_PACKAGES)


def advice(packages: list[str], *, has_apt: bool) -> str:
    """What to tell somebody on whose machine `packages` are missing and cannot be installed from here."""
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    if VENV_PACKAGE not in packages:
        remedy = f'Run as root:  sh -c "{command}"' if has_apt else "Install Pango 1.44 or newer."
        return f"Pango is missing, so papers open as print-ready pages instead of PDF. {remedy}"
    if has_apt:
        return f'This machine lacks Debian packages and may not install them itself. Run:\n  sudo sh -c "{command}"'
    return "This Python cannot make virtual environments (no ensurepip). Install a complete Python, then start again."


def has_pango() -> bool:
    """Whether the libraries that WeasyPrint loads are on this machine."""
    import ctypes.util

    def is_found(stem: str) -> bool:
        with contextlib.suppress(OSError):
            return bool(ctypes.CDLL(f"lib{stem}.so.0"))
        return any(ctypes.util.find_library(name) for name in (stem, f"lib{stem}-0"))

    return all(is_found(stem) for stem in PANGO_LIBRARIES)


def apt_permission() -> list[str] | None:
    """The words to put before apt-get: none for root, sudo when it asks no password; None when it is not allowed."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True).returncode == 0:
        return sudo
    return None


def run_step(words: str, command: list[str]) -> None:
    """Run quietly with one progress line; the last lines of the output are shown only when it fails."""
    say(f"  {words} ...", end=" ")
    started = time.monotonic()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        tail = done.stdout.decode(errors="replace").splitlines()[-LAST_LINES:]
        say("failed:", *("    " + line for line in tail), sep="\n")
        raise CannotPrepare(f"{words} did not work: see the lines above, mend the cause and start again.")
    say(f"{time.monotonic() - started:.0f} s")


@contextlib.contextmanager
def only_one(root: Path) -> Iterator[None]:
    """Hold a lock beside .venv, so that two first starts do not prepare it at once; released when the process ends."""
    with (root / ".venv.lock").open("w") as file:
        if os.name == "nt":
            _lock_on_windows(file.fileno())
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lock_on_windows(descriptor: int) -> None:
    msvcrt = importlib.import_module("msvcrt")
    while True:  # each try waits ten seconds
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
            return


def base_python() -> str:
    """The interpreter behind this one: a .venv must not be remade by its own Python."""
    return getattr(sys, "_base_executable", "") or sys.executable


def start_again(python: Path, arguments: list[str]) -> int:
    """Become .venv's Python; Windows has no exec, so there this process waits and passes on the code."""
    os.environ[ENTERED] = "1"
    command = [str(python), *arguments]
    if os.name == "nt":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.exit(subprocess.call(command))
    sys.stderr.flush()
    os.execv(command[0], command)


def say(*words: str, sep: str = " ", end: str = "\n") -> None:
    print(*words, sep=sep, end=end, file=sys.stderr, flush=True)
