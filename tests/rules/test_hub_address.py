"""Addresses that papers carry: what may be typed, and that this computer's own name never gets on paper."""

from __future__ import annotations

import pytest

from puskesos.rules.hub_address import is_loopback, read_address, staff_address

NETWORK, PUBLIC = "http://192.168.1.10:8000", "https://puskesos.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("http://192.168.1.10:8000/", "http://192.168.1.10:8000"),
        ("https://Puskesos.Bekasikab.GO.ID", "https://puskesos.bekasikab.go.id"),
        ("http://[fe80::1]:8000", "http://[fe80::1]:8000"),
    ],
)
def test_an_address_is_kept_without_its_last_slash(typed: str, kept: str) -> None:
    assert read_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("192.168.1.10:8000", "diawali http"),
        ("ftp://puskesos.example", "diawali http"),
        ("javascript:alert(1)", "diawali http"),
        ("http://", "diawali http"),
        ("http://pus kesos", "diawali http"),
        ("http://[::1", "tidak terbaca"),
        ("http://a.example:99999", "tidak terbaca"),
        ("https://puskesos.example/status", "tanpa apa pun"),
        ("https://puskesos.example/?a=1", "tanpa apa pun"),
        ("https://admin:x@puskesos.example", "tanpa apa pun"),
        ("http://localhost:8000", "komputer ini sendiri"),
        ("http://127.0.0.1:8000", "komputer ini sendiri"),
        ("http://0.0.0.0:8000", "komputer ini sendiri"),
        ("http://[::1]:8000", "komputer ini sendiri"),
    ],
)
def test_what_is_no_address_is_said(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_address(typed)


@pytest.mark.parametrize("address", ["http://localhost.", "http://hub.localhost", "http://127.9.9.9/", "http://[::]/"])
def test_this_computer_has_many_names(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    ("network", "asked", "public", "used"),
    [
        (NETWORK, "http://127.0.0.1:8000/", PUBLIC, NETWORK),
        ("", "http://10.0.0.5:8000/", PUBLIC, "http://10.0.0.5:8000"),
        ("", "http://127.0.0.1:8000/", PUBLIC, PUBLIC),
        ("", "http://localhost/", "", ""),
    ],
    ids=["set", "asked for", "from outside", "unknown"],
)
def test_staff_scan_what_they_can_reach(network: str, asked: str, public: str, used: str) -> None:
    assert staff_address(network, asked, public) == used
