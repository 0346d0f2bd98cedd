"""The copy for the person (salinan data, UU 27/2022 Pasal 32): the same sections on paper, on screen and in JSON.

Third parties are blacked out before anything is drawn, so that no layer of a file still holds them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from puskesos.documents import person_copy_blocks as blocks
from puskesos.documents import person_copy_cases as case_blocks
from puskesos.documents import person_copy_looks as look_blocks
from puskesos.documents.paper import Imprint, Letterhead, clock_time, imprint, letterhead, render
from puskesos.documents.person_copy_blocks import Cell, Section, Table, Told
from puskesos.documents.printing import print_pdf
from puskesos.formatting import show_any_phone
from puskesos.models.hub import Hub
from puskesos.queries.person_copy import PersonRows
from puskesos.rules.blackout import Blackout
from puskesos.rules.dates import MONTHS
from puskesos.rules.names import fold_name

FORMAT = "puskesos-salinan-1"
MOST_PAGES = 60
MOST_DOUBTFUL = 24
# With a capital, and nobody's name.
ORDINARY = """Puskesos Puskesmas Dinsos Dinas Sosial Disdukcapil Dapodik Polsek Kabupaten Kecamatan Desa Kelurahan
Kampung Jalan Triwulan Sembako Senin Selasa Rabu Kamis Jumat Sabtu Minggu Kartu Keluarga Kesehatan Indonesia Sehat
Pintar Jaminan Rumah Sakit Tetangga Orang Nenek Kakek Suami Istri Adik Kakak Warga"""


@dataclass(frozen=True)
class CopyFile:
    """What a copy is made of: rows read once, the words the koordinator adds, how the asker was checked, by whom."""

    hub: Hub
    rows: PersonRows
    words: list[str]
    checked: str
    made_by: str
    now: datetime

    @property
    def name(self) -> str:
        """What the copy is called, without the person's name."""
        return f"salinan-data-{self.rows.person.uuid[:8]}"


@dataclass(frozen=True)
class PersonCopy:
    """Ready texts in printing order; `doubtful` are words left in them that may be names."""

    head: Letterhead
    imprint: Imprint
    facts: list[tuple[str, str]]
    sections: list[Section]
    ask: str
    doubtful: list[str]


def person_copy_html(file: CopyFile, *, screen: bool = False) -> str:
    """The copy for the worker, or for a browser to print (`screen`)."""
    copy = build_copy(file)
    return render(
        "salinan", "Salinan data pribadi", copy.imprint, screen=screen, copy=copy, person_id=file.rows.person.id
    )


def person_copy_pdf(file: CopyFile) -> bytes:
    """PDF bytes. Raises PrintingUnavailable, or TooManyPages beyond MOST_PAGES."""
    return print_pdf(person_copy_html(file), most_pages=MOST_PAGES)


def person_copy_json(file: CopyFile) -> bytes:
    """The copy for programs, in the shape that README describes under `puskesos-salinan-1`; UTF-8."""
    copy, zone = build_copy(file), ZoneInfo(file.hub.zone)
    told = {
        "format": FORMAT,
        "made_at": file.now.astimezone(zone).isoformat(timespec="seconds"),
        "made_by": file.made_by,
        "hub": file.hub.name,
        "identity_checked": file.checked,
        "sections": [_section(section) for section in copy.sections],
        "corrections": copy.ask,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def build_copy(file: CopyFile) -> PersonCopy:
    """Turn rows into ready texts without third parties."""
    hub, rows, blackout = file.hub, file.rows, _blackout(file)
    told = Told(rows, hub.zone, blackout.apply)
    sections = [
        blocks.identity(told),
        blocks.address(told),
        blocks.welfare(told),
        blocks.household(told),
        blocks.memberships(told),
        blocks.corrections(told),
        *case_blocks.cases(told),
        look_blocks.printed(told),
        look_blocks.looks(told),
    ]
    return PersonCopy(
        head=letterhead(hub),
        imprint=imprint(hub, file.name, restricted=False, printed_by=file.made_by, now=file.now),
        facts=[
            ("Dibuat untuk", rows.person.name),
            ("Dibuat pada", clock_time(file.now, hub.zone)),
            ("Dibuat oleh", file.made_by),
            ("Pemeriksaan", file.checked),
        ],
        sections=sections,
        ask=_how_to_correct(hub),
        doubtful=_doubtful(file, blackout),
    )


def _blackout(file: CopyFile) -> Blackout:
    rows, person = file.rows, file.rows.person
    others = [name for one in rows.others for name in (one.name, one.alias) if name]
    reporters = [*rows.reporters, *(name for one in rows.cases for name in case_blocks.earlier_reporters(one))]
    kk = person.household.kk if person.household_id else ""
    before = [text for one in rows.changes if one.field in {"nik", "phone"} for text in (one.old, one.new)]
    called = [text for one in rows.changes if one.field in {"name", "alias"} for text in (one.old, one.new)]
    numbers = [person.nik, kk, person.phone, *before, *(one.card_number for one in rows.memberships)]
    numbers += [one.case.number for one in rows.cases]
    return Blackout(
        [*others, *reporters],
        own=[person.name, person.alias, *called, *rows.merged_names],
        words=file.words,
        own_numbers=[number for number in numbers if number],
        officers=rows.officers.values(),
    )


def _doubtful(file: CopyFile, blackout: Blackout) -> list[str]:
    """Words of the texts as they leave that may still be names, for the koordinator to judge."""
    rows, hub = file.rows, file.hub
    known = " ".join([ORDINARY, *MONTHS, *rows.villages.values(), hub.district, hub.regency, hub.name])
    agencies = (decision.agency for one in rows.cases for decision in one.decisions)
    known = " ".join([known, *agencies, *(one.case.service.name for one in rows.cases)])
    ordinary = set(fold_name(known).split())
    words = (word for text in _texts(rows) for word in blackout.doubtful(blackout.apply(text), ordinary))
    return list(dict.fromkeys(words))[:MOST_DOUBTFUL]


def _texts(rows: PersonRows) -> Iterator[str]:
    yield rows.person.landmark
    for one in rows.cases:
        yield from (one.case.story, one.case.wish, one.case.result_text)
        for visit in one.visits:
            yield f"Bertemu {visit.met_whom}. {case_blocks.visit_words(visit, rows.person)}\n{visit.next_step}"
        yield from (event.text for event in one.events if event.kind == "catatan")
        yield from (decision.text for decision in one.decisions)


def _how_to_correct(hub: Hub) -> str:
    phone = f", atau telepon/WA {show_any_phone(hub.phone)}" if hub.phone else ""
    hours = f" ({hub.opening_hours})" if hub.opening_hours else ""
    return (
        f"Ada yang keliru? Datang ke {hub.name}{hours}{phone}. Tunjukkan lembar ini; pembetulan tidak dipungut biaya."
    )


def _section(section: Section) -> dict[str, object]:
    facts = [_cell(fact.code, fact.label, fact.cell.machine, fact.cell.text) for fact in section.facts]
    return {
        "section": section.code,
        "title": section.title,
        "fields": facts,
        "tables": [_table(table) for table in section.tables],
    }


def _cell(code: str, label: str, value: object, text: str) -> dict[str, object]:
    return {"field": code, "label": label, "value": value} | ({"text": text} if text != value else {})


def _table(table: Table) -> dict[str, object]:
    return {
        "table": table.code,
        "title": table.title,
        "columns": [{"field": column.code, "label": column.label} for column in table.columns],
        "rows": [_row(table, row) for row in table.rows],
    }


def _row(table: Table, row: tuple[Cell, ...]) -> dict[str, object]:
    """Values by field; where people read something else than the value, that stands beside it as `…_text`."""
    told: dict[str, object] = {}
    for column, cell in zip(table.columns, row, strict=True):
        told[column.code] = cell.machine if cell.text else None
        if cell.text and cell.text != cell.machine:
            told[f"{column.code}_text"] = cell.text
    return told
