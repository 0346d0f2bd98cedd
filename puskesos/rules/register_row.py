"""What one row of a list says about a person, ready to be compared with the registry: pure, from read values.

An empty cell says nothing. A problem refuses the row; a note is said beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from puskesos.rules.data_check import DataCheckStatus
from puskesos.rules.intake import IdentityKnown, NikReason
from puskesos.rules.matching import Known
from puskesos.rules.names import fold_name
from puskesos.rules.nik import check_nik, read_nik
from puskesos.rules.person import MembershipStatus, PersonStatus
from puskesos.rules.phone import normalise_phone
from puskesos.rules.register_village import find_village, likely_villages

TEXTS = (
    *("alias", "birth_place", "religion", "education", "occupation", "marital_status", "nationality", "rt", "rw"),
    *("landmark", "phone", "disability", "condition", "id_card_address", "id_card_rt", "id_card_rw"),
    *("id_card_village", "id_card_district", "id_card_regency"),
)
HAS = "has_"
NOT_TOLD = frozenset({"kk", "nik"})  # what is unusual about a number is said by `check_nik`, or not worth a line each


@dataclass(frozen=True)
class Setting:
    """What holds for a whole list: constants, the hub's villages by folded name and by digits of the code, the days.

    `names` are the villages by id as they are written; `read_villages` keeps what was read before.
    """

    constants: Mapping[str, str]
    villages: Mapping[str, int]
    data_on: date
    today: date
    names: Mapping[int, str] = field(default_factory=dict)
    read_villages: dict[str, tuple[int | None, str]] = field(default_factory=dict, compare=False)


@dataclass
class Entry:
    """One row: `person` holds the columns of Person that the row names, `programs` the columns of Membership."""

    person: dict[str, Any] = field(default_factory=dict)
    kk: str = ""
    role: str = ""
    programs: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def nik(self) -> str:
        return self.person.get("nik") or ""

    def known(self) -> Known:
        """The row as the score reads it."""
        get = self.person.get
        return Known(
            name=get("name", ""),
            alias=get("alias", ""),
            sex=get("sex", ""),
            nik=self.nik,
            kk=self.kk,
            birth_date=get("birth_date"),
            birth_year=get("birth_year_estimate"),
            village=get("village_id"),
            rt=get("rt", ""),
            rw=get("rw", ""),
            phone=normalise_phone(get("phone", "")) or "",
        )


def read_entry(values: Mapping[str, Any], setting: Setting) -> Entry:
    """Everything a row says; `values` are `register_values.Value` by field."""
    entry = Entry()
    given: dict[str, Any] = {}
    for name, value in values.items():
        if value.problem:
            entry.problems.append(value.problem)
        elif value.value not in (None, ""):
            given[name] = value.value
        if value.note and name not in NOT_TOLD:
            entry.notes.append(value.note)
    _read_person(entry, given, setting)
    _read_numbers(entry, given, setting)
    _read_village(entry, given, setting)
    _read_status(entry, given, setting)
    _read_dtsen(entry, given, setting)
    _read_programs(entry, given, setting)
    return entry


def new_columns(entry: Entry) -> dict[str, Any]:
    """The columns of a new person; what the row does not say is left to the defaults."""
    has_nik = bool(entry.nik)
    return {
        **entry.person,
        "identity": str(IdentityKnown.LENGKAP if has_nik else IdentityKnown.SEBAGIAN),
        "nik_reason": "" if has_nik else str(NikReason.TIDAK_DIKETAHUI),
    }


def missing(entry: Entry) -> list[str]:
    """Why the row cannot become a new person."""
    wanted = {
        "name": "Nama kosong.",
        "sex": "Jenis kelamin kosong dan tidak dapat dibaca dari NIK.",
        "village_id": "Desa/kelurahan kosong.",
    }
    return [sentence for column, sentence in wanted.items() if not entry.person.get(column)]


def _read_person(entry: Entry, given: Mapping[str, Any], setting: Setting) -> None:
    person = entry.person
    for name in ("name", "sex", "birth_date", *TEXTS):
        if name in given:
            person[name] = given[name]
    born = person.get("birth_date")
    if born and born > setting.today:
        entry.problems.append("Tanggal lahir tidak boleh di masa depan.")
    elif not born and "age" in given:
        person["birth_year_estimate"] = setting.data_on.year - given["age"]
    address, dusun = str(given.get("address", "")), str(given.get("dusun", ""))
    if dusun and fold_name(dusun) not in fold_name(address):
        named = dusun if fold_name(dusun).startswith(("dusun", "kp", "kampung")) else f"Dusun {dusun}"
        address = ", ".join(filter(None, [address, named]))
    if address:
        person["address"] = address[:160]


def _read_numbers(entry: Entry, given: Mapping[str, Any], setting: Setting) -> None:
    """NIK, family card and role; sex and birth date come from the NIK when the row does not name them."""
    person, nik = entry.person, str(given.get("nik", ""))
    entry.kk, entry.role = str(given.get("kk", "")), str(given.get("household_role", ""))
    if not nik:
        return
    remarks = check_nik(
        nik, today=setting.today, birth_date=person.get("birth_date"), sex=person.get("sex"), kk=entry.kk or None
    )
    if any(remark.level == "error" for remark in remarks):
        entry.problems += [remark.message for remark in remarks if remark.level == "error"]
        return
    entry.notes += [remark.message for remark in remarks if remark.level == "warning"]
    person["nik"] = nik
    if not (person.get("sex") and person.get("birth_date")):
        reading = read_nik(nik, setting.today)
        for column, value in (("sex", reading.sex), ("birth_date", reading.birth_date)):
            if value and not person.get(column):
                person[column] = value


def _read_village(entry: Entry, given: Mapping[str, Any], setting: Setting) -> None:
    text = str(given.get("village", ""))
    if text:
        if text not in setting.read_villages:
            setting.read_villages[text] = _find_village(text, setting)
        found, said = setting.read_villages[text]
        if found is None:
            entry.problems.append(said)
            return
        entry.person["village_id"] = found
        entry.notes += [said] if said else []
    elif chosen := setting.constants.get("village"):
        entry.person["village_id"] = int(chosen)


def _find_village(text: str, setting: Setting) -> tuple[int | None, str]:
    """The village, and what is to be said about how it was read or why there is none."""
    found = find_village(text, setting.villages)
    if found is None:
        likely = " atau ".join(setting.names.get(one, "") for one in likely_villages(text, setting.villages))
        asked = f" Mungkin maksudnya {likely}?" if likely.strip() else ""
        return None, f"Desa “{text}” tidak dilayani hub ini.{asked}"
    name = setting.names.get(found.village, "")
    return found.village, f"Desa “{text}” dibaca sebagai {name}." if found.is_guess and name else ""


def _read_status(entry: Entry, given: Mapping[str, Any], setting: Setting) -> None:
    """Alive is what every list takes for granted, so only the other states say something."""
    status = given.get("status")
    if status in (None, PersonStatus.HIDUP):
        return
    on = given.get("status_on")
    if on is None:
        on = setting.data_on
        entry.notes.append("Tanggal keadaan tidak ada di berkas; dipakai tanggal data.")
    if on > setting.today:
        entry.problems.append("Tanggal keadaan tidak boleh di masa depan.")
    elif (born := entry.person.get("birth_date")) and on < born:
        entry.problems.append("Tanggal keadaan sebelum tanggal lahir.")
    entry.person |= {"status": str(status), "status_on": on}


def _read_dtsen(entry: Entry, given: Mapping[str, Any], setting: Setting) -> None:
    status, decile = given.get("dtsen_status"), given.get("decile")
    if not status and not decile:
        return
    entry.person |= {
        "dtsen_status": str(status or DataCheckStatus.TERDAFTAR),
        "decile": decile,
        "decile_period": str(given.get("decile_period") or setting.constants.get("decile_period", "")),
        "decile_on": setting.data_on,
        "decile_channel": setting.constants.get("decile_channel", ""),
    }


def _read_programs(entry: Entry, given: Mapping[str, Any], setting: Setting) -> None:
    """The program of the row or of the whole list, and one for each "has_" column that says yes."""
    constants = setting.constants
    program = given.get("program") or constants.get("program")
    if program:
        entry.programs.append(
            {
                "program": str(program),
                "status": str(given.get("program_status") or constants.get("program_status") or MembershipStatus.AKTIF),
                "card_number": str(given.get("card_number", "")),
                "since": given.get("since"),
                "until": given.get("until"),
                "note": str(given.get("note", "")),
            }
        )
    named = {name.removeprefix(HAS) for name, value in given.items() if name.startswith(HAS) and value == "ya"}
    for code in sorted(named - {program}):
        status = str(MembershipStatus.AKTIF)
        entry.programs.append(
            {"program": code, "status": status, "card_number": "", "since": None, "until": None, "note": ""}
        )
    for wanted in entry.programs:
        _check_days(entry, wanted, setting)


def _check_days(entry: Entry, wanted: dict[str, Any], setting: Setting) -> None:
    if wanted["status"] != MembershipStatus.BERHENTI:
        wanted["until"] = None
    elif wanted["until"] is None:
        wanted["until"] = setting.data_on
        entry.notes.append("Tanggal berhenti tidak ada di berkas; dipakai tanggal data.")
    if wanted["since"] and wanted["until"] and wanted["until"] < wanted["since"]:
        entry.problems.append("Tanggal berhenti sebelum tanggal mulai.")
