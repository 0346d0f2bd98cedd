"""What can be typed about a task beside its report: a question, an answer, the day to go, more time."""

from __future__ import annotations

from puskesos.forms.base import Day, Needed, OnceForm, VersionForm, paragraph


class QuestionForm(OnceForm):
    """What the volunteer wants to know before or while at it."""

    text = paragraph("Pertanyaan", Needed("pertanyaan"), limit=1000)


class AnswerForm(OnceForm):
    """What koordinator or back office tells the volunteer."""

    text = paragraph("Jawaban", Needed("jawaban"), limit=1000)


class PlanForm(VersionForm):
    """The day to go; beyond the due date only with a reason."""

    planned_on = Day("Berkunjung pada", [Needed("tanggal berkunjung")])
    reason = paragraph("Alasan", limit=500)


class PostponementForm(VersionForm):
    """The koordinator's answer; refusing needs a reason."""

    reason = paragraph("Alasan tidak dapat ditunda", limit=500)
