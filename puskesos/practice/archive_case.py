"""A closed case of the archive with all that its way left behind, as the actions would have written it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from puskesos.models import Case, CaseDocument, CaseEvent, CaseStay, Decision, Recommendation
from puskesos.practice.archive_people import new_uuid
from puskesos.practice.archive_texts import MARK, Kind
from puskesos.practice.archive_work import check, refer, visit
from puskesos.practice.calendar import at
from puskesos.practice.cast import CODE
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.numbers import case_number
from puskesos.rules.outcome import RejectionReason, ResultCode
from puskesos.rules.papers import PaperForm, PaperState
from puskesos.rules.period import is_over_many_months, is_over_months
from puskesos.rules.roles import Role
from puskesos.rules.service import read_papers

if TYPE_CHECKING:
    from puskesos.practice.archive_cases import ArchiveCases

OPENING = time(8)
ROLES = {Role.FO: "Front office", Role.BO: "Back office", Role.KOORDINATOR: "Koordinator", Role.PSM: "Relawan PSM"}
CHOICES = {"layani": "Layani di Puskesos", "rujuk": "Rujuk ke instansi", "tolak": "Tidak dapat dilayani"}


class ArchiveCase:
    """One case on its way from the counter to its end; `day` and `minutes` are the moment of the step in hand."""

    def __init__(self, archive: ArchiveCases, kind: Kind, day: date, late: date | None) -> None:
        self.archive, self.kind, self.late = archive, kind, late
        self.stage, self.rows, self.chance = archive.stage, archive.rows, archive.chance
        self.service, self.client = self.stage.services[kind.service], archive.people.choose(kind.who)
        self.came, self.day, self.minutes = day, late or day, self.chance.randint(0, 150)
        self.end = self.chance.choice(kind.ends)
        self.state, self.since, self.stays, self.events = "terdaftar", day, [], []
        self.due = add_working_days(day, self.service.target_days)
        self.case_id, self.result = 0, ""

    def write(self) -> None:
        number = case_number(CODE, self.day, self.archive.number("kasus", self.day))
        begun = self.now()
        self.case_id = self.rows.add(Case)
        self.event(self.sari, "daftar", "Kasus didaftarkan.", to_state="terdaftar")
        self.bring_papers()
        if self.end != "langsung":
            self.handle()
        self.close()
        fields = self.case_fields() | {"number": number, "created_at": begun}
        self.rows.change(Case, self.case_id, **fields)
        self.stay(None)

    @property
    def sari(self) -> Any:
        return self.stage.actors["sari"]

    @property
    def ratna(self) -> Any:
        return self.stage.actors["ratna"]

    @property
    def officer(self) -> Any:
        return self.stage.officer(self.service.area)

    def bring_papers(self) -> None:
        """All that the service asks for; a copy of each was shown at the counter."""
        for position, paper in enumerate(read_papers(self.service.papers), start=1):
            known = {"state": str(PaperState.ADA), "form": str(PaperForm.FOTOKOPI)}
            known |= {"changed_by": self.sari.id, "changed_at": self.now()}
            about = {"position": position, "name": paper.name, "owner": str(paper.owner)}
            self.rows.add(CaseDocument, case=self.case_id, **about, **known)

    def handle(self) -> None:
        """From the visit, where there is one, to the koordinator's decision and what an office answered."""
        if self.end == "kunjungi":
            visit(self)
        check(self)
        self.wait(self.chance.randint(0, 2))
        choice = {"kunjungi": "layani"}.get(self.end, self.end)
        reason = self.kind.advice or self.kind.closing
        self.rows.add(Recommendation, case=self.case_id, choice=choice, reason=reason, **self.made(self.officer))
        self.move("menunggu_penetapan", self.officer, f"Rekomendasi: {CHOICES[choice]}. {reason}")
        self.wait(self.chance.randint(0, 2))
        self.decide(choice)
        if choice == "rujuk":
            refer(self)

    def decide(self, choice: str) -> None:
        target = add_working_days(self.day, 5)
        text = self.kind.decision or self.kind.closing
        made = {"choice": choice, "text": text, "officer": self.officer.name, "target_on": target}
        if choice == "tolak":
            told = "Dijelaskan alasannya dan disarankan mencoba lagi bila keadaan berubah."
            made = {"choice": choice, "text": told, "rejection_reason": self.kind.reject, "told_client": told}
        self.rows.add(Decision, case=self.case_id, **made, **self.made(self.ratna))
        if choice == "tolak":
            return
        self.due = target
        state = "dirujuk" if choice == "rujuk" else "dilayani"
        self.move(state, self.ratna, f"Penetapan: {CHOICES[choice]}. {text}")

    def close(self) -> None:
        if self.end == "tolak":
            told = RejectionReason(self.kind.reject).label
            self.move("ditolak", self.ratna, f"Penetapan: {CHOICES['tolak']}. {told}.")
            return
        by_counter = self.end == "langsung"
        self.wait(0 if by_counter else self.chance.randint(1, 9) if self.state == "dilayani" else 1)
        result = ResultCode.INFORMASI if by_counter else ResultCode.TERPENUHI
        self.move("selesai", self.sari if by_counter else self.ratna, f"{result.label}. {self.kind.closing}")
        self.result = result

    def case_fields(self) -> dict[str, Any]:
        is_done = self.state == "selesai"
        return {
            "hub": self.stage.hub.id,
            "uuid": new_uuid(self.chance),
            "village": self.client["village"],
            "client": self.client["id"],
            "channel": "datang",
            "kind": "pertanyaan" if self.end == "langsung" else "permohonan",
            "priority": str(self.service.priority),
            "service": self.service.id,
            "area": self.service.area,
            "pillar": self.service.pillar,
            "reporter_name": self.client["name"],
            "reporter_relation": "diri",
            "story": f"{self.kind.story} {MARK}",
            "state": self.state,
            "state_since": self.now(),
            "due_on": self.due,
            "registered_on": self.came,
            "created_by": self.sari.id,
            "result": str(self.result) if is_done else "",
            "result_text": self.kind.closing if is_done else "",
            "told_family_on": self.day,
            "told_how": "langsung",
            "closed_at": self.now(),
            "version": len(self.events),
            "late_entry": "Dicatat di kertas saat listrik padam." if self.late else "",
        }

    def move(self, state: str, actor: Any, text: str) -> None:
        """On to the next state, on the day in hand."""
        self.event(actor, "status", text, from_state=self.state, to_state=state)
        self.stay(self.day)
        self.stays.append(self.state)
        self.state, self.since = state, self.day

    def stay(self, until: date | None) -> None:
        self.rows.add(
            CaseStay,
            hub=self.stage.hub.id,
            case=self.case_id,
            state=self.state,
            came_from=self.stays[-1] if self.stays else "",
            since=self.since,
            until=until,
            due_on=self.due if until is None else None,
            over_months=is_over_months(self.since, until),
            over_many_months=is_over_many_months(self.since, until),
        )

    def event(self, actor: Any, kind: str, text: str, **moved: str) -> None:
        role = next(ROLES[one] for one in ROLES if one in actor.roles)
        self.minutes += self.chance.randint(2, 9)
        self.events.append(kind)
        told = {"actor": actor.id, "actor_name": actor.name, "actor_role": role, "kind": kind, "text": text}
        self.rows.add(CaseEvent, case=self.case_id, at=self.now(), **told, **moved)

    def made(self, actor: Any) -> dict[str, Any]:
        return {"created_by": actor.id, "created_at": self.now()}

    def wait(self, days: int) -> None:
        """So many working days go by."""
        if days:
            day = min(add_working_days(self.day, days), self.archive.last)
            self.minutes = self.chance.randint(0, 150) if day > self.day else self.minutes
            self.day = max(day, self.day)

    def now(self) -> datetime:
        return at(self.day, OPENING) + timedelta(minutes=self.minutes)
