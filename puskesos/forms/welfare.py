"""What can be typed about PPKS and SPM: ticks with a day, what ends a category, the three questions, what was given."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from wtforms import BooleanField, Field, HiddenField, IntegerField

from puskesos.actions.ppks import CategoriesEntry, CategoryEntry
from puskesos.actions.spm import ClaimEntry
from puskesos.actions.spm_service import GivenEntry
from puskesos.forms.base import Day, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.choices import offer, pick_one
from puskesos.models.welfare import PersonCategory, SpmClaim, SpmService
from puskesos.rules.ppks import Category, Ending
from puskesos.rules.spm import BasicService, ClaimState, Neglect

RUNS = "jalan"
PLAIN = {"autocomplete": "off"}
MONEY = PLAIN | {"inputmode": "numeric"}


class Rupiah(IntegerField):
    """Whole rupiah, with or without "Rp" and thousands points; a comma and what is behind it are refused."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = re.sub(r"^rp\.?|\s", "", (valuelist[0] if valuelist else "").strip().lower())
        self.data = None
        if not text:
            return
        if not re.fullmatch(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2}", text):
            raise ValueError("Tulis rupiah tanpa koma, misalnya 350.000.")
        self.data = int(text.replace(".", ""))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:,}".replace(",", ".") if self.data is not None else ""


class CategoriesForm(OnceForm):
    """Ticks over the categories that the client does not have yet."""

    q = line("Cari PPKS", limit=60, render_kw=PLAIN | {"type": "search", "enterkeyhint": "search"})
    codes = CheckboxesField("PPKS", thing="PPKS")
    since = Day("Sejak", [Needed("sejak kapan")], description="Bila tidak diketahui, pakai tanggal hari ini.")

    def offer(self, categories: Iterable[Category]) -> None:
        """The categories to tick from."""
        self.codes.offer([(one.code, one.name) for one in categories])

    def ticked(self) -> list[str]:
        """What is ticked, whether it may be or not."""
        return self.codes.data or []

    def entry(self) -> CategoriesEntry:
        """The ticks for the action."""
        return CategoriesEntry(tuple(self.ticked()), self.since.data)


class CategoryForm(VersionForm):
    """One category: its day, and whether it still holds."""

    since = Day("Sejak", [Needed("sejak kapan")])
    ending = pick_one("Keadaan", Ending, thing="keadaan")
    until = Day("Berakhir sejak", description="Hanya bila tidak berlaku lagi.")
    reason = line("Alasan", limit=200, description="Wajib bila berakhir atau salah catat.")

    def offer(self) -> None:
        """The states to choose from; "still holds" comes first."""
        self.ending.choices = offer([(RUNS, "Masih berlaku"), *Ending.choices()])

    @staticmethod
    def known(row: PersonCategory) -> dict[str, object]:
        """The category as the form shows it."""
        shown = {name: getattr(row, name) for name in ("since", "until", "reason", "version")}
        return shown | {"ending": row.ending or RUNS}

    def entry(self) -> CategoryEntry:
        """The category for the action; only one that ended has a last day, and one that runs no reason."""
        ending = "" if self.ending.data == RUNS else self.ending.data
        until = self.until.data if ending == Ending.BERAKHIR else None
        return CategoryEntry(self.since.data, ending, until, (self.reason.data or "") if ending else "")


class ClaimForm(VersionForm):
    """What is said of one SPM in one year."""

    year = HiddenField()
    signs = CheckboxesField("Tanda telantar", thing="jawaban", description="Satu sudah cukup.")
    state = pick_one("Kesimpulan", ClaimState, thing="kesimpulan")
    reason = paragraph("Dasar atau alasan", limit=500)

    def offer(self, states: Collection[ClaimState], *, asks_neglect: bool) -> None:
        """The three questions where they belong, and what this person may say."""
        self.state.choices = offer([(str(one), one.label) for one in states])
        if asks_neglect:
            self.signs.offer(Neglect.choices())
        else:
            del self.signs

    @staticmethod
    def known(claim: SpmClaim | None) -> dict[str, object]:
        """The claim as the form shows it."""
        if claim is None:
            return {"version": 0}
        signs = claim.signs.split(",") if claim.signs else []
        return {"version": claim.version, "state": claim.state, "reason": claim.reason, "signs": signs}

    def answers(self) -> tuple[str, ...]:
        """The signs that are ticked, in the order of the list."""
        given = (self.signs.data or []) if "signs" in self else []
        return tuple(str(sign) for sign in Neglect if sign in given)

    def entry(self) -> ClaimEntry:
        """What is said, for the action."""
        return ClaimEntry(self.state.data, self.answers(), self.reason.data or "")


class GiveForm(OnceForm):
    """Several services at once, on one day; `for_services` adds tick_, quantity_, amount_ and note_ of each."""

    given_on = Day("Tanggal diberikan", [Needed("tanggal diberikan")])
    items: tuple[BasicService, ...] = ()

    @classmethod
    def for_services(cls, items: tuple[BasicService, ...]) -> type[GiveForm]:
        """The form with the fields of these services."""
        fields: dict[str, object] = {"items": items}
        for one in items:
            fields |= {
                f"tick_{one}": BooleanField(one.label),
                f"quantity_{one}": line("Banyaknya", limit=40, render_kw=PLAIN),
                f"amount_{one}": Rupiah("Nilai (Rp)", render_kw=MONEY),
                f"note_{one}": line("Keterangan", limit=120, render_kw=PLAIN),
            }
        return type(cls.__name__, (cls,), fields)

    def row(self, item: str) -> dict[str, Field]:
        """The fields of one service for the template."""
        return {name: self[f"{name}_{item}"] for name in ("tick", "quantity", "amount", "note")}

    def entries(self) -> tuple[GivenEntry, ...]:
        """What was ticked, for the action."""
        rows = {item: self.row(item) for item in self.items}
        return tuple(
            GivenEntry(
                str(item), self.given_on.data, row["quantity"].data or "", row["amount"].data, row["note"].data or ""
            )
            for item, row in rows.items()
            if row["tick"].data
        )


class GivenForm(VersionForm):
    """One service that was given, to correct or to cancel."""

    given_on = Day("Tanggal diberikan", [Needed("tanggal diberikan")])
    quantity = line("Banyaknya", limit=40, description="Misalnya 7 hari atau 2 paket.", render_kw=PLAIN)
    amount = Rupiah("Nilai (Rp)", render_kw=MONEY)
    note = line("Keterangan", limit=120)
    cancelled_because = line("Batalkan karena", limit=120, description="Isi hanya bila layanan ini salah catat.")

    @staticmethod
    def known(given: SpmService) -> dict[str, object]:
        """The service as the form shows it."""
        names = ("given_on", "quantity", "amount", "note", "cancelled_because", "version")
        return {name: getattr(given, name) for name in names}

    def entry(self, item: str) -> GivenEntry:
        """The service for the action."""
        return GivenEntry(item, self.given_on.data, self.quantity.data or "", self.amount.data, self.note.data or "")
