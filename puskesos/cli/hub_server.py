"""What `demo` and `serve` do: one waitress server, the practice hub or the real one behind it."""

from __future__ import annotations

import argparse
import errno
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

from puskesos import clock, create_app
from puskesos.actions.setup import ensure_setup_code
from puskesos.config import Settings, load_settings
from puskesos.database import connected, open_database
from puskesos.errors import StartRefused
from puskesos.migrating import applied, migrate, pending, refuse_newer
from puskesos.queries.hub import only_hub

PRACTICE_ZONE = "Asia/Jakarta"


def run_demo(args: argparse.Namespace) -> int:
    """The practice hub until Ctrl-C; the exit code."""
    with _ends_cleanly(), _practice_folder(args.data) as folder:
        settings = load_settings(folder, host=args.host, port=args.port, practice=True, https=False, database_url="")
        with _listening(settings) as door:
            _prepare_practice(settings)
            _answer(settings, door, "Practice hub: invented people only. Every password is latihan-hub.")
    return 0


def run_hub(args: argparse.Namespace) -> int:
    """The real hub until Ctrl-C; the exit code."""
    settings = load_settings(args.data, host=args.host, port=args.port, practice=False)
    with _ends_cleanly(), _listening(settings) as door:
        prepare_hub(settings)
        code = ensure_setup_code(settings)
        words = f"No hub yet. Open the address above with /pasang and type this code: {code}" if code else ""
        _answer(settings, door, words)
    return 0


# With HTTPS a proxy on this machine speaks to the browsers; only its word counts for their address and scheme.
BEHIND_PROXY = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
    "clear_untrusted_proxy_headers": True,
}


def prepare_hub(settings: Settings) -> None:
    """Open the real hub's database, migrating an empty one. Raises StartRefused when it must not be served."""
    open_database(settings)
    with connected():
        seen, waiting = applied(), pending()
    refuse_newer(seen)
    if not seen:
        migrate(settings, backup=False)
    elif waiting:
        raise StartRefused("This version needs a changed database. Run this first: python3 app.py migrate")
    with connected():
        hub = only_hub()
    if hub is not None and hub.practice:
        raise StartRefused(f"{settings.data} holds a practice hub. Start it with: python3 app.py demo --data DIR")


def _prepare_practice(settings: Settings) -> None:
    """A practice hub that is there is used as it stands; anything else there is refused; an empty folder is filled."""
    if not settings.database_file.exists():
        from puskesos.practice.folder import fill_folder

        fill_folder(settings, clock.today(PRACTICE_ZONE), _say)
        open_database(settings)
        return
    open_database(settings)
    with connected():
        hub = only_hub() if applied() else None
    if hub is None or not hub.practice:
        raise StartRefused(f"{settings.data} holds no practice hub. Choose an empty folder for --data.")
    migrate(settings, backup=False)


@contextmanager
def _practice_folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept
        return
    folder = Path(tempfile.mkdtemp(prefix="puskesos-latihan-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """The port, taken before any work is done. Raises StartRefused with what to do when it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        door = socket.create_server((settings.host, settings.port), family=family)
    except (OSError, OverflowError) as problem:
        taken = getattr(problem, "errno", 0) == errno.EADDRINUSE
        reason = "is used by another program" if taken else f"cannot be opened ({problem})"
        words = f"Port {settings.port} on {settings.host} {reason}. Choose another one: --port 8001"
        raise StartRefused(words) from problem
    with door:
        yield door


def _answer(settings: Settings, door: socket.socket, words: str) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    import waitress

    from puskesos.documents.printing import stop_printing, warm_up
    from puskesos.jobs.launching import resume_work, stop_workers
    from puskesos.jobs.regular import keep_asking
    from puskesos.security.looks import finish_looks
    from puskesos.threads import calm_collector, warm_threads

    app, regular = create_app(settings), Event()
    server = waitress.create_server(
        app,
        sockets=[door],
        _dispatcher=warm_threads(settings.threads),
        ident="",
        **(BEHIND_PROXY if settings.https else {}),
        max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],  # a little too large gets our own sentence
    )
    try:
        with suppress(KeyboardInterrupt):  # the usual end; once it runs, waitress catches it itself
            _greet(door, words)
            warm_up()
            resume_work(settings)
            regular = keep_asking(settings)
            calm_collector()
            server.run()
    finally:
        regular.set()
        server.close()
        finish_looks()
        stop_workers()
        stop_printing()


def _greet(door: socket.socket, words: str) -> None:
    host, port = door.getsockname()[:2]
    _say(f"http://{f'[{host}]' if ':' in host else host}:{port}")
    if words:
        _say(words)
    _say("Stop with Ctrl-C.")


@contextmanager
def _ends_cleanly() -> Iterator[None]:
    """SIGTERM ends the program as Ctrl-C does: the server closes, the PDF worker ends, the throw-away folder goes."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _say(line: str) -> None:
    print(line, flush=True)
