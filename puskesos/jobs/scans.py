"""The work of JobKind.BACA_PINDAIAN: the files of a batch page by page; goes on where it was interrupted."""

from __future__ import annotations

from contextlib import closing

from puskesos import clock
from puskesos.actions.scan_reading import PagePicture, end_batch, end_file, keep_page, was_read_before
from puskesos.jobs.run import Failed, Run
from puskesos.models.sheet import Scan, ScanBatch, ScanFile
from puskesos.models.user import User
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import parse_roles
from puskesos.rules.scan import FileTrouble
from puskesos.rules.viewer import Viewer
from puskesos.scanning.process import FileUnread, Reader

NO_RIGHT = "Peran pengirim tidak lagi boleh menyimpan lampiran."
GONE = "Pindaian ini tidak ada lagi."


def read_scans(run: Run) -> None:
    """Read every file that was not read yet."""
    batch = ScanBatch.get_or_none(ScanBatch.id == run.job.subject)
    if batch is None:
        raise Failed(GONE)
    actor = _sender(batch)
    files = list(ScanFile.select().where(ScanFile.batch == batch.id).order_by(ScanFile.position))
    with Reader() as reader:
        for place, file in enumerate(files):
            run.step(place, len(files) + 1)
            if file.read_at is None:
                _read_file(run, reader, file, actor)
    end_batch(batch.id, clock.now())


def _read_file(run: Run, reader: Reader, file: ScanFile, actor: Viewer) -> None:
    pages = Scan.select().where(Scan.file == file.id).count()
    path = run.settings.scans / (file.stored_name or "-")
    trouble = ""
    if not pages and was_read_before(file):
        trouble = str(FileTrouble.SUDAH)
    elif not path.is_file():
        trouble = str(FileTrouble.HILANG)
    else:
        try:
            with closing(reader.read(path, file.kind, pages + 1)) as read:
                for page in read:
                    picture = PagePicture(page.page, page.content, page.width, page.height, page.texts, page.how)
                    keep_page(file, picture, settings=run.settings, actor=actor, now=clock.now())
                    pages = page.page
                    run.step(*_progress(file, page.page, page.count))
        except FileUnread as problem:
            trouble = str(problem.trouble)
    end_file(file, pages=pages, trouble=trouble, settings=run.settings, now=clock.now())


def _progress(file: ScanFile, page: int, count: int) -> tuple[int, int]:
    """Pages as far as they are known: each other file of the batch counts as one."""
    others = ScanFile.select().where(ScanFile.batch == file.batch_id).count()
    return file.position - 1 + page, others + count


def _sender(batch: ScanBatch) -> Viewer:
    """Who sent the batch, with the rights of now. Raises Failed when these no longer suffice."""
    user = User.get_by_id(batch.created_by_id)
    sender = Viewer(
        id=user.id,
        hub_id=user.hub_id,
        username=user.username,
        name=user.name,
        roles=parse_roles(user.roles),
        area=user.area,
        village_ids=frozenset(),
        session_id=0,
        idle_seconds=0,
        must_change_password=False,
    )
    if not (user.active and sender.can(Permission.ATTACH)):
        raise Failed(NO_RIGHT)
    return sender
