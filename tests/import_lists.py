"""Lists for tests of imports: written as CSV, uploaded, and taken through the steps by the names of the steps."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from puskesos import clock
from puskesos.actions.import_columns import ColumnsEntry, choose_columns
from puskesos.actions.import_ending import end_dry_run
from puskesos.actions.import_rows import DryRun
from puskesos.actions.imports import apply_import, plan_version, start_import, undo_import
from puskesos.config import Settings
from puskesos.jobs.worker import run_waiting
from puskesos.models.imports import Import, ImportRow
from puskesos.models.job import Job
from puskesos.queries.import_matching import highest_person
from tests.cast import TODAY, Cast, viewer_of

DATA_ON = date(2026, 11, 1)
NAMED = ("nama", "nik", "kk", "shdk", "jk", "tgl lahir", "desa", "rt", "rw", "pekerjaan", "hp")
FIELDS = ("name", "nik", "kk", "household_role", "sex", "birth_date", "village", "rt", "rw", "occupation", "phone")


class Desk:
    """Ratna brings a list: `upload`, `check`, `apply`, `undo`; each runs the worker's part here."""

    def __init__(self, cast: Cast, settings: Settings) -> None:
        self.cast = cast
        self.settings = settings
        self.ratna = viewer_of(cast.ratna)

    def upload(self, rows: Sequence[Sequence[str]], titles: Sequence[str] = NAMED, **how: Any) -> Import:
        """A list of rows of text, read as far as its columns are known."""
        text = "\n".join(";".join(row) for row in [titles, *rows])
        usual = {"file_name": "daftar.csv", "name": "Daftar warga", "data_on": DATA_ON, "key": str(uuid.uuid4())}
        number = start_import(
            io.BytesIO(text.encode()), settings=self.settings, actor=self.ratna, now=clock.now(), **usual | how
        )
        self.work()
        return Import.get_by_id(number)

    def check(
        self,
        imp: Import,
        fields: Sequence[str] = FIELDS,
        updates: Sequence[str] = FIELDS,
        constants: Mapping[str, str] | None = None,
    ) -> Import:
        """The dry run with these meanings of the columns."""
        entry = ColumnsEntry(dict(enumerate(fields)), frozenset(updates), constants or {})
        choose_columns(imp, entry, actor=self.ratna, now=clock.now())
        self.work()
        return Import.get_by_id(imp.id)

    def checked(self, *rows: Sequence[str], **how: Any) -> Import:
        """Uploaded and dry run in one."""
        return self.check(self.upload(rows), **how)

    def judged(self, rows: Sequence[Sequence[str]], fields: Sequence[str], updates: Sequence[str], day: date) -> Import:
        """As after the dry run of a list: without file and reader, for tests of very many lists."""
        imp = Import.create(
            hub=self.cast.hub,
            name="Daftar warga",
            file_name="daftar.csv",
            data_on=day,
            state="diuji",
            columns=json.dumps(dict(enumerate(fields))),
            updates=json.dumps(list(updates)),
            created_by=self.ratna.id,
            created_at=clock.now(),
        )
        dry_run, highest = DryRun(imp, TODAY), highest_person()
        dry_run.write(dry_run.judge([(place, list(cells)) for place, cells in enumerate(rows, start=2)]))
        end_dry_run(imp, dry_run.counts, highest, actor=self.ratna, now=clock.now())
        return Import.get_by_id(imp.id)

    def apply(self, imp: Import) -> Import:
        apply_import(imp, version=plan_version(imp), actor=self.ratna, now=clock.now())
        self.work()
        return Import.get_by_id(imp.id)

    def undo(self, imp: Import) -> Import:
        later = clock.now() + timedelta(milliseconds=1)  # nobody corrects and takes back within one
        undo_import(imp, actor=self.ratna, now=later)
        self.work()
        return Import.get_by_id(imp.id)

    def work(self) -> None:
        run_waiting(self.settings)
        faults = [job.note for job in Job.select() if "gangguan" in job.note]
        assert not faults, faults


def row(name: str = "Siti Aminah", **known: str) -> list[str]:
    """A row of FIELDS; unnamed ones are those of a woman of Pantai Bahagia without numbers."""
    usual = {
        "name": name,
        "sex": "P",
        "birth_date": "17-08-1980",
        "village": "Pantai Bahagia",
        "rt": "001",
        "rw": "002",
    }
    values = usual | known
    return [values.get(field, "") for field in FIELDS]


def rows_of(imp: Import) -> list[ImportRow]:
    """All rows in the order of the file."""
    return list(ImportRow.select().where(ImportRow.of_import == imp.id).order_by(ImportRow.position))


def verdicts(imp: Import) -> list[str]:
    return [one.verdict for one in rows_of(imp)]
