"""How the overview reads: each part as charts with the rows of the table behind them, and where its figures lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from puskesos import clock
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.queries.case import CaseFilter
from puskesos.queries.kept import kept
from puskesos.queries.report_contact import village_contacts, volunteers_by_village
from puskesos.queries.report_intake import intake_by_village, service_intake, service_names
from puskesos.queries.report_overview import ALL_OPEN, AreaLoad, area_loads, count_by, state_waits
from puskesos.queries.report_trend import TrendMonth, trend_of
from puskesos.queries.volunteer import VolunteerRow, list_volunteer_rows
from puskesos.rules.chart import Chart, Row, draw_bars, draw_columns, draw_lines
from puskesos.rules.dates import MONTHS
from puskesos.rules.report import Counted
from puskesos.rules.report_contact import LOOKED_BACK_DAYS, Contact
from puskesos.rules.report_rising import WINDOW_DAYS, ServiceIntake
from puskesos.rules.report_waits import ENDED_DAYS, StateWait
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub, hub_today

MOST_BARS = 12
TABLE = "Angka dan daftarnya ada di tabel di bawah gambar."


def overview(*, is_wide: bool) -> dict[str, Any]:
    """Everything the page needs; `is_wide` says that every table stands open."""
    return {"is_wide": is_wide, **kept(("gambaran", viewer()), clock.now(), _gather)}


def _gather() -> dict[str, Any]:
    hub, today = current_hub(), hub_today()
    trend = trend_of(hub, today)
    return {
        "today": today,
        "trend": trend,
        "trend_charts": _trend_charts(trend),
        "silence_days": hub.village_silent_days,
        "ended_days": ENDED_DAYS,
        "window_days": WINDOW_DAYS,
        **_waits(hub),
        **_loads(hub),
        **_villages(hub),
        **_services(hub),
    }


def _trend_charts(trend: Sequence[TrendMonth]) -> list[Chart]:
    if not trend:
        return []
    months = [(MONTHS[one.month.first.month - 1][:3], str(one.month.first.year)) for one in trend]
    came, done, left = (_series(trend, one) for one in (Counted.MASUK, Counted.SELESAI, Counted.SISA_AKHIR))
    span = f"{trend[0].month.label} sampai {trend[-1].month.label}"
    told = f"{span}. {_peak('Masuk', came, trend)} {_peak('Selesai', done, trend)} {TABLE}"
    series = [("Masuk", came), ("Selesai", done)]
    lines = draw_lines("tren-arus", "Kasus masuk dan selesai per bulan", told, months, series)
    told, running = f"{span}. {_peak('Sisa', left, trend)} {TABLE}", trend[-1].is_running
    return [lines, draw_columns("tren-sisa", "Kasus terbuka pada akhir bulan", told, months, left, is_open=running)]


def _series(trend: Sequence[TrendMonth], counted: Counted) -> list[int]:
    return [one.balance[counted] for one in trend]


def _peak(what: str, values: Sequence[int], trend: Sequence[TrendMonth]) -> str:
    most = max(values)
    return f"{what} terbanyak {most} ({trend[values.index(most)].month.label}), terakhir {values[-1]}."


def _waits(hub: Hub) -> dict[str, Any]:
    waits = state_waits(hub.id, hub_today())
    now = [Row(one.state.label, one.count, _wait_words(one)) for one in waits if one.count]
    took = [Row(one.state.label, one.mean, f"{number(one.mean)} hari") for one in waits if one.mean is not None]
    charts = []
    if now:
        charts.append(draw_bars("menunggu", "Di mana kasus menunggu sekarang", _most(now, "kasus"), now))
    if took:
        title = f"Lama rata-rata per status, {ENDED_DAYS} hari terakhir"
        charts.append(draw_bars("lama", title, _most(took, "hari"), took))
    return {"waits": waits, "wait_charts": charts, "days_words": number}


def _wait_words(one: StateWait) -> str:
    return f"{one.count} · tengah {number(one.median)} hr"


def number(value: float | None) -> str:
    """At most one digit behind the comma, as Indonesian writes it."""
    return "–" if value is None else f"{value:.1f}".removesuffix(".0").replace(".", ",")


def _most(rows: Sequence[Row], unit: str) -> str:
    top = max(rows, key=lambda row: row.value)
    return f"{len(rows)} baris. Terbanyak: {top.name}, {number(top.value)} {unit}. {TABLE}"


def _loads(hub: Hub) -> dict[str, Any]:
    areas = area_loads(viewer(), hub_today())
    workers = sorted(list_volunteer_rows(hub.id, hub_today()), key=lambda row: (-row.open, row.name.casefold()))
    busy = [row for row in workers if row.open]
    charts = []
    if any(one.open for one in areas):
        rows = [Row(one.area.label, one.open, _late_words(one), one.late) for one in areas]
        told = _most(rows, "kasus terbuka")
        charts.append(draw_bars("bidang", "Kasus terbuka per bidang", told, rows, legend="lewat waktu"))
    if busy:
        rows = [Row(one.name, one.open, _late_words(one), one.late) for one in busy[:MOST_BARS]]
        limit = (hub.load_limit, f"batas {hub.load_limit}")
        title = f"Tugas terbuka per relawan{_first(busy)}"
        told = _most(rows, "tugas")
        charts.append(draw_bars("relawan", title, told, rows, limit=limit, legend="lewat waktu"))
    idle = len(workers) - len(busy)
    full = sum(row.open >= hub.load_limit for row in busy)
    return {"areas": areas, "busy": busy, "idle": idle, "full": full, "limit": hub.load_limit, "load_charts": charts}


def _late_words(one: AreaLoad | VolunteerRow) -> str:
    return f"{one.open} · {one.late} lewat" if one.late else str(one.open)


def _first(rows: Sequence[object]) -> str:
    return f" ({MOST_BARS} teratas dari {len(rows)})" if len(rows) > MOST_BARS else ""


def _villages(hub: Hub) -> dict[str, Any]:
    today, days = hub_today(), hub.village_silent_days
    contacts = village_contacts(hub, today)
    silent = [one for one in contacts if one.is_silent(days)]
    charts = []
    if silent:
        rows = [Row(one.name, one.days, silence_words(one)) for one in silent[:MOST_BARS]]
        title = f"Desa/kelurahan tanpa kabar {days} hari atau lebih{_first(silent)}"
        limit = (days, f"{days} hari")
        charts.append(draw_bars("desa", title, _most(rows, "hari"), rows, limit=limit))
    return {
        "contacts": contacts,
        "silent": silent,
        "silence_words": silence_words,
        "village_charts": charts,
        "village_open": count_by(viewer(), Case.village, CaseFilter(state=ALL_OPEN), today),
        "village_intake": intake_by_village(hub.id, today - timedelta(days=ENDED_DAYS - 1), today),
        "village_volunteers": volunteers_by_village(hub.id),
    }


def silence_words(one: Contact) -> str:
    """How long a village was silent, in words."""
    if one.last_on is None:
        return f"lebih dari {LOOKED_BACK_DAYS} hari"
    return f"{one.days} hari" if one.days else "hari ini"


def _services(hub: Hub) -> dict[str, Any]:
    intake, names = service_intake(hub.id, hub_today()), service_names(hub.id)
    rising = [one for one in intake if one.is_rising]
    charts = []
    if rising:
        rows = [Row(names[one.service], one.recent, _usual_words(one), one.usual or 0) for one in rising[:MOST_BARS]]
        told = _most(rows, f"kasus dalam {WINDOW_DAYS} hari")
        charts.append(draw_bars("layanan", f"Layanan yang meningkat{_first(rising)}", told, rows, legend="biasanya"))
    return {"intake": intake, "rising": rising, "service_names": names, "service_charts": charts}


def _usual_words(one: ServiceIntake) -> str:
    return f"{one.recent} (biasa {number(one.usual)})"
