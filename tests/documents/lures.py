"""What would notice a printer that fetches or reads: a server counting who knocks, a file that knows it was opened."""

from __future__ import annotations

import ctypes
import os
import socket
import threading
from contextlib import suppress
from pathlib import Path

SECRET = "ISI-BERKAS-RAHASIA"
READ, OPENED = 0x1, 0x20  # IN_ACCESS and IN_OPEN of inotify(7)
SHAPES = (
    '<img src="{0}">',
    '<img srcset="{0} 1x">',
    '<link rel="stylesheet" href="{0}">',
    '<link rel="attachment" href="{0}">',
    '<a rel="attachment" href="{0}">x</a>',
    '<object data="{0}"></object><embed src="{0}">',
    '<style>@import url("{0}");</style>',
    '<style>@font-face {{ font-family: Lain; src: url("{0}") }} p {{ font-family: Lain }}</style>',
    '<p style="background: url({0})">x</p><p style="content: url({0})">x</p>',
    '<svg><image href="{0}" width="9" height="9"/><use href="{0}#a"/></svg>',
    '<base href="{0}"><img src="y.png">',
    '"><script src="{0}"></script>',
)


class Listener:
    """A local server that only counts who knocks."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.hits = 0
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.hits += 1
            connection.close()

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self._thread.join()


class Canary:
    """A file that nobody may open, whatever becomes of what it says; also another process is noticed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "rahasia.txt"
        self.path.write_text(SECRET)
        library = ctypes.CDLL(None, use_errno=True)
        self._watch = library.inotify_init1(os.O_NONBLOCK)
        assert self._watch >= 0 and library.inotify_add_watch(self._watch, bytes(self.path), READ | OPENED) >= 0

    def was_opened(self) -> bool:
        """Whether somebody opened it since the last call."""
        with suppress(BlockingIOError):
            return bool(os.read(self._watch, 4096))
        return False

    def close(self) -> None:
        os.close(self._watch)


def payloads(*addresses: str) -> list[str]:
    """What somebody might type to make the printer fetch or read something."""
    return [shape.format(address) for address in addresses for shape in SHAPES]
