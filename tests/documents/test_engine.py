"""The prepared engine prints the same bytes as plain WeasyPrint, paper after paper, and does not grow."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from puskesos.documents import worker
from puskesos.documents.case_sheet import case_sheet_html
from puskesos.documents.receipt import receipt_html
from tests.cast import NOW, Cast, make_case
from tests.documents.full_case import case_file, decided_case

pytestmark = pytest.mark.pango
FRAME = '<!doctype html><html lang="{}"><title>Uji</title><body><main class="paper a4" data-foot="x">{}</main>'
LISTS = """<ul class="letter-list"><li>satu<li>dua</ul><ol class="letter-list"><li>satu<ol><li>dalam</ol></ol>
<p id="sini">Baris<br>baru</p><a href="#sini">ke sana</a><h2>Judul</h2>"""
STYLED = '<p style="margin-left: {}mm">Lekuk</p><style>p {{ font-size: {}pt }}</style><p dir="rtl">kanan</p>'


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint as it comes, also after a press was made in this process."""
    import weasyprint.css

    monkeypatch.setattr(weasyprint.css, "StyleFor", weasyprint.css.StyleFor)


def plainly(html: str) -> bytes:
    """The paper by WeasyPrint as it comes."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), worker.deny_all_fetcher(worker.allowed_files())
    given = {"base_url": worker.OURS, "url_fetcher": fetcher}
    style = weasyprint.CSS(string=(worker.STATIC / "paper.css").read_text(), font_config=fonts, **given)
    options = worker.USUAL | {"finisher": worker.settle_tags}
    return weasyprint.HTML(string=html, **given).write_pdf(font_config=fonts, stylesheets=[style], **options)


def papers(cast: Cast, folder: Path) -> list[str]:
    """Papers of many shapes, some twice with other words."""
    facts = {"base_url": "http://10.0.0.5:8000/", "printed_by": "Ratna", "now": NOW}
    sheets = [case_file(cast, decided_case(cast, folder, notes=30)), case_file(cast, make_case(cast))]
    sheets.append(case_file(cast, make_case(cast, restricted=True), paper="A4"))
    lists = [FRAME.format(lang, LISTS) for lang in ("id", "en", "id")]
    styled = [FRAME.format("id", STYLED.format(size, size)) for size in (9, 12, 9)]
    receipt = receipt_html(sheets[1].page.case, hub=sheets[1].hub, **facts)
    return [*map(case_sheet_html, sheets), receipt, *lists, *styled]


def test_what_was_kept_changes_no_byte(plain: None, app: Flask, cast: Cast, tmp_path: Path) -> None:
    with app.app_context():
        wanted = papers(cast, tmp_path)
    expected = [plainly(html) for html in wanted]
    press = worker.Press()
    assert [press.print(html, 9) for html in wanted * 2] == expected * 2


def test_styles_are_kept_from_paper_to_paper_up_to_a_bound(plain: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from puskesos.documents import engine

    press, lists = worker.Press(), FRAME.format("id", LISTS)
    press.print(lists, 9)
    before = len(engine._kept)
    press.print(lists, 9)
    assert len(engine._kept) == before
    monkeypatch.setattr(engine, "MOST_STYLES", before)
    for size in range(6, 20):
        press.print(FRAME.format("id", STYLED.format(size, size)), 9)
        assert len(engine._kept) < 2 * before
