"""How this hub's letters look: paper and margins, letterhead, number pattern, classification, signers, texts.

Kept like the hub's other small tables, until `forget_hub`: papers, numbers and pages ask for them all the time.
"""

from __future__ import annotations

from dataclasses import dataclass

from peewee import fn

from puskesos.models.hub import Hub
from puskesos.models.letter_settings import LetterKindChoice, LetterSettings, LetterSigner, LetterText
from puskesos.queries.hub import keep_small
from puskesos.queries.user import list_users
from puskesos.rules.letter import OUR_SIGNER, USUAL_CLASS, LetterKind
from puskesos.rules.letter_page import USUAL_MARGINS
from puskesos.rules.letter_signer import Acting, Identity, acting_words, identity_line
from puskesos.rules.roles import Role, parse_roles

__all__ = ["USUAL_MARGINS"]


@dataclass(frozen=True)
class Signer:
    """Who signs. `acting` is "a.n.", "u.b.", "Plt." or "Plh." with what follows it, or empty; `identity` the ready line
    "NIP. 19800101 200501 1 001" or "No. Anggota PSM 123", or empty: volunteers have no NIP."""

    name: str
    position: str
    acting: str = ""
    rank: str = ""
    identity: str = ""


@dataclass(frozen=True)
class LetterLook:
    """The page and the kop. Margins in mm: top, right, bottom, left. Logos are addresses `data:image/png;base64,…`."""

    paper: str
    margins: tuple[int, int, int, int]
    above: tuple[str, ...]
    name: str
    address: str
    logo_left: str = ""
    logo_right: str = ""
    archive: bool = False


def look_of(hub: Hub) -> LetterLook:
    """The page and the kop of this hub."""
    return look_from(hub, settings_of(hub))


def look_from(hub: Hub, settings: LetterSettings) -> LetterLook:
    """The page and the kop as these settings have them, saved or not; what they leave empty is the hub's own."""
    above, name, address = usual_kop(hub)
    return LetterLook(
        paper=hub.paper.lower(),
        margins=settings.margins,
        above=tuple(settings.above.splitlines()) or above,
        name=settings.name or name,
        address=settings.address or address,
        logo_left=settings.logo_left,
        logo_right=settings.logo_right,
        archive=settings.archive,
    )


def usual_kop(hub: Hub) -> tuple[tuple[str, ...], str, str]:
    """Lines above, the unit's name and the address line, from what the hub is (domain 6.1)."""
    regency = hub.regency.upper()
    if not regency.startswith(("KABUPATEN", "KOTA")):
        regency = f"KABUPATEN {regency}"
    district = hub.district.upper().removeprefix("KECAMATAN ")
    contact = [hub.address, f"Telepon {hub.phone}" if hub.phone else "", hub.opening_hours]
    above = (f"PEMERINTAH {regency}", f"KECAMATAN {district}")
    return above, hub.name.upper(), " · ".join(part for part in contact if part)


def settings_of(hub: Hub) -> LetterSettings:
    """What the hub has set, or our settings in an unsaved row; nobody may change it."""

    def load() -> LetterSettings:
        return LetterSettings.get_or_none(LetterSettings.hub == hub.id) or LetterSettings(hub=hub.id)

    return keep_small("letter settings", hub.id, load)


def number_pattern(hub: Hub) -> str:
    """How this hub writes letter numbers."""
    return settings_of(hub).number_pattern


def hub_mark(hub: Hub) -> str:
    """What fills {kode_hub}, "PKS-321617"."""
    return settings_of(hub).hub_mark or usual_mark(hub)


def usual_mark(hub: Hub) -> str:
    """What fills {kode_hub} until the hub says otherwise."""
    return f"PKS-{hub.number_prefix}"


def counts_together(hub: Hub) -> bool:
    """Whether one counter numbers letters of all kinds (buku agenda)."""
    return settings_of(hub).together


def classification_of(hub: Hub, kind: LetterKind) -> str:
    """The classification code of that kind."""
    choice = choices_of(hub).get(str(kind))
    return choice.classification if choice and choice.classification else USUAL_CLASS[kind]


def signer_of(hub: Hub, kind: LetterKind) -> Signer | None:
    """Who signs letters of that kind; None until the hub has said so."""
    choice = choices_of(hub).get(str(kind))
    return _told(hub, choice.signer_id if choice else None)


def signs(hub: Hub, kind: LetterKind, *, written_by: int | None = None) -> Signer | None:
    """Who signs letters of that kind now: who was chosen, else the usual one."""
    return signer_of(hub, kind) or usual_signer(hub, written_by)


def usual_signer(hub: Hub, written_by: int | None = None) -> Signer | None:
    """Who signs kinds for which nobody was chosen: the koordinator who wrote the letter, else the hub's only one; of
    several nobody is chosen for them."""
    everybody = [one for one in list_users(hub.id) if Role.KOORDINATOR in parse_roles(one.roles)]
    writer = [one for one in everybody if one.id == written_by]
    people = writer or [one for one in everybody if one.active]
    return Signer(people[0].name, f"Koordinator {hub.name}") if len(people) == 1 else None


def unsigned_kinds(hub: Hub) -> list[LetterKind]:
    """Kinds that cannot be issued until somebody is chosen to sign them."""
    return [kind for kind in LetterKind if kind in OUR_SIGNER and signs(hub, kind) is None]


def acknowledger_of(hub: Hub, kind: LetterKind) -> Signer | None:
    """Who signs under "Mengetahui,"; usually nobody."""
    choice = choices_of(hub).get(str(kind))
    return _told(hub, choice.acknowledger_id if choice else None)


def choices_of(hub: Hub) -> dict[str, LetterKindChoice]:
    """What the hub has chosen, by kind."""
    query = LetterKindChoice.select().where(LetterKindChoice.hub == hub.id)
    return keep_small("letter choices", hub.id, lambda: {row.kind: row for row in query})


def list_signers(hub: Hub) -> list[LetterSigner]:
    """Everybody who signs or signed, in the order in which they were written down."""
    query = LetterSigner.select().where(LetterSigner.hub == hub.id).order_by(LetterSigner.id)
    return keep_small("letter signers", hub.id, lambda: list(query))


def find_signer(hub_id: int, signer_id: int) -> LetterSigner | None:
    """The signer of that id in this hub."""
    return LetterSigner.get_or_none(LetterSigner.id == signer_id, LetterSigner.hub == hub_id)


def signer_told(row: LetterSigner) -> Signer:
    """A signer as letters write them."""
    acting, identity = Acting(row.acting), Identity(row.identity)
    return Signer(
        name=row.name,
        position=row.position,
        acting=acting_words(acting, row.superiors),
        rank=row.rank,
        identity=identity_line(identity, row.identity_number),
    )


def text_of(hub: Hub, kind: LetterKind) -> str:
    """The hub's own words for letters of that kind, with placeholders such as {nama}; empty for ours."""
    return _texts(hub).get(str(kind), (0, ""))[1]


def text_version(hub: Hub, kind: LetterKind) -> int:
    """How often the words of that kind were changed."""
    return _texts(hub).get(str(kind), (0, ""))[0]


def texts_before(hub_id: int, kind: LetterKind) -> list[LetterText]:
    """The wordings of that kind that ever counted, newest first."""
    query = LetterText.select().where(LetterText.hub == hub_id, LetterText.kind == str(kind))
    return list(query.order_by(LetterText.version.desc()))


def _texts(hub: Hub) -> dict[str, tuple[int, str]]:
    """Version and words by kind, of the newest alone."""

    def load() -> dict[str, tuple[int, str]]:
        newest = LetterText.select(fn.MAX(LetterText.id)).where(LetterText.hub == hub.id).group_by(LetterText.kind)
        return {row.kind: (row.version, row.text) for row in LetterText.select().where(LetterText.id.in_(newest))}

    return keep_small("letter texts", hub.id, load)


def _told(hub: Hub, signer_id: int | None) -> Signer | None:
    row = next((row for row in list_signers(hub) if row.id == signer_id), None) if signer_id else None
    return signer_told(row) if row else None
