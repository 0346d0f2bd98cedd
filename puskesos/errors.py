"""What can go wrong in an action, in words a person at the counter understands."""

from __future__ import annotations


class RuleBroken(Exception):
    """A rule forbids this; `message` is an Indonesian sentence, `field` the form field it belongs to."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def refuse_any(problems: dict[str, str]) -> None:
    """Raise RuleBroken with the first of these sentences by field; forms show all of them before an action is asked."""
    for field, message in problems.items():
        raise RuleBroken(message, field)


class Conflict(Exception):
    """Somebody else changed the row since the page was opened (HTTP 409)."""

    def __init__(
        self, message: str = "Data ini baru saja diubah orang lain. Periksa keadaan terbaru, lalu ulangi."
    ) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Exception):
    """Inside the person's scope but without the right (HTTP 403)."""

    def __init__(self, message: str = "Peran ini tidak dapat melakukannya. Minta bantuan koordinator.") -> None:
        super().__init__(message)
        self.message = message


class CaseClosedToViewer(NotAllowed):
    """A restricted case that does not open for this person; `way` is the page of the emergency, empty when none."""

    def __init__(self, way: str = "") -> None:
        super().__init__("Kasus ini terbatas. Hanya petugas yang menangani dan koordinator yang dapat membukanya.")
        self.way = way


class NoLongerYours(Exception):
    """A task that the volunteer gave back, or that was taken back or handed on (HTTP 404: nothing of it is shown)."""

    def __init__(self) -> None:
        self.message = "Tugas ini sudah dikembalikan, diambil kembali, atau dialihkan. Buka Hari ini untuk tugas lain."
        super().__init__(self.message)


class StartRefused(Exception):
    """The program must not start or run this command; `message` says in plain words what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
