"""What a person sees when something is wrong: a sentence, a number, and a way on; never half a page."""

from __future__ import annotations

import errno

from flask import Flask, Response, flash, render_template, request
from flask_wtf.csrf import CSRFError
from peewee import OperationalError
from werkzeug.exceptions import HTTPException

from puskesos import clock
from puskesos.database import database
from puskesos.errors import CaseClosedToViewer, Conflict, NoLongerYours, NotAllowed, RuleBroken
from puskesos.logs import fault_number, logger
from puskesos.models.user import User
from puskesos.security.guard import OF_THE_OLD_PAGE, is_own_page, park_form, send_to_sign_in, viewer_or_none
from puskesos.views.answer import is_fragment
from puskesos.views.repeats import answered_before

WORDS: dict[int, tuple[str, str]] = {
    400: ("Permintaan tidak lengkap", "Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi."),
    403: ("Tidak diizinkan", "Peran ini tidak dapat membuka halaman tersebut. Minta bantuan koordinator."),
    404: (
        "Tidak ditemukan",
        "Alamat ini tidak ada, atau berada di luar wilayah tugas. Periksa nomornya atau cari lagi.",
    ),
    405: ("Langkah tidak tersedia", "Buka halaman ini lewat menu, lalu ulangi."),
    409: ("Data sudah berubah", "Data ini baru saja diubah orang lain."),
    413: ("Kiriman terlalu besar", "Foto terlalu besar. Kirim paling banyak 6 foto, masing-masing di bawah 8 MB."),
    422: ("Belum dapat disimpan", "Periksa isian, lalu coba lagi."),
    429: ("Terlalu sering", "Tunggu sebentar, lalu coba lagi."),
    500: (
        "Ada gangguan",
        "Tidak ada yang tersimpan setengah. Coba lagi; bila terulang, sebutkan nomor gangguan ini kepada admin.",
    ),
    507: (
        "Ruang simpan penuh",
        "Data tidak tersimpan karena ruang simpan komputer hub penuh. Isian tetap ada di halaman sebelumnya. "
        "Hubungi admin untuk mengosongkan ruang, lalu kirim lagi.",
    ),
}

TOO_LARGE = {  # endpoint → what to say there instead of speaking of photos
    "imports.new": "Berkas terlalu besar; impor paling besar 48 MB. Hapus gambar dan lembar yang tidak perlu, "
    "atau bagi menjadi beberapa berkas, lalu unggah lagi.",
}


def install_failures(app: Flask) -> None:
    """Central handlers: rules 422, stale 409, rights 403, faults 500 with a number."""
    app.register_error_handler(RuleBroken, lambda error: failure(422, error.message))
    app.register_error_handler(Conflict, tell_conflict)
    app.register_error_handler(CaseClosedToViewer, lambda error: failure(403, error.message, emergency=error.way))
    app.register_error_handler(NoLongerYours, lambda error: failure(404, error.message, back="/"))
    app.register_error_handler(NotAllowed, lambda error: failure(403, error.message))
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(OperationalError, _on_database)
    app.register_error_handler(OSError, _on_file)
    app.register_error_handler(Exception, _on_fault)


def failure(
    status: int, message: str | None = None, *, number: str = "", back: str = "", emergency: str = ""
) -> Response:
    """The failure page, or its sheet alone for htmx; `back` is where its button leads when not to the page before.

    `emergency` is the page on which a closed case can be opened all the same.
    """
    title, usual = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    template = "failure/_sheet.html" if is_fragment() else "failure/show.html"
    page = render_template(
        template,
        title=title,
        message=message or usual,
        number=number,
        status=status,
        back=back or _way_back(),
        emergency=emergency,
    )
    return Response(page, status, {"Vary": "HX-Request"}, content_type="text/html; charset=utf-8")


def _way_back() -> str:
    """The page the person came from when it is ours, else home."""
    referrer = request.referrer or ""
    if referrer.startswith(request.host_url) and request.method != "GET":
        return "/" + referrer.removeprefix(request.host_url)
    return "/"


def tell_conflict(error: Conflict) -> Response:
    """What was typed waits on the form's own page, which "Kembali" opens with the newest state."""
    if (done := answered_before()) is not None:
        return done
    person = viewer_or_none()
    page = park_form(User.get_by_id(person.id), clock.now(), OF_THE_OLD_PAGE) if person else "/"
    return failure(409, error.message, back="" if page == "/" else page)


def _on_csrf(_error: CSRFError) -> Response:
    """The token is old after a sign-in or sign-out in another tab; what our own page sent waits for its owner."""
    person = viewer_or_none()
    if person is None and is_own_page() and request.path != "/masuk":
        flash("Sesi sudah berakhir. Masuk lagi, lalu ulangi.", "warning")
        return send_to_sign_in()
    page = park_form(User.get_by_id(person.id), clock.now()) if person and is_own_page() else "/"
    if page == "/":
        message = "Halaman ini sudah kedaluwarsa. Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi."
        return failure(400, message)
    message = "Halaman ini sudah kedaluwarsa. Isian tidak hilang: tekan Kembali, periksa, lalu kirim lagi."
    return failure(400, message, back=page)


def _on_http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.get_response()
    if error.code is not None and error.code < 400:
        return error.get_response()
    answer = failure(error.code or 500, TOO_LARGE.get(request.endpoint or "") if error.code == 413 else None)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _on_database(error: OperationalError) -> Response:
    """A full disk has words of its own; every other database fault is a fault."""
    if not database.is_closed() and database.in_transaction():
        database.rollback()
    said = str(error).lower()
    return _on_full_disk() if "full" in said or "no space left" in said else _on_fault(error)


def _on_file(error: OSError) -> Response:
    """Photos are files: a full disk refuses them before the database notices."""
    return _on_full_disk() if error.errno in {errno.ENOSPC, errno.EDQUOT} else _on_fault(error)


def _on_full_disk() -> Response:
    number = fault_number()
    logger.error("disk full", extra={"fault": number})
    return failure(507, number=number)


def _on_fault(error: Exception) -> Response:
    number = fault_number()
    logger.error("fault", exc_info=error, extra={"fault": number})
    return failure(500, number=number)
