"""What the values of parts are called, in the order in which tables list them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from puskesos.catalogue import load
from puskesos.models.hub import Service, Village
from puskesos.models.referral import Agency
from puskesos.models.user import User
from puskesos.queries.prepared import in_places, places, prepared, room_for, slot
from puskesos.rules.activity import ActivityKind
from puskesos.rules.intake import Area, Pillar
from puskesos.rules.report import DECILES, Parted, is_row_id
from puskesos.rules.spm import SHORT

Names = dict[str, dict[str, str]]
ROWS: Mapping[Parted, tuple[Any, Any]] = {  # the table of names, and their order
    Parted.DESA: (Village, Village.code),
    Parted.LAYANAN: (Service, Service.position),
    Parted.INSTANSI: (Agency, Agency.name),
    Parted.RELAWAN: (User, User.name),
}


def labels_of(hub_id: int, parts: Iterable[Mapping[str, str]]) -> Names:
    """The lines of every table: all areas, pillars, villages, deciles, PPKS and SPM; of the others those that occur in
    the parts of items."""
    found = _values(parts)
    villages = _villages(hub_id, found.get(str(Parted.DESA), set()))
    return _fixed() | _occurring(hub_id, found) | {str(Parted.DESA): villages}


def names_of(hub_id: int, parts: Iterable[Mapping[str, str]]) -> Names:
    """The same, of villages too only those that occur; the names of another hub are none of ours."""
    return _fixed() | _occurring(hub_id, _values(parts))


def _values(parts: Iterable[Mapping[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in parts:
        for name, value in one.items():
            found.setdefault(name, set()).add(value)
    return found


def _fixed() -> Names:
    return {
        str(Parted.BIDANG): dict(Area.choices()),
        str(Parted.PILAR): dict(Pillar.choices()),
        str(Parted.DESIL): dict(DECILES),
        str(Parted.JENIS): dict(ActivityKind.choices()),
        str(Parted.PPKS): {row["code"]: f"{row['code']} {row['name']}" for row in load("ppks")},
        str(Parted.SPM): {code: f"{code} {short}" for code, short in SHORT.items()},
    }


def _villages(hub_id: int, found: set[str]) -> dict[str, str]:
    named = Village.active | Village.id.in_(_row_ids(found))
    rows = Village.select(Village.id, Village.name).where(Village.hub == hub_id, named).order_by(Village.code)
    return _named(rows.tuples())


def _occurring(hub_id: int, found: Mapping[str, set[str]]) -> Names:
    return {str(part): _only(hub_id, part, found.get(str(part), set())) for part in ROWS}


def _only(hub_id: int, part: Parted, found: set[str]) -> dict[str, str]:
    ids = _row_ids(found)
    return _named(_some(part, room_for(ids), hub=hub_id, **in_places(ids))) if ids else {}


@prepared
def _some(part: Parted, count: int) -> Any:
    model, order = ROWS[part]
    rows = model.select(model.id, model.name).where(model.hub == slot("hub"), model.id.in_(places(count)))
    return rows.order_by(order, model.id)


def _row_ids(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if is_row_id(value)]


def _named(rows: Iterable[Any]) -> dict[str, str]:
    return {str(row_id): name for row_id, name in rows}
