"""`rekap`: adds up the reports that hubs sent by mail or on a stick; needs no database and no installation of a hub."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from puskesos import clock
from puskesos.errors import StartRefused
from puskesos.recap.collecting import Collected, collect
from puskesos.recap.known_keys import KnownHub, read_keys, write_keys
from puskesos.rules.recap import Chosen, choose
from puskesos.security.report_key import short_fingerprint

HELP = """Add up the monthly reports of all hubs: checks each file's signature, hub, month and sums, and writes one
workbook (and one PDF, where this machine can print) into FOLDER. Files that cannot be trusted are named with the
reason, and the rest is still added up.

The first time: run it without --trust, compare the fingerprints it shows with those that the hubs tell by phone or
on paper, then run it again with --trust. Keys are kept in the file of --keys; one that changed is never taken over.

exit codes: 0 all files counted and nothing is missing; 1 nothing could be counted; 2 wrong use;
3 written, but files were refused or there are gaps: read the list."""
KEYS = "kunci-hub.txt"
DONE, FAILED, WITH_FINDINGS = 0, 1, 3


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="ZIP or JSON of a hub, or a folder of them")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where workbook and PDF go")
    parser.add_argument("--keys", type=Path, metavar="FILE", help=f"the trusted keys (default: FOLDER/{KEYS})")
    parser.add_argument("--trust", action="store_true", help="trust hubs seen for the first time from now on")
    parser.add_argument("--practice", action="store_true", help="count practice hubs too, to try it out")


def run(args: argparse.Namespace) -> int:
    keys = args.keys or args.out / KEYS
    known = read_keys(keys)
    collected = collect(args.files, known, trust=args.trust, practice=args.practice)
    _tell_refused(collected)
    if not collected.bundles:
        print("Tidak ada laporan yang dapat dihitung.", file=sys.stderr)
        return FAILED
    try:
        args.out.mkdir(parents=True, exist_ok=True)
        _keep_keys(keys, known, collected)
        chosen = choose(collected.bundles, {one.code: one.name for one in known.values()})
        _write_all(args.out, chosen, collected)
    except OSError as problem:
        raise StartRefused(f"Tidak dapat menulis ke {args.out}: {problem.strerror}.") from problem
    for text in chosen.findings:
        print(f"CATATAN  {text}")
    return WITH_FINDINGS if collected.refused or chosen.findings else DONE


def _tell_refused(collected: Collected) -> None:
    for name, why in collected.refused:
        print(f"DITOLAK  {name}: {why}")


def _keep_keys(path: Path, known: dict[str, KnownHub], collected: Collected) -> None:
    """Only when there is something new: the Dinsos may have written its own words into the file."""
    if not collected.fresh:
        return
    write_keys(path, [*known.values(), *collected.fresh])
    for hub in sorted(collected.fresh, key=lambda one: one.code):
        print(f"DIKENAL  {hub.code} {hub.name}, sidik {short_fingerprint(hub.key)}, disimpan di {path}")


def _write_all(folder: Path, chosen: Chosen, collected: Collected) -> None:
    from puskesos.sheets.recap_book import recap_book

    stem = "rekap-" + "_".join(dict.fromkeys((chosen.months[0], chosen.months[-1])))
    hubs = len({one.hub for one in chosen.bundles})
    print(f"{len(chosen.bundles)} laporan dari {hubs} hub, {len(chosen.months)} bulan.")
    _write(folder / f"{stem}.xlsx", recap_book(chosen, collected.refused))
    pdf = _pdf(chosen, collected)
    if isinstance(pdf, bytes):
        _write(folder / f"{stem}.pdf", pdf)
    else:
        print(f"Tanpa PDF: {pdf}")


def _pdf(chosen: Chosen, collected: Collected) -> bytes | str:
    """The PDF, or why there is none."""
    from puskesos.config import Settings
    from puskesos.documents.printing import PrintingUnavailable, TooManyPages, stop_printing
    from puskesos.documents.recap_paper import recap_html, recap_pdf
    from puskesos.web import build_paper_app

    with TemporaryDirectory() as nowhere:
        app = build_paper_app(Settings(data=Path(nowhere), secret="rekap"))
        try:
            with app.app_context():
                return recap_pdf(recap_html(chosen, collected.refused, now=clock.now()))
        except PrintingUnavailable:
            return "komputer ini tidak dapat mencetak PDF (Pango tidak ada). Pakai Excel-nya."
        except TooManyPages:
            return "terlalu banyak halaman. Rekap lebih sedikit bulan sekaligus."
        finally:
            stop_printing()


def _write(path: Path, content: bytes) -> None:
    """There wholly or not at all."""
    fresh = path.with_name(f".{path.name}.baru")
    fresh.write_bytes(content)
    os.replace(fresh, path)
    print(path)
