"""Settings of the report: people to serve per SPM, kilometres per village, days after which a village is silent."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms.validators import ValidationError

from puskesos.actions.report_settings import ReportSettings
from puskesos.forms.base import HubForm, Whole
from puskesos.forms.field_settings import DIGITS, number
from puskesos.models.hub import Village
from puskesos.rules.report_settings import KILOMETRES, PEOPLE, SILENT_DAYS, is_within
from puskesos.rules.spm import SHORT


class Within:
    """Empty, or within bounds."""

    def __init__(self, bounds: tuple[int, int], said: str) -> None:
        self.bounds, self.said = bounds, said

    def __call__(self, form: HubForm, field: Whole) -> None:
        if not is_within(self.bounds, field.data):
            raise ValidationError(self.said)


class ReportSettingsForm(HubForm):
    """`for_villages` adds a number field per village; there is one per SPM for the year that the form shows."""

    village_silent_days = number(
        "Desa disebut tanpa kabar setelah (hari)", *SILENT_DAYS, "Tanpa kasus, kunjungan, laporan, atau kegiatan."
    )
    villages: tuple[int, ...] = ()

    @classmethod
    def for_villages(cls, villages: Iterable[Village]) -> type[ReportSettingsForm]:
        """The form with the distances of these villages."""
        within = Within(KILOMETRES, f"Antara {KILOMETRES[0]} dan {KILOMETRES[1]} km.")
        fields: dict[str, object] = {distance_field(one.id): _whole(one.name, within) for one in villages}
        return type(cls.__name__, (cls,), fields | {"villages": tuple(one.id for one in villages)})

    def targets(self) -> list[Whole]:
        """The fields of the SPM, in their order."""
        return [self[target_field(code)] for code in SHORT]

    def distances(self) -> list[Whole]:
        """The fields of the villages, in their order."""
        return [self[distance_field(village)] for village in self.villages]

    def entry(self, year: int) -> ReportSettings:
        """What was typed, for the action."""
        targets = {code: self[target_field(code)].data for code in SHORT}
        distances = {village: self[distance_field(village)].data for village in self.villages}
        return ReportSettings(year, self.village_silent_days.data, targets, distances)


def target_field(code: str) -> str:
    """The name of the field of an SPM's target."""
    return f"target_{code[-1]}"


def distance_field(village: int) -> str:
    """The name of the field of a village's distance."""
    return f"km_{village}"


def _whole(label: str, within: Within) -> Whole:
    return Whole(label, [within], render_kw=DIGITS)


for _code, _short in SHORT.items():
    _people = Within(PEOPLE, "Antara 0 dan 100.000 orang.")
    setattr(ReportSettingsForm, target_field(_code), _whole(f"{_code} {_short}", _people))
