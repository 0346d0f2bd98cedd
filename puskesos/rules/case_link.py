"""How two cases belong together."""

from puskesos.rules.code import Code


class LinkKind(Code):
    """Kaitan kasus."""

    TERKAIT = "terkait", "Terkait"
    DUPLIKAT = "duplikat", "Duplikat"
