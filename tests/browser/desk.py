"""One person at one device: what they do, and what every page in front of them must keep."""

from __future__ import annotations

import os
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Dialog, Error, Page, Route, expect

from tests.cast import PASSWORD

NARROW = 320
GIVING_WAY = re.compile("context was destroyed|properties of null")
AXE_RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  const where = (one) => one.nodes.map((node) => node.html.slice(0, 160)).join(" | ");
  return found.violations.map((one) => `${one.id}: ${one.help}: ${where(one)}`);
}"""


@dataclass(frozen=True)
class Size:
    """A screen of the two that the program is made for."""

    width: int
    height: int
    touch: bool = False


LAPTOP = Size(1366, 768)
PHONE = Size(360, 640, touch=True)


class Desk:
    """A page of somebody's browser. `open` and `press` look at the page they arrive on."""

    def __init__(self, page: Page, size: Size, scripts: bool) -> None:
        self.page = page
        self.size = size
        self.scripts = scripts
        self.axe = False
        self.expects = {422}  # statuses of pages that are refusals and no faults
        self.complaints: list[str] = []
        self._second: Page | None = None
        page.on("console", self._note)
        page.on("pageerror", lambda error: self._complain(f"script error: {error}"))
        page.on("dialog", self._refuse)

    def sign_in(self, username: str, path: str = "/") -> None:
        """Through the form, as people do."""
        self.open(f"/masuk?lanjut={path}")
        self.fill_in(username)

    def fill_in(self, username: str) -> None:
        """The sign-in form that is on the screen."""
        self.page.get_by_label("Nama pengguna").fill(username)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.press("Masuk")

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, name: str, **where: Any) -> None:
        """Press the button or link of this name and wait for the page behind it."""
        with self.arriving():
            self.control(name, **where).click()
        self.page.wait_for_load_state("load")
        self.look()

    def control(self, name: str, *, within: str = "main") -> Any:
        """The one button or link with exactly this name."""
        place = self.page.locator(within)
        return place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True))

    def arriving(self) -> AbstractContextManager[Any]:
        """Wait until what is done inside has led to another page."""
        return self.page.expect_navigation(wait_until="load")

    def expect_text(self, text: str, css: str = "main") -> None:
        expect(self.page.locator(css)).to_contain_text(text, timeout=15_000)

    def wait_until(self, script: str) -> None:
        """Ask again and again; Playwright's own waiting would need eval, which our policy forbids."""
        for _ in range(60):
            if self.page.evaluate(script):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true on {self.page.url}: {script}")

    def look(self) -> None:
        """Whatever page this is: it fits the screen and axe finds nothing. Complaints fail the test when it ends."""
        self._fits()
        if self.axe:
            self._ask_axe()

    def _fits(self) -> None:
        widths = [self.size.width, NARROW] if self.size.touch else [self.size.width]
        for width in widths:
            self._resize(width)
            needed = self._measure("document.documentElement.scrollWidth")
            if needed > width:
                self._complain(f"{needed} px wide on a screen of {width}: {self._too_wide(width)}")
        self._resize(self.size.width)

    def _measure(self, script: str) -> Any:
        """The value of `script` on the page that stays: what we pressed may still be giving way to the next page."""
        for _ in range(30):
            try:
                return self.page.evaluate(script)
            except Error as problem:
                if not GIVING_WAY.search(str(problem)):
                    raise
                self.page.wait_for_timeout(100)
        raise AssertionError(f"no page stayed at {self.page.url}")

    def _resize(self, width: int) -> None:
        if self.page.viewport_size["width"] != width:
            self.page.set_viewport_size({"width": width, "height": self.size.height})

    def _too_wide(self, width: int) -> list[str]:
        script = """(width) => [...document.querySelectorAll("body *")]
          .filter((each) => each.getBoundingClientRect().right > width + 0.5 || each.scrollWidth > each.clientWidth + 1)
          .map((each) => each.outerHTML.slice(0, 120)).slice(0, 4)"""
        return self.page.evaluate(script, width)

    def _ask_axe(self) -> None:
        page = self.page if self.scripts else self._same_page_for_axe()
        self._measure("document.readyState")
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(Path(os.environ["PUSKESOS_TEST_AXE"]).read_text(encoding="utf-8"))
        for violation in page.evaluate(AXE_RUN):
            self._complain(violation)

    def _same_page_for_axe(self) -> Page:
        """What is on the screen, in a second browser where axe may run but our own scripts do not load."""
        if self._second is None:
            context = self.page.context.browser.new_context(viewport=self.page.viewport_size, reduced_motion="reduce")
            self._second = context.new_page()
            self._second.route("**/*", self._from_first)
        self._second.goto(self.page.url)
        return self._second

    def _from_first(self, route: Route) -> None:
        kind = route.request.resource_type
        if kind == "document":
            route.fulfill(body=self.page.content(), content_type="text/html; charset=utf-8")
        elif kind == "stylesheet":
            route.continue_()
        else:
            route.abort()

    def leave(self) -> None:
        """Close the browser."""
        for page in filter(None, (self.page, self._second)):
            page.context.close()

    def _note(self, message: ConsoleMessage) -> None:
        refused = any(f"status of {status}" in message.text for status in self.expects)
        if message.type in {"error", "warning"} and not refused:
            self._complain(f"{message.type}: {message.text}")

    def _refuse(self, dialog: Dialog) -> None:
        self._complain(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _complain(self, text: str) -> None:
        self.complaints.append(f"{self.page.url.split('/', 3)[-1]}: {text}")
