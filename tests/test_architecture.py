"""The house keeps its shape: who may import whom, how long things may get, and what no template may hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "puskesos"
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
MODULES = sorted(path for path in HOUSE.rglob("*.py") if path.name != "__init__.py" or path.parent != HOUSE)
SOURCES = [*MODULES, *sorted((ROOT / "migrations").glob("*.py")), ROOT / "app.py"]
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts)
SMALL = {"clock", "config", "database", "errors", "formatting"}  # small modules beside the rooms

# room → rooms and modules it may import (design.md 3). A dotted name opens that one module only.
MAY_IMPORT: dict[str, set[str]] = {
    "rules": set(),
    "catalogue": set(),
    "models": {"rules", "database"},
    "queries": {"models", "rules", "catalogue", "database", "config", "bootstrap", "migrating"},
    "security": {"models", "rules", "database", "clock", "config", "errors"},
    "actions": {
        "queries", "models", "rules", "security", "catalogue", "database", "config", "errors", "photos", "clock",
    },
    "forms": {"rules", "queries", "models", "errors", "actions"},
    "documents": {"queries", "rules", "models", "catalogue", "formatting", "config", "errors", "clock", "database"},
    "views": {
        "queries", "actions", "forms", "documents", "security", "rules", "models", "catalogue", "photos", "files",
        "logs", "jobs", "sheets", *SMALL,
    },
    "jobs": {
        "queries", "actions", "models", "rules", "sheets", "documents", "security", "catalogue", "locking", "logs",
        "scanning", "web", *SMALL,
    },
    "scanning": {"rules", "documents", "config"},
    "sheets": {"rules", "errors", "config"},
    "recap": {"rules", "security", "errors"},
    "formatting": {"rules"},
}  # fmt: skip
# What forms may take from actions: the dataclasses that a filled form becomes.
ENTRIES = {"VisitEntry", "DecisionEntry", "DataCheckEntry", "Identity", "Need", "HubDetails", "FirstUser", "Worker"} | {
    "Particulars", "StatusEntry", "Move", "HouseholdEntry", "MembershipEntry",
    "ServiceEntry", "ProgramEntry", "Holidays", "FieldSettings",
    "ClosingEntry", "HelpEntry", "AfterEntry", "AdviceEntry", "AskedEntry",
    "ReferralEntry", "AgencyEntry", "Heard", "TrackEntry", "TrackPerson", "StepFacts", "InsuranceEntry",
    "CategoriesEntry", "CategoryEntry", "ClaimEntry", "GivenEntry",
    "MergeEntry", "FamilyEntry",
    "SplitEntry", "ColumnsEntry", "ExportEntry", "ReportEntry", "ActivityEntry", "LetterEntry",
    "ReportSettings", "KopEntry", "NumbersEntry", "SignerEntry", "KindSigners", "GuestEntry", "ColumnSetEntry",
}  # fmt: skip
FORBIDDEN_NAMES = {"utils", "helpers", "helper", "misc", "common", "services", "manager", "managers"}
LINES = {"python": 250, "template": 120, "function": 40, "view": 25, "journey": 60}


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Module and name of everything imported from our own package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("puskesos"):
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.startswith("puskesos"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def limit(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines a function may have: fewer for a view, more for a test that tells a whole journey."""
    is_view = any("requires" in ast.unparse(mark) or ast.unparse(mark) == "public" for mark in function.decorator_list)
    kind = "view" if is_view else "journey" if function.name.startswith("test_") else "function"
    return LINES[kind]


def test_data_flows_one_way() -> None:
    wrong = []
    for path in MODULES:
        allowed = MAY_IMPORT.get(room_of(path))
        for module, name in imports(path):
            parts = [*module.split("."), name][1:]
            target = parts[0]
            if allowed is not None and target not in {*allowed, room_of(path), "__version__", ""}:
                wrong.append(f"{path.relative_to(ROOT)} imports {module} {name}")
    assert not wrong, "\n".join(wrong)


def test_forms_take_only_entries_from_actions() -> None:
    taken = {
        (str(path.relative_to(ROOT)), name)
        for path in (HOUSE / "forms").glob("*.py")
        for module, name in imports(path)
        if module.startswith("puskesos.actions")
    }
    assert {name for _, name in taken} <= ENTRIES, taken


def test_rules_know_nothing_but_the_standard_library_and_lokal() -> None:
    foreign = re.compile(r"^(?:import|from) (flask|peewee|wtforms|PIL|puskesos\.(?!rules))", re.MULTILINE)
    assert not [
        path.name for path in (HOUSE / "rules").glob("*.py") if foreign.search(path.read_text(encoding="utf-8"))
    ]


def test_only_actions_open_transactions() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}"
        for path in MODULES
        if room_of(path) in {"queries", "forms", "rules", "documents"} and "database.atomic(" in path.read_text("utf-8")
    ]
    assert not wrong


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_python_files_and_functions_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES["python"]
    assert not {function.name: length(function) for function in functions(path) if length(function) > limit(function)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_module_says_what_it_owns_and_annotates_its_signatures(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not source or ast.get_docstring(ast.parse(source)), "no docstring"
    assert path.stem not in FORBIDDEN_NAMES
    for function in functions(path):
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        bare = [one.arg for one in arguments if one.annotation is None and one.arg not in {"self", "cls"}]
        assert not bare and function.returns is not None, f"{function.name}({', '.join(bare)})"
    left = [mark for mark in ("# " + "noqa", "type: " + "ignore", "TO" + "DO", "FIX" + "ME") if mark in source]
    assert not left


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE / "templates")))
def test_templates_are_short_safe_and_say_what_they_need(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.startswith("{#"), "the first line is no comment with the names it needs"
    assert len(source.splitlines()) <= LINES["template"]
    inline = re.findall(r"""\sstyle=|<style|\son[a-z]+=|\|\s*safe\b|hx-on|\bjs:|javascript:|https?://cdn""", source)
    assert not inline


def test_every_model_stands_in_the_glossary() -> None:
    from puskesos.models import MODELS

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [model.__name__ for model in MODELS if model.__name__ not in readme]


def test_nothing_at_the_top_but_what_the_design_names() -> None:
    named = {"app.py", "puskesos", "static", "migrations", "tests", "requirements.txt", "README.md", "pytest.ini"}
    made_by_the_program = {"instance", "LICENSE", "CHANGELOG.md"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    assert found <= named | made_by_the_program


def test_no_file_holds_a_path_of_this_machine() -> None:
    marks = re.compile("/" + r"work/|/" + r"root/|/" + "tmp/c/")
    paths = [*SOURCES, *TESTS, *TEMPLATES, ROOT / "README.md"]
    assert not [
        str(path.relative_to(ROOT)) for path in paths if path.exists() and marks.search(path.read_text("utf-8"))
    ]
