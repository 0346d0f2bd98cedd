"""Checks a report against laporan-bulanan-1.schema.json: exactly those words of JSON Schema that it uses."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("laporan-bulanan-1.schema.json")
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "null": (type(None),), "integer": (int,),
}  # fmt: skip


@cache
def read_schema() -> dict[str, Any]:
    """The schema as it stands in the file."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def misfit(value: Any, rule: dict[str, Any] | None = None, where: str = "") -> str:
    """The place of the first thing that does not fit, like "report.month"; empty when all fits."""
    rule = read_schema() if rule is None else rule
    while "$ref" in rule:
        rule = read_schema()["definitions"][rule["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in rule:
        return "" if any(not misfit(value, one, "x") for one in rule["anyOf"]) else where
    if not _fits(value, rule):
        return where or "berkas"
    if isinstance(value, dict):
        parts = [(f"{where}.{name}".lstrip("."), one, rule["properties"][name]) for name, one in value.items()]
    elif isinstance(value, list):
        parts = [(f"{where}[{place}]", one, rule["items"]) for place, one in enumerate(value)]
    else:
        parts = []
    return next(filter(None, (misfit(one, inner, place) for place, one, inner in parts)), "")


def _fits(value: Any, rule: dict[str, Any]) -> bool:
    """The value itself, without what is in it."""
    if "const" in rule:
        return type(value) is type(rule["const"]) and value == rule["const"]
    if "enum" in rule:
        return isinstance(value, str) and value in rule["enum"]
    if not isinstance(value, KINDS[rule["type"]]) or (isinstance(value, bool) and rule["type"] != "boolean"):
        return False
    if isinstance(value, dict):
        return set(rule["required"]) <= set(value) <= set(rule["properties"])
    if isinstance(value, str):
        return len(value) <= rule.get("maxLength", 1000) and _matches(value, rule.get("pattern", ""))
    if isinstance(value, list):
        return rule.get("minItems", 0) <= len(value) <= rule["maxItems"]
    return isinstance(value, bool) or value is None or rule["minimum"] <= value <= rule["maximum"]


def _matches(text: str, pattern: str) -> bool:
    return not pattern or re.fullmatch(pattern.removeprefix("^").removesuffix("$"), text) is not None
