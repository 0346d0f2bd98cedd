"""Which function does which kind of work; imported when needed, because some bring large libraries."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from puskesos.jobs.run import Run
from puskesos.rules.job import JobKind

_WORK: dict[JobKind, str] = {  # kind → "module:function" within puskesos.jobs
    JobKind.BACA_IMPOR: "imports:read_import",
    JobKind.UJI_IMPOR: "imports:check_import",
    JobKind.TERAPKAN_IMPOR: "imports:apply_import",
    JobKind.BATALKAN_IMPOR: "imports:undo_import",
    JobKind.PERIKSA_WARGA: "registry_check:check_registry",
    JobKind.EKSPOR_WARGA: "export:export_list",
    JobKind.BACA_PINDAIAN: "scans:read_scans",
    JobKind.CETAK_KUMPULAN: "print_batch:print_batch",
}


def work_of(kind: str) -> Callable[[Run], None]:
    """The function that does this kind of work. Raises KeyError for a kind nobody does."""
    module, function = _WORK[JobKind(kind)].split(":")
    return getattr(import_module(f"puskesos.jobs.{module}"), function)
