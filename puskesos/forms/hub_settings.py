"""Settings of the hub."""

from __future__ import annotations

from puskesos.actions.hub_settings import HubDetails
from puskesos.forms.setup import HubFields
from puskesos.models.hub import Village


class HubSettingsForm(HubFields):
    """The hub as it is printed on papers, and the villages it serves."""

    def offer(self, villages: list[Village]) -> None:
        """All villages of the district; the served ones are ticked."""
        self.villages.offer([(str(village.id), village.name) for village in villages])
        if not (self.is_submitted() or self.restored):
            self.villages.data = [str(village.id) for village in villages if village.active]

    def details(self) -> HubDetails:
        return HubDetails(
            name=self.name.data,
            address=self.address.data,
            phone=self.phone.data or "",
            opening_hours=self.opening_hours.data,
            paper=self.paper.data,
        )

    def village_ids(self) -> frozenset[int]:
        return frozenset(int(text) for text in self.villages.data)
