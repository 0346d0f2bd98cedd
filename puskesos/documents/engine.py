"""WeasyPrint made ready for thousands of small papers: what it would work out anew for each is worked out once.

It reaches into WeasyPrint (its version is exact); tests/documents/test_engine.py compares with plain WeasyPrint, byte
for byte. Only the PDF worker imports this module.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import weasyprint.css
from weasyprint import CSS, HTML
from weasyprint.css import ComputedStyle, StyleFor
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA

MOST_STYLES = 1000  # kept; a case sheet has about 200, a hub with margins of its own makes some for each paper
NOTES = re.compile(r"^::(?:footnote|note)-.*$", re.MULTILINE)
BY_VALUE = frozenset({"lang", "anchor"})  # written into the elements, so new objects in each paper

Key = tuple[int | str | None, str | None, tuple[tuple[Any, ...], ...]]
_kept: dict[Key, ComputedStyle] = {}


class Paper(HTML):
    """A document whose elements have no footnotes, and markers only in lists: else each of them costs six styles."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_lean_stylesheet()]


class KeptStyles(StyleFor):
    """Styles of a document, taken from earlier papers where parent and rules are the same objects.

    The key names objects by their ids; a kept style holds on to its parent and its rules, so that no id comes twice.
    Lengths in `vw` and `vh`, which our papers do not have, would be those of the first paper.
    """

    def __init__(self, *given: Any) -> None:
        if len(_kept) > MOST_STYLES:
            _kept.clear()
        super().__init__(*given)

    def set_computed_styles(
        self,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        """As in WeasyPrint."""
        styles = self.get_computed_styles()
        key = self._key(element, pseudo_type, base_url if parent is None else id(styles[parent, None]))
        if (style := _kept.get(key)) is None:
            super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
            _kept[key] = styles[element, pseudo_type]
            return
        styles[element, pseudo_type] = style
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])

    def _key(self, element: Any, pseudo_type: str | None, above: int | str | None) -> Key:
        rules = self.get_cascaded_styles().get((element, pseudo_type), {}).items()
        named = (
            (name, value if name in BY_VALUE else id(value), importance, layer, *specificity)
            for name, (value, (importance, layer, specificity)) in rules
        )
        return above, pseudo_type, tuple(named)


def prepare() -> type[HTML]:
    """Make WeasyPrint keep styles from now on, for one font configuration; returns the class of documents to print."""
    _kept.clear()
    weasyprint.css.StyleFor = KeptStyles
    return Paper


@cache
def _lean_stylesheet() -> CSS:
    return CSS(string=NOTES.sub("", UA).replace("::marker {", "li::marker {"), counter_style=CounterStyle())
