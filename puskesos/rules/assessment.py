"""What an answer of the full assessment may be, and how answers are kept (JSON), read again and told in words.

What was typed is a dict of field name → texts, as a form sends it. Answers are what survived the check: a word of a
list, a text, a whole number, or several words; empty ones are left out. Members of the family are a list of such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from puskesos.rules.assessment_questions import (
    ANGGOTA,
    CHOICE,
    MANY,
    MONEY,
    MOST_MEMBERS,
    NONE,
    NUMBER,
    PARAGRAPH,
    QUESTIONS,
    Question,
)
from puskesos.rules.money import show_rupiah
from puskesos.rules.visit_form import VisitPart

Typed = Mapping[str, Sequence[str]]
Answers = dict[str, Any]


def field_name(question: Question, member: int) -> str:
    """The field of a question; those of a family's members carry the place of the member (1 to MOST_MEMBERS)."""
    return f"{question.name}-{member}" if member else question.name


def members_of(part: VisitPart) -> range:
    """The places that fields of this part are repeated for; 0 alone means not at all."""
    return range(1, MOST_MEMBERS + 1) if part == VisitPart.ANGGOTA else range(1)


def field_names(part: VisitPart) -> list[str]:
    """Every field that a form of this part can have."""
    return [field_name(question, member) for member in members_of(part) for question in QUESTIONS[part]]


def read_part(part: VisitPart, typed: Typed) -> tuple[Any, dict[str, str]]:
    """The answers in what was typed, and a sentence for each field that cannot be taken as it is."""
    problems: dict[str, str] = {}
    rows = [row for member in members_of(part) if (row := _read_row(part, typed, member, problems))]
    if part == VisitPart.ANGGOTA:
        return rows, problems
    return (rows[0] if rows else {}), problems


def _read_row(part: VisitPart, typed: Typed, member: int, problems: dict[str, str]) -> Answers:
    answers: Answers = {}
    for question in QUESTIONS[part]:
        name = field_name(question, member)
        try:
            answer = _answer(question, typed.get(name, ()))
        except ValueError as problem:
            problems[name] = str(problem)
            continue
        if answer not in ("", None, []):
            answers[question.name] = answer
    if member and answers and "name" not in answers:
        problems.setdefault(f"name-{member}", f"Isi nama anggota {member}.")
    return answers


def _answer(question: Question, texts: Sequence[str]) -> Any:
    if question.kind == MANY:
        return _several(question, texts)
    text = (texts[0] if texts else "").strip()
    if question.kind in {NUMBER, MONEY}:
        return _number(question, text)
    if question.kind == CHOICE:
        if text and text not in dict(question.options):
            raise ValueError(f"Pilih {question.label.lower()} dari daftar.")
        return text
    text = _clean(text, several=question.kind == PARAGRAPH)
    if len(text) > question.most:
        raise ValueError(f"{question.label} paling banyak {question.most} huruf; sekarang {len(text)}.")
    return text


def _several(question: Question, texts: Sequence[str]) -> list[str]:
    known = [word for word, _ in question.options]
    if not set(texts) <= set(known):
        raise ValueError(f"Pilih {question.label.lower()} dari daftar.")
    chosen = [word for word in known if word in texts]
    if NONE in chosen and len(chosen) > 1:
        raise ValueError(f"“{dict(question.options)[NONE]}” tidak dapat dipilih bersama yang lain.")
    return chosen


def _number(question: Question, text: str) -> int | None:
    plain = re.sub(r"^rp\.?\s*", "", text.lower()) if question.kind == MONEY else text
    if not plain:
        return None
    if not re.fullmatch(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2}" if question.kind == MONEY else r"[0-9]{1,9}", plain):
        example = ", tanpa koma, misalnya 350.000" if question.kind == MONEY else ""
        raise ValueError(f"{question.label} harus angka{example}.")
    number = int(plain.replace(".", ""))
    if number > question.most:
        raise ValueError(f"{question.label} paling banyak {question.most}.")
    return number


def _clean(text: str, *, several: bool) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = ["".join(letter for letter in line if letter.isprintable() or letter == "\t") for line in lines]
    return "\n".join(line.rstrip() for line in plain).strip() if several else " ".join(" ".join(plain).split())


def typed_again(part: VisitPart, answers: Any) -> dict[str, list[str]]:
    """Answers as a form would send them: what `read_part` reads back to the same."""
    rows = enumerate(answers, 1) if part == VisitPart.ANGGOTA else [(0, answers)]
    return {
        field_name(question, member): [str(word) for word in value] if isinstance(value, list) else [str(value)]
        for member, row in rows
        for question in QUESTIONS[part]
        if (value := row.get(question.name)) is not None
    }


def write_answers(answers: Mapping[VisitPart, Any]) -> str:
    """The answers of all parts as the text that is stored; an empty text when there are none."""
    told = {str(part): answers[part] for part in QUESTIONS if answers.get(part)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else ""


def read_answers(text: str) -> dict[VisitPart, Any]:
    """The stored answers again; whatever is no answer to a question of today is left out."""
    try:
        told = json.loads(text) if text else {}
    except ValueError:
        return {}
    told = told if isinstance(told, dict) else {}
    read = {part: _read_again(part, told[part]) for part in QUESTIONS if part in told}
    return {part: answers for part, answers in read.items() if answers}


def _read_again(part: VisitPart, told: Any) -> Any:
    rows = told if part == VisitPart.ANGGOTA else [told]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return {}
    rows = [{name: value for name, value in row.items() if isinstance(value, str | int | list)} for row in rows]
    kept = rows[:MOST_MEMBERS] if part == VisitPart.ANGGOTA else rows[0]
    return read_part(part, typed_again(part, kept))[0]


def words_of(question: Question, answer: Any) -> str:
    """An answer as people read it."""
    labels = dict(question.options)
    if question.kind == MANY:
        return ", ".join(labels.get(word, word) for word in answer)
    if question.kind == MONEY:
        return show_rupiah(answer)
    return labels.get(answer, str(answer))


def told_part(part: VisitPart, answers: Any) -> list[tuple[str, str]]:
    """Labels and words of a part; each member of a family is one line under the own name."""
    if part == VisitPart.ANGGOTA:
        return [(row.get("name", ""), _member_line(row)) for row in answers]
    return [
        (question.label, words_of(question, answers[question.name]))
        for question in QUESTIONS[part]
        if question.name in answers
    ]


def _member_line(row: Answers) -> str:
    asked = {question.name: question for question in ANGGOTA}
    told = {name: words_of(asked[name], answer) for name, answer in row.items() if name in asked}
    trouble = told.get("difficulty", "").lower()
    if trouble and row["difficulty"] != NONE:
        trouble = f"sulit {trouble}" + (f" ({told['level'].lower()})" if "level" in told else "")
    illness = f"penyakit kronis: {told['illness'].lower()}" if "illness" in told else ""
    parts = (
        told.get("relation", "").lower(),
        f"{told['age']} tahun" if "age" in told else "",
        f"sekolah: {told['school'].lower()}" if "school" in told else "",
        f"kerja: {told['work'].lower()}" if "work" in told else "",
        trouble,
        illness,
        f"jaminan: {told['insurance']}" if "insurance" in told else "",
    )
    return "; ".join(part for part in parts if part)
