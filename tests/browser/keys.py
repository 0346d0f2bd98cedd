"""Going through a page with the Tab key alone."""

from __future__ import annotations

from tests.browser.desk import Desk

MOST_TABS = 12


def go_to(desk: Desk, css: str, most: int = MOST_TABS) -> None:
    """Press Tab until the focus is there, which must not take long."""
    for _ in range(most):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("(css) => document.activeElement.matches(css)", css):
            return
    raise AssertionError(f"{css} is more than {most} tabs away; now at {focused(desk)}")


def focused(desk: Desk) -> str:
    """The beginning of the element that has the focus."""
    return desk.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
