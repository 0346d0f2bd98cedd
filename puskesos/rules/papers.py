"""The states of a required paper (berkas) on a case, and in which form it was shown (domain.md 2.1 F)."""

from puskesos.rules.code import Code


class PaperState(Code):
    """Status berkas."""

    BELUM = "belum", "Belum ada"
    ADA = "ada", "Ada"
    MENYUSUL = "menyusul", "Menyusul"
    TIDAK_BERLAKU = "tidak_berlaku", "Tidak berlaku"


class PaperForm(Code):
    """Bentuk berkas yang ditunjukkan."""

    ASLI = "asli", "Asli"
    FOTOKOPI = "fotokopi", "Fotokopi"
    FOTO = "foto", "Foto"
