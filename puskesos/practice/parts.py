"""What a story's steps are filled with: the client and who came for them, the data check, the decision."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from puskesos.actions.case_decision import DecisionEntry
from puskesos.actions.case_work import DataCheckEntry
from puskesos.actions.person import Identity
from puskesos.actions.referral import ReferralEntry
from puskesos.models import Agency, Person
from puskesos.practice.cast import Stage, phone
from puskesos.practice.people import Cast, Registry
from puskesos.practice.script import Story
from puskesos.rules.assignment_path import AssignmentKind
from puskesos.rules.data_check import NOT_FOUND_OUT
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.outcome import ResultCode
from puskesos.rules.person import unknown_name
from puskesos.rules.proposal import ProposalKind

FAMILY = {"pasangan", "orang_tua", "anak", "saudara", "keluarga"}
CALLED = {
    "rt_rw": "Ketua RT",
    "perangkat_desa": "Kadus",
    "psm_kader": "Kader",
    "polisi": "Aipda",
    "sekolah": "Guru",
}
QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Client:
    """Who needs help (a person known already, or an identity taken at the counter) and who came."""

    person: Person | None
    identity: Identity | None
    reporter_name: str
    relation: str
    phone: str

    def as_need(self) -> dict[str, Any]:
        """The fields of Need about people."""
        return {
            "client_id": self.person.id if self.person else None,
            "identity": self.identity,
            "reporter_name": self.reporter_name,
            "reporter_relation": self.relation,
            "reporter_phone": self.phone,
        }


class Casting:
    """Gives each story a client of the right village and kind, the least used one first."""

    def __init__(self, stage: Stage, people: Cast, registry: Registry, chance: Random) -> None:
        self.stage, self.people, self.registry, self.chance = stage, people, registry, chance
        self._used: dict[int, int] = {}
        self._known: dict[str, Client] = {}
        self._sizes = Counter(person.household_id for group in people.values() for person in group)

    def choose(self, story: Story) -> Client:
        """The client of a story with a reporter; of the same people as a story before, the same."""
        client = self._known.get(story.same_as) or self._new(story)
        if story.label:
            self._known[story.label] = client
        return client

    def _new(self, story: Story) -> Client:
        number = phone(self.chance.randint(9200, 9999))
        if story.client == "tanpa":
            return Client(None, self._unknown(story), self._outsider(story), story.relation, number)
        person = self._person(story)
        if story.relation == "diri":
            return Client(person, None, person.name, "diri", person.phone or number)
        came = self._relative(person, story) if story.relation in FAMILY else self._outsider(story)
        return Client(person, None, came, story.relation, number)

    def _person(self, story: Story) -> Person:
        there = self.people.get((story.village, story.client)) or [
            person for (_village, kind), group in self.people.items() if kind == story.client for person in group
        ]
        chosen = min(there, key=lambda person: (self._used.get(person.id, 0), self._rank(person, story), person.id))
        self._used[chosen.id] = self._used.get(chosen.id, 0) + 1
        return chosen

    def _rank(self, person: Person, story: Story) -> int:
        """Who comes for a relative has a large family; who is brought by others has a small one."""
        size = self._sizes[person.household_id]
        return 0 if story.relation == "diri" else -size if story.relation in FAMILY else size

    def _relative(self, client: Person, story: Story) -> str:
        """A grown-up of the same family who can stand in the relation, else a new name."""
        kinds = {"orang_tua": ("ibu", "bapak"), "pasangan": ("bapak", "ibu"), "anak": ("bapak", "ibu")}
        for kind in kinds.get(story.relation, ()):
            for person in self.people.get((story.village, kind), ()):
                if person.household_id == client.household_id and person.id != client.id:
                    return person.name
        return self.registry.full_name("bapak", "L")

    def _outsider(self, story: Story) -> str:
        sex = self.chance.choice("LP")
        name = self.registry.full_name("bapak" if sex == "L" else "ibu", sex)
        return f"{CALLED[story.relation]} {name}" if story.relation in CALLED else name

    def _unknown(self, story: Story) -> Identity:
        return Identity(
            name=unknown_name("L", story.village, add_working_days(self.registry.today, -story.day)),
            sex="L",
            village_id=self.stage.villages[story.village].id,
            identity="tidak",
            nik_reason="tidak_diketahui",
            birth_year_estimate=self.registry.today.year - 70,
            address="Balai desa",
            landmark="ditampung sementara di balai desa",
        )


def data_check_entry(story: Story, day: date, chance: Random) -> DataCheckEntry:
    """What the back office found on that day."""
    found = story.decile is not None
    usual = "" if story.status in NOT_FOUND_OUT else "dinsos"
    return DataCheckEntry(
        status=story.status,
        checked_on=day,
        channel=chance.choice(("siks_ng", "cek_bansos", "dinsos")) if found else usual,
        decile=story.decile,
        period=f"Triwulan {QUARTERS[(day.month - 1) // 3]} {day.year}" if found else "",
        note=story.note,
    )


def decision_entry(story: Story, day: date, today: date, officer: str) -> DecisionEntry:
    """The koordinator's decision with what its choice requires."""
    if story.choice == "rujuk":
        return DecisionEntry("rujuk", story.decision, referral=referral_entry(story, day, officer))
    if story.reject:
        return DecisionEntry("tolak", story.decision, rejection_reason=story.reject, told_client=story.told)
    running = story.end in {"dilayani", "usul_tutup"}
    target = add_working_days(today, story.target) if running else add_working_days(day, 5)
    return DecisionEntry("layani", story.decision, officer=officer, target_on=target)


def referral_entry(story: Story, day: date, officer: str, agency: str = "") -> ReferralEntry:
    """The letter to the story's office, or to another one."""
    return ReferralEntry(
        agency_id=Agency.select(Agency.id).where(Agency.code == (agency or story.agency)).scalar(),
        wanted=story.wanted or story.decision,
        reason=f"{story.story} {story.found}".strip(),
        papers=tuple(range(1, 10)),
        basis=story.basis,
        basis_note=story.basis_note,
        officer=officer,
        letter_on=day,
        channel="" if story.answer == "draf" else "surat",
    )


def proposed(story: Story, kind: ProposalKind, day: date) -> tuple[str, dict[str, object]]:
    """What the back office proposes, in words and as the koordinator's form."""
    if kind == ProposalKind.KUNJUNGAN:
        content: dict[str, object] = {"kind": story.task, "instruction": story.instruction}
        return f"{AssignmentKind(story.task).label}. {story.instruction}", content
    content = {"result": story.result, "text": story.closing, "given": story.given}
    content |= {"told_how": "telepon", "told_family_on": day}
    return f"{ResultCode(story.result).label}. {story.closing}", content
