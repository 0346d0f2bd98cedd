"""Under which address a hub's server is reached: what may be printed on paper, and what a typed one may look like."""

from ipaddress import ip_address
from urllib.parse import urlsplit

LIKE = "Tulis seperti http://192.168.1.10:8000 atau https://puskesos.contoh.go.id"


def read_address(text: str) -> str:
    """The address without a slash at its end, empty for none. Raises ValueError with a sentence when it can be none."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(f"Alamat ini tidak terbaca. {LIKE}.") from None
    if parts.scheme not in {"http", "https"} or not host or not host.isascii() or " " in text:
        raise ValueError(f"Alamat diawali http:// atau https://. {LIKE}.")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(f"Tulis alamatnya saja, tanpa apa pun di belakangnya. {LIKE}.")
    if is_loopback(text):
        raise ValueError("Alamat ini hanya berlaku di komputer ini sendiri. Tulis alamatnya di jaringan.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def is_loopback(address: str) -> bool:
    """Whether the address means the very computer that asks, so that it is worthless on paper."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def staff_address(network: str, asked: str, public: str) -> str:
    """What staff scan: the set one, else the one this page was asked for by; empty when nobody else could reach it."""
    asked = asked.rstrip("/")
    return network or ("" if is_loopback(asked) else asked) or public
