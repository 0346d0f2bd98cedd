"""Yang perlu dibawa: what is missing in big letters, and nothing of the family but initials and number."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos import clock
from puskesos.actions.case_papers import tick_paper
from puskesos.documents.bring_list import bring_list_html, bring_list_pdf
from puskesos.models import AuditEntry, Case, CaseDocument, Hub
from puskesos.queries.case import find_case
from tests.cast import Cast, make_case, make_person, viewer_of
from tests.documents.full_case import NIK

SECRETS = ("Siti", "Nurhaliza", "Wati", "Reaktivasi", "BPJS ibu", "RAHASIA", NIK, "0003<")


def facts(cast: Cast) -> dict[str, object]:
    return {"hub": Hub.get_by_id(cast.hub.id), "base_url": "http://10.0.0.5:8000/", "printed_by": "Sari"} | {
        "now": clock.now()
    }


def seen(cast: Cast, case: Case) -> Case:
    found = find_case(viewer_of(cast.sari), case.number)
    assert found is not None
    return found


@pytest.mark.parametrize("restricted", [False, True])
def test_it_names_papers_and_place_but_nobody(app: Flask, cast: Cast, restricted: bool) -> None:
    case = make_case(cast, client=make_person(cast, nik=NIK), restricted=restricted)
    sari, now = viewer_of(cast.sari), clock.now()
    tick_paper(case, 2, state="ada", form="asli", actor=sari, now=now)
    tick_paper(case, 3, state="menyusul", promised_on=date(2026, 11, 20), actor=sari, now=now)
    tick_paper(case, 4, state="tidak_berlaku", note="kartu hilang", actor=sari, now=now)
    with app.app_context():
        html = bring_list_html(seen(cast, case), **facts(cast))
    wanted = ("S. N.", case.number, "dari faskes", "KK", "dijanjikan 20 November 2026", "Senin–Jumat 08.00", "Jl. Raya")
    assert not [text for text in wanted if text not in html]
    assert not [secret for secret in SECRETS if secret in html]
    assert "</span> KTP" not in html and "</span> Kartu BPJS/KIS" not in html
    assert "Dinsos" not in html and "penonaktifan" not in html  # the office's letter, and what the hub looks up


def test_a_complete_case_says_so(app: Flask, cast: Cast) -> None:
    case = make_case(cast)
    CaseDocument.update(state="ada").where(CaseDocument.owner == "keluarga").execute()
    with app.app_context():
        assert "Berkas sudah lengkap" in bring_list_html(seen(cast, case), **facts(cast))


@pytest.mark.pango
@pytest.mark.parametrize(("papers", "pages"), [(6, 1), (40, 4)])
def test_the_longest_list_is_printed_whole(app: Flask, cast: Cast, papers: int, pages: int) -> None:
    case = make_case(cast)
    CaseDocument.delete().execute()
    for position in range(1, papers + 1):
        name = f"{position}. Surat keterangan dari kepala desa yang sudah ditandatangani"
        CaseDocument.create(case=case, position=position, name=name)
    with app.app_context():
        reader = PdfReader(io.BytesIO(bring_list_pdf(seen(cast, case), **facts(cast))))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) <= pages
    assert f"{papers}. Surat" in text and "tidak dipungut biaya" in text


def test_printing_is_audited(cast: Cast, client_for: object) -> None:
    case = make_case(cast)
    client_for("sari").get(f"/kasus/{case.number}/perlu-dibawa")
    assert AuditEntry.get(AuditEntry.action == "printed").detail == '{"paper": "perlu-dibawa"}'
