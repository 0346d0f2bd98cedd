"""The rules every page must keep, whatever it shows; each complaint says where and what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import html5lib
from bs4 import BeautifulSoup, Tag

SIXTEEN_DIGITS = re.compile(r"(?<![0-9A-Za-z._-])[0-9]{16}(?![0-9A-Za-z_-])")
NOT_LABELLED = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form", "aria-errormessage")


def check_page(html: str, soup: BeautifulSoup, *, path: str, fragment: bool, allow_numbers: bool) -> None:
    """Assert that this HTML is valid HTML5, accessible in form, safe under our policy, and shows no whole NIK or KK."""
    complaints = [*_parse_errors(html, fragment)]
    for rule in (_duplicate_ids, _inline_code, _forms, _controls):
        complaints += rule(soup)
    if not fragment:
        complaints += [*_skeleton(soup), *_dangling_references(soup)]
    if not allow_numbers and (number := SIXTEEN_DIGITS.search(html)):
        complaints.append(f"an unmasked number of 16 digits: …{html[max(0, number.start() - 40) : number.start()]}…")
    assert not complaints, f"{path}:\n  " + "\n  ".join(complaints)


def _parse_errors(html: str, fragment: bool) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    if fragment:
        start = html.lstrip()[:6].lower()
        container = "tbody" if start.startswith("<tr") else "tr" if start.startswith(("<td", "<th")) else "div"
        parser.parseFragment(html, container=container)
    else:
        parser.parse(html)
    for (line, column), code, _ in parser.errors[:5]:
        yield f"not valid HTML: {code} at line {line}: {html.splitlines()[line - 1].strip()[:120] if line else column}"


def _duplicate_ids(soup: BeautifulSoup) -> Iterator[str]:
    counted = Counter(element["id"] for element in soup.select("[id]"))
    return (f"the id {name!r} appears {times} times" for name, times in counted.items() if times > 1)


def _inline_code(soup: BeautifulSoup) -> Iterator[str]:
    for element in soup.find_all(True):
        if element.name == "style" or (element.name == "script" and not element.get("src")):
            yield f"inline <{element.name}>"
        for name, value in element.attrs.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                yield f"inline {name} on {_brief(element)}"
            if name in {"href", "action", "src", "formaction"} and str(value).lower().strip().startswith("javascript:"):
                yield f"javascript: in {name} of {_brief(element)}"


def _forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.select("form"):
        method = str(form.get("method", "get")).lower()
        if method not in {"get", "post"}:
            yield f"method {method!r} on {_brief(form)}"
        if method == "post" and not [field for field in form.select("input[name=csrf_token]") if field.get("value")]:
            yield f"no csrf_token in {_brief(form)}"
        identity = str(form.get("id", ""))
        inside = form.select("button, input[type=submit]")
        outside = soup.select(f"button[form='{identity}']") if identity else []
        if not inside and not outside:
            yield f"no real button in {_brief(form)}"


def _controls(soup: BeautifulSoup) -> Iterator[str]:
    for control in soup.select("input, select, textarea"):
        if control.get("type") not in NOT_LABELLED and not _has_label(soup, control):
            yield f"no label for {_brief(control)}"
    for element in soup.select("button, a[href], summary"):
        named = element.get_text(strip=True) or element.get("aria-label") or element.get("aria-labelledby")
        if not named and not element.select("img[alt]:not([alt=''])"):
            yield f"no name for {_brief(element)}"
    yield from (f"no alt on {_brief(image)}" for image in soup.select("img:not([alt])"))


def _has_label(soup: BeautifulSoup, control: Tag) -> bool:
    if control.get("aria-label") or control.get("aria-labelledby") or control.find_parent("label"):
        return True
    identity = control.get("id")
    return bool(identity) and any(label["for"] == identity for label in soup.select("label[for]"))


def _skeleton(soup: BeautifulSoup) -> Iterator[str]:
    headings = soup.select("h1")
    if len(headings) != 1 or not headings[0].get_text(strip=True):
        yield f"{len(headings)} h1 instead of one with words"
    if not soup.title or not soup.title.get_text(strip=True):
        yield "no title"
    if not soup.html or soup.html.get("lang") != "id":
        yield "the page does not say lang=id"


def _dangling_references(soup: BeautifulSoup) -> Iterator[str]:
    known = {element["id"] for element in soup.select("[id]")}
    for name in REFERENCES:
        for element in soup.select(f"[{name}]"):
            value = element[name]
            for wanted in value if isinstance(value, list) else str(value).split():
                if wanted not in known:
                    yield f"{name} of {_brief(element)} names the missing id {wanted!r}"


def _brief(element: Tag) -> str:
    return str(element).split(">", 1)[0][:140] + ">"
