"""The states of a required paper (berkas), in which form it was shown, and whose errand it is (domain.md 2.1 F)."""

from datetime import date

from puskesos.rules.code import Code
from puskesos.rules.dates import show_date


class PaperState(Code):
    """Status berkas."""

    BELUM = "belum", "Belum ada"
    ADA = "ada", "Ada"
    MENYUSUL = "menyusul", "Menyusul"
    TIDAK_BERLAKU = "tidak_berlaku", "Tidak berlaku"


class PaperOwner(Code):
    """Pengurus berkas: only what is the family's own errand is asked of the family (domain.md 5.3)."""

    KELUARGA = "keluarga", "Keluarga"
    HUB = "hub", "Hub"
    DESA = "desa", "Desa/kelurahan"
    INSTANSI = "instansi", "Instansi"


class PaperForm(Code):
    """Bentuk berkas yang ditunjukkan."""

    ASLI = "asli", "Asli"
    FOTOKOPI = "fotokopi", "Fotokopi"
    FOTO = "foto", "Foto"


# How a paper's state and form are offered in one list: "ada:asli" is both at once.
PAPER_CHOICES: tuple[tuple[str, str], ...] = (
    (str(PaperState.BELUM), PaperState.BELUM.label),
    (str(PaperState.ADA), PaperState.ADA.label),
    *((f"{PaperState.ADA}:{form}", f"{PaperState.ADA.label}, {form.label.lower()}") for form in PaperForm),
    (str(PaperState.MENYUSUL), PaperState.MENYUSUL.label),
    (str(PaperState.TIDAK_BERLAKU), PaperState.TIDAK_BERLAKU.label),
)

# Not there yet; what of it is the family's own, the family still has to bring.
MISSING = frozenset({PaperState.BELUM, PaperState.MENYUSUL})


def paper_words(state: str, form: str = "", promised_on: date | None = None, note: str = "") -> str:
    """How a paper stands, as one phrase: "ada, fotokopi", "menyusul, dijanjikan 20 November 2026 (masih di desa)"."""
    shown = PaperForm(form).label.lower() if form else ""
    promised = f"dijanjikan {show_date(promised_on)}" if promised_on else ""
    phrase = ", ".join(part for part in (PaperState(state).label.lower(), shown, promised) if part)
    return f"{phrase} ({note})" if note else phrase
