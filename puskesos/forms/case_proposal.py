"""What front and back office can propose: the koordinator's own closing form filled in, and a visit with its reason."""

from __future__ import annotations

from puskesos.forms.base import Needed, VersionForm, paragraph
from puskesos.forms.case_path import ClosingForm
from puskesos.forms.choices import pick
from puskesos.rules.assignment_path import AssignmentKind
from puskesos.rules.case_path import ResultCode

CLOSING = ("result", "text", "given", "given_on", "given_amount", "told_how", "told_family_on", "satisfaction")


class ClosingProposalForm(ClosingForm):
    """How the case could be closed."""

    def content(self) -> dict[str, object]:
        """The fields of the closing form as typed."""
        return {name: self[name].data for name in CLOSING}

    def summary(self) -> str:
        """The proposal in words."""
        return f"{ResultCode(self.result.data).label}. {self.text.data}"


class VisitProposalForm(VersionForm):
    """Why somebody should go there, as the volunteer will read it."""

    kind = pick("Jenis kunjungan", AssignmentKind, thing="jenis kunjungan", default=str(AssignmentKind.KUNJUNGAN_RUMAH))
    instruction = paragraph(
        "Yang perlu dilihat atau ditanya", Needed("yang perlu dilihat atau ditanya"), limit=1000,
        description="Menjadi petunjuk untuk relawan; koordinator dapat mengubahnya.",
    )  # fmt: skip

    def content(self) -> dict[str, object]:
        """The fields of the assigning form as typed."""
        return {"kind": self.kind.data, "instruction": self.instruction.data}

    def summary(self) -> str:
        """The proposal in words."""
        return f"{AssignmentKind(self.kind.data).label}. {self.instruction.data}"
