"""The sections of a person's copy about printed papers and about who looked at the data."""

from __future__ import annotations

from puskesos.documents.person_copy_blocks import Cell, Column, Section, Table, Told
from puskesos.queries.looks import Look


def printed(told: Told) -> Section:
    """Papers that were printed of this person's cases."""
    looks = [look for look in told.rows.looks if look.action == "printed"]
    return Section("printed", "Lembar yang pernah dicetak", tables=_look_tables(told, looks, "prints"))


def looks(told: Told) -> Section:
    """Who opened the data or worked on it: when, name, role, what, why (the trail of Pasal 32)."""
    return Section(
        "looks", "Siapa yang membuka atau mengubah data ini", tables=_look_tables(told, told.rows.looks, "looks")
    )


def _look_tables(told: Told, rows: list[Look], code: str) -> list[Table]:
    columns = (
        Column("at", "Waktu", 16),
        Column("officer", "Petugas", 16),
        Column("role", "Peran", 14),
        Column("what", "Yang dilakukan", 32),
        Column("reason", "Alasan", 22),
    )
    cells = [
        (
            told.moment(look.at),
            Cell(look.who),
            Cell(look.role),
            Cell(" ".join(part for part in (look.what, look.case_number) if part), look.action),
            Cell(told.hide(look.reason)),
        )
        for look in rows
    ]
    return [Table(code, "", columns, cells)] if cells else []
