"""The addresses that papers and messages carry: for staff, and for offices and families."""

from __future__ import annotations

from flask import request

from puskesos.rules.hub_address import staff_address
from puskesos.views.answer import current_hub


def address_for_staff() -> str:
    """Where the hub's own phones find this server; empty when only this computer could."""
    hub = current_hub()
    return staff_address(hub.network_address, request.host_url, hub.public_address)
