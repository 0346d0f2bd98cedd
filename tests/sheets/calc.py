"""LibreOffice Calc as a person of the office has it: opens a file, reckons every formula anew, saves it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

PATIENCE = 180  # seconds
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def reckon_anew(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The workbooks by name as Calc saves them after reckoning (its setting "always", not what the file says)."""
    profile, given, saved = (folder / name for name in ("profil", "masuk", "keluar"))
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE)
    given.mkdir()
    for name, content in files.items():
        (given / f"{name}.xlsx").write_bytes(content)
    program = [os.environ["PUSKESOS_TEST_CALC"], f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    words = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(saved), *map(str, sorted(given.iterdir()))]
    subprocess.run([*program, *words], check=True, capture_output=True, timeout=PATIENCE, cwd=folder)
    return {name: (saved / f"{name}.xlsx").read_bytes() for name in files}
