"""Who signs a report of the hub: whoever acknowledges its papers, and its koordinator."""

from __future__ import annotations

from puskesos.documents.letter_parts import KNOWING, SignatureBlock, signature
from puskesos.models.hub import Hub
from puskesos.queries.report_paper import report_signers


def report_signing(hub: Hub, closed_by: str = "") -> tuple[SignatureBlock, SignatureBlock]:
    """From left to right; `closed_by` is the name of who closed what is reported. Dotted room for whom nobody knows."""
    acknowledger, koordinator = report_signers(hub, closed_by)
    return signature(acknowledger, lead=KNOWING), signature(koordinator, office=f"Koordinator {hub.name}")
