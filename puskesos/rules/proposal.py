"""What front and back office propose to the koordinator, and how long a proposal stands (domain.md 1.3 #8, 1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from puskesos.rules.case_path import CaseAct, CaseState
from puskesos.rules.code import Code


class ProposalKind(Code):
    """Usulan."""

    KUNJUNGAN = "kunjungan", "Usulan kunjungan"
    TUTUP = "tutup", "Usulan tutup"


ACT_OF = {ProposalKind.KUNJUNGAN: CaseAct.USUL_KUNJUNGAN, ProposalKind.TUTUP: CaseAct.USUL_TUTUP}
# A visit stays proposed while the case goes on before its decision; every other move answers or overtakes a proposal.
STANDS_IN = {
    ProposalKind.KUNJUNGAN: frozenset({CaseState.TERDAFTAR, CaseState.PERLU_PERBAIKAN, CaseState.PENANGANAN}),
    ProposalKind.TUTUP: frozenset[CaseState](),
}


@dataclass(frozen=True)
class Proposal:
    """An open proposal as pages show it: who says what, and the fields of the form it fills in."""

    id: int
    kind: ProposalKind
    who: str
    summary: str
    content: Mapping[str, object]
    created_at: datetime

    @property
    def sentence(self) -> str:
        """As the koordinator reads it: "Bayu mengusulkan tutup: Terpenuhi. Kartu aktif."."""
        return f"{self.who} mengusulkan {self.kind}: {self.summary.rstrip('.')}."
