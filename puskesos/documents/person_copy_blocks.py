"""The sections of a person's copy: what the hub holds, as facts and tables that paper, screen and JSON show alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from puskesos.formatting import show_any_phone, show_date, show_moment, show_place, show_short_date
from puskesos.models.person import Membership, PersonChange
from puskesos.queries.hub import names_of_programs
from puskesos.queries.person_copy import PersonRows
from puskesos.rules.nik import mask_number
from puskesos.rules.person import FIELD_LABELS, ChangeSource, MembershipStatus, code_label

DAYS = frozenset({"birth_date", "status_on", "decile_on"})
NUMBERS = frozenset({"nik", "kk", "card_number"})
FREE_TEXT = frozenset({"landmark", "status_note"})


@dataclass(frozen=True)
class Cell:
    """One value: `text` as people read it, `value` as programs do (ISO dates, codes); the text when there is none."""

    text: str
    value: object = None

    @property
    def machine(self) -> object:
        return self.text if self.value is None else self.value


@dataclass(frozen=True)
class Fact:
    """A labelled value of a section; `code` is its name in JSON."""

    code: str
    label: str
    cell: Cell


@dataclass(frozen=True)
class Column:
    """A column of a table: name in JSON, heading, width in percent."""

    code: str
    label: str
    width: int


@dataclass(frozen=True)
class Table:
    """Rows under headings."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]


@dataclass(frozen=True)
class Section:
    """A part of the copy; `nothing` is said when it holds nothing."""

    code: str
    title: str
    facts: list[Fact] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    nothing: str = "Tidak ada yang tercatat."


@dataclass(frozen=True)
class Told:
    """A person's rows with what turns them into texts: the hub's zone, and `hide`, which blacks out third parties."""

    rows: PersonRows
    zone: str
    hide: Callable[[str], str]

    def day(self, day: date | None) -> Cell:
        return Cell(show_date(day), day.isoformat()) if day else Cell("")

    def moment(self, moment: datetime | None) -> Cell:
        if moment is None:
            return Cell("")
        local = moment.astimezone(ZoneInfo(self.zone)).isoformat(timespec="seconds")
        return Cell(show_moment(moment, self.zone), local)


def in_fours(number: str | None) -> Cell:
    """A NIK, KK or card number in groups; whole for programs."""
    text = number or ""
    grouped = " ".join(text[at : at + 4] for at in range(0, len(text), 4)) if text.isdigit() else text
    return Cell(grouped, text or None)


def coded(code: str, value: str) -> Fact:
    """A field of Person that holds a code of a list (or several)."""
    label = FIELD_LABELS[code]
    return Fact(code, label[:1].upper() + label[1:], Cell(code_label(code, value), value or None))


def known(facts: list[Fact]) -> list[Fact]:
    """Only what is filled in."""
    return [fact for fact in facts if fact.cell.text]


def identity(told: Told) -> Section:
    """Who the person is, with full numbers."""
    person = told.rows.person
    kk = person.household.kk if person.household_id else None
    estimate = person.birth_year_estimate
    facts = [
        Fact("name", "Nama", Cell(person.name)),
        Fact("alias", "Panggilan", Cell(person.alias)),
        Fact("nik", "NIK", in_fours(person.nik)),
        *([] if person.nik else [coded("nik_reason", person.nik_reason)]),
        Fact("kk", "Nomor KK", in_fours(kk)),
        coded("sex", person.sex),
        Fact("birth_place", "Tempat lahir", Cell(person.birth_place)),
        Fact("birth_date", "Tanggal lahir", told.day(person.birth_date)),
        Fact("birth_year_estimate", "Perkiraan tahun lahir", Cell(str(estimate or ""), estimate)),
        *(coded(code, getattr(person, code)) for code in ("religion", "marital_status", "education", "nationality")),
        Fact("occupation", "Pekerjaan", Cell(person.occupation)),
        *(coded(code, getattr(person, code)) for code in ("disability", "condition", "identity", "status")),
        Fact("status_on", "Tanggal keadaan", told.day(person.status_on)),
        Fact("status_note", "Keterangan keadaan", Cell(told.hide(person.status_note))),
        Fact("created_at", "Dicatat sejak", told.moment(person.created_at)),
        Fact("changed_at", "Terakhir diubah", told.moment(person.changed_at)),
    ]
    return Section("identity", "Identitas", known(facts))


def address(told: Told) -> Section:
    """Where the person lives, what the identity card says, how to reach the person."""
    person = told.rows.person
    facts = [
        Fact("address", "Tempat tinggal", Cell(person.address)),
        Fact("rt_rw", "RT / RW", Cell(show_place(person.rt, person.rw))),
        Fact("village", "Desa / kelurahan", Cell(person.village.name)),
        Fact("landmark", "Patokan", Cell(told.hide(person.landmark))),
        Fact("id_card_address", "Alamat KTP", Cell(person.id_card_address)),
        Fact("id_card_rt_rw", "RT / RW pada KTP", Cell(show_place(person.id_card_rt, person.id_card_rw))),
        Fact("id_card_village", "Desa / kelurahan pada KTP", Cell(person.id_card_village)),
        Fact("id_card_district", "Kecamatan pada KTP", Cell(person.id_card_district)),
        Fact("id_card_regency", "Kabupaten / kota pada KTP", Cell(person.id_card_regency)),
        Fact("phone", "No. HP / WA", Cell(show_any_phone(person.phone), person.phone or None)),
    ]
    return Section("address", "Alamat dan kontak", known(facts))


def welfare(told: Told) -> Section:
    """What is known of the national socio-economic register."""
    person = told.rows.person
    facts = [
        coded("dtsen_status", person.dtsen_status),
        Fact("decile", "Desil", Cell(str(person.decile or ""), person.decile)),
        Fact("decile_period", "Periode data", Cell(person.decile_period)),
        Fact("decile_on", "Tanggal cek", told.day(person.decile_on)),
        coded("decile_channel", person.decile_channel),
    ]
    return Section("welfare", "Kesejahteraan (DTSEN)", known(facts))


def household(told: Told) -> Section:
    """The own place in the family; the other members by their role only."""
    person = told.rows.person
    if not person.household_id:
        return Section("household", "Keluarga")
    columns = (Column("member", "Anggota lain", 100),)
    rows = [(_member(one.household_role),) for one in told.rows.members]
    facts = known([coded("household_role", person.household_role)])
    tables = [Table("members", "Anggota lain dalam keluarga (nama dihitamkan)", columns, rows)] if rows else []
    return Section("household", "Keluarga", facts, tables, "Satu keluarga, tanpa anggota lain yang tercatat.")


def _member(role: str) -> Cell:
    label = code_label("household_role", role).lower() or "hubungan belum diisi"
    return Cell(f"Anggota keluarga ({label})", role or None)


def memberships(told: Told) -> Section:
    """Programs, running and ended."""
    columns = (
        Column("program", "Program", 22),
        Column("status", "Status", 12),
        Column("card_number", "Nomor kartu", 20),
        Column("since", "Sejak", 12),
        Column("until", "Berhenti", 12),
        Column("note", "Keterangan", 22),
    )
    rows = [_membership(told, one) for one in told.rows.memberships]
    tables = [Table("programs", "", columns, rows)] if rows else []
    return Section("memberships", "Program yang diterima", tables=tables)


def _membership(told: Told, one: Membership) -> tuple[Cell, ...]:
    programs = names_of_programs(told.rows.person.hub_id)
    days = [Cell(show_short_date(day), day.isoformat() if day else None) for day in (one.since, one.until)]
    status = Cell(MembershipStatus(one.status).label, one.status)
    number = in_fours(one.card_number)
    return Cell(programs.get(one.program, one.program), one.program), status, number, *days, Cell(told.hide(one.note))


def corrections(told: Told) -> Section:
    """What was corrected, oldest first: before and after, in which role and why."""
    columns = (
        Column("at", "Tanggal", 16),
        Column("field", "Yang diubah", 17),
        Column("old", "Semula", 20),
        Column("new", "Menjadi", 20),
        Column("by_role", "Oleh", 12),
        Column("reason", "Alasan", 15),
    )
    rows = [_correction(told, change) for change in told.rows.changes]
    tables = [Table("changes", "", columns, rows)] if rows else []
    return Section("corrections", "Riwayat pembetulan data", tables=tables, nothing="Belum ada yang diubah.")


def _correction(told: Told, change: PersonChange) -> tuple[Cell, ...]:
    role = told.rows.roles.get(change.actor_id, "")
    by = role if change.source == ChangeSource.TANGAN else f"{role} ({ChangeSource(change.source).label})".strip()
    return (
        told.moment(change.at),
        Cell(FIELD_LABELS.get(change.field, change.field), change.field),
        _changed(told, change.field, change.old),
        _changed(told, change.field, change.new),
        Cell(by),
        Cell(told.hide(change.reason)),
    )


def _changed(told: Told, name: str, text: str) -> Cell:
    """A value of a correction in words; the numbers of families are other people's too and stay masked."""
    if not text:
        return Cell("kosong", "")
    if name == "village_id":
        return Cell(told.rows.villages.get(text, "desa lain"))
    if name == "household_id":
        return Cell("keluarga lain" if str(told.rows.person.household_id) != text else "keluarga sekarang")
    if name == "kk" and text != (told.rows.person.household.kk if told.rows.person.household_id else None):
        return Cell(mask_number(text))
    if name in DAYS:
        return told.day(date.fromisoformat(text))
    if name in NUMBERS:
        return in_fours(text)
    return Cell(told.hide(text)) if name in FREE_TEXT else Cell(code_label(name, text), text)
