"""Papers that were asked for together and are printed in the background."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub
from puskesos.models.user import User
from puskesos.rules.print_batch import BatchForm, BatchKind


class PrintBatch(BaseModel):
    """One batch; its job (JobKind.CETAK_KUMPULAN) has its id as subject and says how far it is.

    `parts` is JSON of pairs of paper and number of case or task (or id of volunteer or letter), `address` what QR codes
    for staff begin with. `stored_name` is the file in `settings.batches`, empty until it is whole; `left_out` counts
    papers that could not be printed or did not open for the asker. `double_sided` begins every paper on a new sheet.
    """

    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    form = TextField(default=str(BatchForm.PDF))
    title = TextField()
    parts = TextField()
    double_sided = BooleanField(default=False)
    address = TextField(default="")
    stored_name = TextField(default="")
    printed = IntegerField(default=0, constraints=[SQL("CHECK (printed >= 0)")])
    left_out = IntegerField(default=0, constraints=[SQL("CHECK (left_out >= 0)")])
    created_by = reference(User)
    created_at = UtcDateTimeField()

    class Meta:
        constraints = (
            one_of("kind", [str(kind) for kind in BatchKind]),
            one_of("form", [str(form) for form in BatchForm]),
        )
        indexes = ((("hub", "id"), False), (("created_by", "id"), False))
