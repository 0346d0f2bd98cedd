"""The headers of every answer, static files and errors included."""

from __future__ import annotations

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
EMPTY = frozenset({204, 304})  # nothing to frame, sniff or run; a page that asks every half minute pays for each byte
FIXED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
PERMISSIONS = "Permissions-Policy"


def allow_place(answer: Response) -> Response:
    """Let this one page ask the device where it is; the browser still asks the person."""
    answer.headers[PERMISSIONS] = FIXED[PERMISSIONS].replace("geolocation=()", "geolocation=(self)")
    return answer


def install_headers(app: Flask, *, https: bool) -> None:
    """Put the fixed headers on every answer that has a body; personal pages are never stored."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in FIXED.items() if response.status_code not in EMPTY else ():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint == "static":
            versioned = "v" in request.args and response.status_code == 200
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        else:
            response.headers["Cache-Control"] = "no-store"
        return response
