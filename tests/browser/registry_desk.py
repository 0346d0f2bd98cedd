"""What every journey through the registry does: go where a link leads, wait for the worker, save what comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tests.browser.desk import LAPTOP, PHONE, Desk

DEVICES = pytest.mark.parametrize(
    ("size", "scripts"),
    [
        pytest.param(LAPTOP, True, id="laptop"),
        pytest.param(PHONE, True, id="phone"),
        pytest.param(PHONE, False, id="phone-without-scripts"),
    ],
)
LONG = "Siti Nurhasana Kusumaningrum Puspita Rahayuningsih Wulandari"
RELOADS = 60


def careful(desk: Desk, username: str, path: str = "/") -> Desk:
    """Signed in, and axe looks at every page from the first one on."""
    desk.axe = True
    desk.sign_in(username, path)
    return desk


def follow(desk: Desk, where: Locator) -> None:
    """Press the first of these, whose name is only known in part, and look at the page behind it."""
    with desk.arriving():
        where.first.click()
    desk.page.wait_for_load_state("load")
    desk.look()


def wait_for(desk: Desk, text: str) -> None:
    """Until the worker is done: the page reloads itself, or somebody reloads it."""
    if desk.scripts:
        desk.expect_text(text)
        desk.page.wait_for_load_state("load")
    for _ in range(RELOADS):
        if text in desk.page.locator("main").inner_text():
            break
        desk.page.wait_for_timeout(250)
        with desk.arriving():
            desk.control("Muat ulang").click()
    desk.look()
    desk.expect_text(text)


def download(desk: Desk, name: str, folder: Path) -> Path:
    """Press the button of this name and keep the file that comes."""
    with desk.page.expect_download() as arriving:
        desk.control(name).click()
    file = folder / arriving.value.suggested_filename
    arriving.value.save_as(file)
    return file
