"""Two entries of one person: where they differ, what is proposed, what the kept one becomes, what an undo gives back.

Rows are mappings of Person's columns. Columns that only make sense together are one field; the older entry is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from puskesos.rules.code import Code
from puskesos.rules.dates import show_date
from puskesos.rules.intake import IdentityKnown
from puskesos.rules.nik import check_nik
from puskesos.rules.person import Condition, Disability, MembershipStatus, PersonStatus

UNDO_DAYS = 90
KEPT, GONE, BOTH = "1", "2", "12"
Row = Mapping[str, Any]
NEEDS_KOORDINATOR = "Penggabungan ini perlu koordinator."
TOO_LATE = f"Penggabungan ini sudah lewat {UNDO_DAYS} hari dan tidak dapat dibatalkan lagi."
CHANGE_TOO_LATE = f"Perubahan ini sudah lewat {UNDO_DAYS} hari dan tidak dapat dibatalkan lagi."


class FamilyChange(Code):
    """What was done with families."""

    GABUNG = "gabung", "Digabung"
    PISAH = "pisah", "Dipisah"


@dataclass(frozen=True)
class MergeField:
    """What is chosen as one; `main` are the columns that say whether anything is known (all when left out)."""

    name: str
    label: str
    columns: tuple[str, ...]
    main: tuple[str, ...] = ()
    lists: type[Code] | None = None


def _one(name: str, label: str, lists: type[Code] | None = None) -> MergeField:
    return MergeField(name, label, (name,), lists=lists)


FIELDS = (
    MergeField("name", "Nama", ("name", "identity"), ("name",)),
    _one("alias", "Panggilan"),
    MergeField("nik", "NIK", ("nik", "nik_reason"), ("nik",)),
    _one("sex", "Jenis kelamin"),
    MergeField("birth", "Lahir", ("birth_date", "birth_year_estimate")),
    _one("birth_place", "Tempat lahir"),
    MergeField("family", "Keluarga", ("household_id", "household_role"), ("household_id",)),
    MergeField("home", "Domisili", ("village_id", "address", "rt", "rw"), ("address", "rt", "rw")),
    _one("landmark", "Patokan"),
    MergeField(
        "id_card",
        "Alamat KTP",
        ("id_card_address", "id_card_rt", "id_card_rw", "id_card_village", "id_card_district", "id_card_regency"),
    ),
    _one("phone", "Nomor HP"),
    _one("occupation", "Pekerjaan"),
    _one("education", "Pendidikan"),
    _one("marital_status", "Perkawinan"),
    _one("religion", "Agama"),
    _one("nationality", "Kewarganegaraan"),
    _one("disability", "Disabilitas", Disability),
    _one("condition", "Kondisi khusus", Condition),
    MergeField("status", "Keadaan", ("status", "status_on", "status_note")),
    MergeField(
        "welfare",
        "Status DTSEN",
        ("dtsen_status", "decile", "decile_period", "decile_on", "decile_channel"),
        ("dtsen_status", "decile"),
    ),
)


def differing(kept: Row, gone: Row) -> list[MergeField]:
    """The fields in which the two entries differ."""
    return [field for field in FIELDS if not _same(field, kept, gone)]


def alike(kept: Row, gone: Row) -> list[MergeField]:
    """The fields in which both entries say the same, and say something."""
    return [field for field in FIELDS if _same(field, kept, gone) and _is_known(field, kept)]


def proposed(field: MergeField, kept: Row, gone: Row, entered: tuple[datetime, datetime], today: date) -> str:
    """The likelier side of a differing field: known, then better, then entered later; of two lists both.

    `entered` says when the field was last typed in the one entry and in the other.
    """
    known = _is_known(field, kept), _is_known(field, gone)
    if field.lists and all(known):
        return BOTH
    worth = tuple(_worth(field, row, today) for row in (kept, gone))
    for ours, theirs in (known, worth, entered):
        if ours != theirs:
            return GONE if theirs > ours else KEPT
    return KEPT


def merged_values(kept: Row, gone: Row, choices: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the kept entry that become different; a field without a choice stays as it is."""
    values: dict[str, Any] = {}
    for field in differing(kept, gone):
        choice = choices.get(field.name, KEPT)
        if choice == BOTH and field.lists:
            values[field.name] = joined(field.lists, kept[field.name], gone[field.name])
        elif choice == GONE:
            values |= {column: gone[column] for column in field.columns}
    return {column: value for column, value in values.items() if kept[column] != value}


def joined(words: type[Code], *texts: str) -> str:
    """Codes of several comma lists in one, in the order of the list."""
    found = {part for text in texts for part in text.split(",") if part}
    known = [str(code) for code in words if str(code) in found]
    return ",".join([*known, *sorted(found - set(known))])


def hidden_values(kept_id: int) -> dict[str, Any]:
    """What the entry that was merged becomes: the name stays for the record, nothing else can be found by."""
    return {
        "merged_into_id": kept_id,
        "nik": None,
        "nik_reason": "",
        "household_id": None,
        "household_role": "",
        "phone_normal": None,
        "birth_date": None,
        "birth_year_estimate": None,
        "search_words": "",
    }


def needs_koordinator(kept: Row, gone: Row, *, restricted: bool) -> bool:
    """Whether this merge is not for the counter: a restricted case, two NIK, or one dead and one alive."""
    two_niks = bool(kept["nik"] and gone["nik"] and kept["nik"] != gone["nik"])
    one_dead = (kept["status"] == PersonStatus.MENINGGAL) != (gone["status"] == PersonStatus.MENINGGAL)
    return restricted or two_niks or one_dead


def settle_memberships(kept: Sequence[Any], gone: Sequence[Any]) -> tuple[list[int], list[int]]:
    """Ids of the gone entry's memberships to bring over, and of the kept entry's that a later one replaces.

    Of programs that run in both entries the membership changed last stays in use; the other one is hidden.
    """
    bring, replaced = [row.id for row in gone], []
    for program in {row.program for row in gone if _runs(row)}:
        ours = [row for row in kept if row.program == program and _runs(row)]
        theirs = [row for row in gone if row.program == program and _runs(row)]
        last = max([*ours, *theirs], key=lambda row: (row.changed_at, row.id))
        if ours and last in theirs:
            replaced += [row.id for row in ours]
        elif ours:
            bring = [one for one in bring if one not in {row.id for row in theirs}]
    return bring, sorted(replaced)


def given_back(before: Row, after: Row, now: Row) -> tuple[list[MergeField], list[MergeField]]:
    """Fields that an undo gives back to the kept entry, and those that somebody corrected since and that stay."""
    changed = [field for field in FIELDS if not _equal(field.columns, before, after)]
    back = [field for field in changed if _equal(field.columns, after, now)]
    return back, [field for field in changed if field not in back]


def may_still_undo(at: datetime, now: datetime) -> bool:
    """Whether a merge of that moment can be taken back."""
    return now <= at + timedelta(days=UNDO_DAYS)


def undo_first(who: str, day: date) -> str:
    """What is said of a merge that a later one stands on."""
    return f"Batalkan dulu penggabungan yang lebih baru, oleh {who} pada {show_date(day)}."


def seen_members(members: Iterable[tuple[int, int]]) -> str:
    """The ids and versions of members as a form carries them, so that a stale page is noticed."""
    return ",".join(f"{person}.{version}" for person, version in sorted(members))


def _same(field: MergeField, one: Row, other: Row) -> bool:
    if field.lists:
        return joined(field.lists, one[field.name]) == joined(field.lists, other[field.name])
    return _equal(field.columns, one, other)


def _equal(columns: Iterable[str], one: Row, other: Row) -> bool:
    return all(one.get(column) == other.get(column) for column in columns)


def _is_known(field: MergeField, row: Row) -> bool:
    if field.name == "name":
        return row["identity"] != IdentityKnown.TIDAK
    if field.name == "status":
        return row["status"] != PersonStatus.HIDUP
    return any(row[column] for column in field.main or field.columns)


def _worth(field: MergeField, row: Row, today: date) -> int:
    """How trustworthy a field looks by itself; only compared within one field."""
    if field.name == "nik" and row["nik"]:
        remarks = check_nik(row["nik"], today=today, birth_date=row["birth_date"], sex=row["sex"])
        return -sum({"error": 10, "warning": 1}.get(remark.level, 0) for remark in remarks)
    if field.name == "birth":
        born = row["birth_date"]
        return 0 if born is None else 1 if (born.month, born.day) == (1, 1) else 2
    if field.name == "welfare" and row["decile_on"]:
        return int(row["decile_on"].toordinal())
    if field.name == "name":
        return [IdentityKnown.TIDAK, IdentityKnown.SEBAGIAN, IdentityKnown.LENGKAP].index(row["identity"])
    return bool(row["household_role"]) if field.name == "family" else 0


def _runs(membership: Any) -> bool:
    return membership.status != MembershipStatus.BERHENTI
