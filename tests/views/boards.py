"""What a board on the screen knows."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.page_client import Page


def digests_of(board: Page) -> str:
    """What the script sends along with a move, for the end of an address: how the columns on the screen stand."""
    return "&d=" + parse_qs(urlsplit(str(board.one("#board-pulse")["hx-get"])).query)["d"][0]
