"""Who may sign the hub's letters, and who signs which kind. Nobody is deleted: issued letters keep who signed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from puskesos.actions.letter_settings import write_choice, write_settings
from puskesos.actions.newest import write_newest
from puskesos.actions.settings_change import before_change, check_manager
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.hub import Hub
from puskesos.models.letter_settings import LetterKindChoice, LetterSigner
from puskesos.queries.hub import forget_hub
from puskesos.queries.letter_settings import choices_of, list_signers
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_signer import Acting, Identity, nip_problem, plain_nip, superiors_problem
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class SignerEntry:
    """A signer as typed; the names are columns of LetterSigner."""

    name: str
    position: str
    acting: str
    superiors: str
    rank: str
    identity: str
    identity_number: str


@dataclass(frozen=True)
class KindSigners:
    """Ids of who signs and of who acknowledges letters of a kind; None for nobody."""

    signer: int | None
    acknowledger: int | None


def add_signer(entry: SignerEntry, *, key: str, actor: Viewer, now: datetime) -> int:
    """A new signer's id, the same for the same `key`. Raises RuleBroken at the field."""
    check_manager(actor, actor.hub_id)
    entry = _checked(entry)

    def effect() -> str:
        made = LetterSigner.create(hub=actor.hub_id, **asdict(entry))
        _record(made, "baru", actor, now)
        return str(made.id)

    made = run_once(key, effect, actor=actor, action="letter_signer_saved", fields=asdict(entry), now=now)
    forget_hub()
    return int(made)


def change_signer(signer: LetterSigner, entry: SignerEntry, *, version: int, actor: Viewer, now: datetime) -> bool:
    """Write what differs; returns whether anything did. Letters that were issued stay as they were."""
    check_manager(actor, signer.hub_id)
    wanted = asdict(_checked(entry))
    return _write(signer, wanted, version, actor, now)


def offer_signer(signer: LetterSigner, active: bool, *, version: int, actor: Viewer, now: datetime) -> bool:
    """Take somebody out of the lists or back; refused while letters of a kind are still signed by them."""
    check_manager(actor, signer.hub_id)
    mine = (LetterKindChoice.signer == signer) | (LetterKindChoice.acknowledger == signer)
    kinds = [LetterKind(row.kind).label for row in LetterKindChoice.select().where(mine)]
    if not active and kinds:
        raise RuleBroken(f"Masih dipilih untuk {', '.join(kinds).lower()}. Pilih penanda tangan lain dahulu.")
    return _write(signer, {"active": active}, version, actor, now)


def choose_signers(
    hub: Hub, wanted: Mapping[LetterKind, KindSigners], *, version: int, actor: Viewer, now: datetime
) -> int:
    """Who signs which kind; returns how many kinds changed. Raises RuleBroken for somebody who is not offered."""
    check_manager(actor, hub.id)
    offered = {row.id for row in list_signers(hub) if row.active}
    known = {kind: chosen_for(hub, kind) for kind in LetterKind}
    changed = {kind: chosen for kind, chosen in wanted.items() if chosen != known[kind]}
    for kind, chosen in changed.items():
        _check_choice(kind, chosen, offered)
    with database.atomic():
        write_settings(hub, {}, version, beside={str(kind): "" for kind in changed})
        for kind, chosen in changed.items():
            write_choice(hub.id, kind, asdict(chosen))
        if changed:
            about = {"object_type": "hub", "object_id": hub.id}
            fields = ", ".join(kind.label.lower() for kind in changed)
            audit.record("letter_signers_chosen", actor=actor, now=now, **about, fields=fields)
    forget_hub()
    return len(changed)


def chosen_for(hub: Hub, kind: LetterKind) -> KindSigners:
    """Who signs that kind now."""
    choice = choices_of(hub).get(str(kind))
    return KindSigners(choice.signer_id, choice.acknowledger_id) if choice else KindSigners(None, None)


def _check_choice(kind: LetterKind, chosen: KindSigners, offered: set[int]) -> None:
    for field, person in (("signer", chosen.signer), ("acknowledger", chosen.acknowledger)):
        if person is not None and person not in offered:
            raise RuleBroken("Pilih dari daftar penanda tangan.", f"{field}_{kind}")
    if chosen.acknowledger and chosen.signer is None:
        raise RuleBroken("Pilih penanda tangan: yang mengetahui tidak dapat menandatangani sendiri.", f"signer_{kind}")
    if chosen.acknowledger and chosen.acknowledger == chosen.signer:
        raise RuleBroken("Yang mengetahui harus orang lain daripada penanda tangan.", f"acknowledger_{kind}")


def _checked(entry: SignerEntry) -> SignerEntry:
    """The entry as it is stored. Raises RuleBroken at the field that will not do."""
    acting, identity = Acting(entry.acting), Identity(entry.identity)
    if problem := superiors_problem(acting, entry.superiors):
        raise RuleBroken(problem, "superiors")
    if identity == Identity.KOSONG:
        return SignerEntry(**{**asdict(entry), "identity_number": ""})
    if not entry.identity_number:
        raise RuleBroken("Isi nomornya, atau pilih “Tanpa nomor”.", "identity_number")
    if identity == Identity.PSM:
        return entry
    if problem := nip_problem(entry.identity_number):
        raise RuleBroken(problem, "identity_number")
    return SignerEntry(**{**asdict(entry), "identity_number": plain_nip(entry.identity_number)})


def _write(signer: LetterSigner, wanted: dict[str, object], version: int, actor: Viewer, now: datetime) -> bool:
    before = before_change(signer, wanted)
    if not before:
        return False
    with database.atomic():
        write_newest(signer, version, **{name: wanted[name] for name in before})
        _record(signer, ", ".join(before), actor, now)
    forget_hub()
    return True


def _record(signer: LetterSigner, fields: str, actor: Viewer, now: datetime) -> None:
    """Which fields, never what they say: names and NIP stay out of the trail."""
    about = {"object_type": "letter_signer", "object_id": signer.id}
    audit.record("letter_signer_saved", actor=actor, now=now, **about, fields=fields)
