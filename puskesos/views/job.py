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
from puskesos.security.guard import poll, requires, viewer
from puskesos.views.answer import is_fragment, respond

blueprint = Blueprint("job", __name__, url_prefix="/pekerjaan")
_PAGES = {  # kind → where its outcome stands; {subject} and {id} are filled in
    JobKind.PERIKSA_WARGA: "/warga/periksa",
    JobKind.EKSPOR_WARGA: "/warga/ekspor/{id}",
    JobKind.BACA_PINDAIAN: "/pindaian/{subject}",
}
_RIGHTS = {  # kind → who may see the page behind it
    JobKind.PERIKSA_WARGA: Permission.CLEAN_REGISTRY,
    JobKind.EKSPOR_WARGA: Permission.EXPORT_PEOPLE,
    JobKind.BACA_PINDAIAN: Permission.ATTACH,
}
_OF_IMPORTS = "/warga/impor/{subject}"


@blueprint.get("/<id:job_id>")
@requires(Permission.SEE_PEOPLE)
@poll
def show(job_id: int) -> Response:
    job = find_job(viewer(), job_id)
    if job is None or (job.kind == JobKind.EKSPOR_WARGA and job.created_by_id != viewer().id):
        abort(404)
    if not viewer().can(_RIGHTS.get(JobKind(job.kind), Permission.IMPORT_PEOPLE)):
        raise NotAllowed
    if is_abandoned(job, clock.now()):
        wake_worker(current_app.config["SETTINGS"])
    answer = respond("job/show.html", "shared/_progress.html", **progress_of(job), page_url=page_of(job))
    if is_fragment() and job.state not in UNFINISHED:
        answer.headers["HX-Refresh"] = "true"  # the page around it now shows the outcome
    return answer


def progress_of(job: Job) -> dict[str, object]:
    """What shared/_progress.html needs."""
    return {"job": job, "label": JobKind(job.kind).label, "percent": percent(job.done, job.total)}


def page_of(job: Job) -> str:
    """The page where the outcome of this job stands."""
    return _PAGES.get(JobKind(job.kind), _OF_IMPORTS).format(subject=job.subject, id=job.id)
