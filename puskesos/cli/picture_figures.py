"""The pictures of what is counted: the month, the year's SPM, the overview, registers, recaps and their papers."""

from __future__ import annotations

from puskesos.cli.picture_list import Picture, press

LAST_CLOSED = "2026-09"  # of the practice hub at the pictures' day
FIGURE_PICTURES: tuple[Picture, ...] = (
    Picture("fo-hari", "sari", "/laporan/hari"),
    Picture("fo-register", "sari", "/register/register"),
    Picture("koordinator-bulanan", "ratna", "/laporan"),
    Picture("koordinator-daftar-angka", "ratna", "/laporan", (press("main .balance a"),)),
    Picture("koordinator-spm", "ratna", "/laporan/spm"),
    Picture("koordinator-gambaran", "ratna", "/laporan/gambaran"),
    Picture("koordinator-rekap", "ratna", f"/laporan/rekap?bulan={LAST_CLOSED}"),
    Picture("koordinator-kirim", "ratna", "/laporan/kirim"),
    Picture("koordinator-kertas-bulanan", "ratna", f"/cetak/laporan?bulan={LAST_CLOSED}"),
    Picture("koordinator-kertas-spm", "ratna", "/laporan/spm/cetak"),
)
