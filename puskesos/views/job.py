"""How far a piece of background work is: the part of a page that asks by itself, and the same as a page of its own."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app

from puskesos import clock
from puskesos.errors import NotAllowed
from puskesos.jobs.launching import wake_worker
from puskesos.models.job import Job
from puskesos.queries.job import find_job, is_abandoned
from puskesos.rules.job import UNFINISHED, JobKind, percent
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import Role
from puskesos.security.guard import poll, requires, viewer
from puskesos.views.answer import is_fragment, respond

blueprint = Blueprint("job", __name__, url_prefix="/pekerjaan")
_PAGES = {  # kind → where its outcome stands; {subject} and {id} are filled in
    JobKind.PERIKSA_WARGA: "/warga/periksa",
    JobKind.EKSPOR_WARGA: "/warga/ekspor/{id}",
    JobKind.BACA_PINDAIAN: "/pindaian/{subject}",
    JobKind.CETAK_KUMPULAN: "/cetak/kumpulan/{subject}",
}
_RIGHTS = {  # kind → who may see the page behind it
    JobKind.PERIKSA_WARGA: Permission.CLEAN_REGISTRY,
    JobKind.EKSPOR_WARGA: Permission.EXPORT_PEOPLE,
    JobKind.BACA_PINDAIAN: Permission.ATTACH,
    JobKind.CETAK_KUMPULAN: Permission.PRINT_CASE_SHEET,
}
_OWN = {str(JobKind.EKSPOR_WARGA), str(JobKind.CETAK_KUMPULAN)}
_OF_IMPORTS = "/warga/impor/{subject}"


@blueprint.get("/<id:job_id>")
@requires(Permission.SEE_PEOPLE)
@poll
def show(job_id: int) -> Response:
    job = find_job(viewer(), job_id)
    if job is None or not _is_shown(job):
        abort(404)
    if not viewer().can(_RIGHTS.get(JobKind(job.kind), Permission.IMPORT_PEOPLE)):
        raise NotAllowed
    if is_abandoned(job, clock.now()):
        wake_worker(current_app.config["SETTINGS"])
    answer = respond("job/show.html", "shared/_progress.html", **progress_of(job), page_url=page_of(job))
    if is_fragment() and job.state not in UNFINISHED:
        answer.headers["HX-Refresh"] = "true"  # the page around it now shows the outcome
    return answer


def _is_shown(job: Job) -> bool:
    """Lists and batches only before their asker; batches before the koordinator too."""
    if job.kind not in _OWN or job.created_by_id == viewer().id:
        return True
    return job.kind == JobKind.CETAK_KUMPULAN and viewer().has_role(Role.KOORDINATOR)


def progress_of(job: Job) -> dict[str, object]:
    """What shared/_progress.html needs."""
    return {"job": job, "label": JobKind(job.kind).label, "percent": percent(job.done, job.total)}


def page_of(job: Job) -> str:
    """The page where the outcome of this job stands."""
    return _PAGES.get(JobKind(job.kind), _OF_IMPORTS).format(subject=job.subject, id=job.id)
