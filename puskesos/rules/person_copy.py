"""Code lists of the copy for a person: how the asker was checked, and in which form the copy leaves."""

from puskesos.rules.code import Code


class AskerCheck(Code):
    """How it was made sure that the asker may have the copy."""

    KTP = "ktp", "KTP dicocokkan dengan orangnya"
    KUASA = "kuasa", "Wali atau kuasa, dengan surat"
    DIKENAL = "dikenal", "Dikenal petugas"


class CopyFormat(Code):
    """Read on screen first, then given."""

    PRATINJAU = "pratinjau", "Lihat salinan"
    PDF = "pdf", "Unduh PDF"
    JSON = "json", "Unduh JSON"
    HTML = "html", "Halaman siap cetak"
