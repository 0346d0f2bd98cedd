"""How a job makes room: small pieces as soon as somebody else writes, large ones when it is alone."""

from __future__ import annotations

import subprocess
import sys

from puskesos.config import Settings
from puskesos.database import database
from puskesos.jobs.pace import LARGE, SMALL, Pace
from puskesos.models import Hub

WRITE = """
import sys
from sqlcipher3 import dbapi2

connection = dbapi2.connect(sys.argv[1])
connection.execute("UPDATE hub SET phone = '1'")
connection.commit()
"""


def test_pieces_are_large_alone_and_small_when_others_write(opened: Settings) -> None:
    pace = Pace()
    with pace.turn(), database.atomic():
        Hub.update(phone="2").execute()
    assert pace.rows == LARGE
    subprocess.run([sys.executable, "-c", WRITE, str(opened.database_file)], check=True)
    with pace.turn():
        pass
    assert pace.rows == SMALL
