"""Code lists of the full assessment (domain.md appendix C: Regsosek 2022, the short subset of 2.2), as data."""

from __future__ import annotations

Options = tuple[tuple[str, str], ...]

YES_NO: Options = (("ya", "Ya"), ("tidak", "Tidak"))
FITS: Options = (("ya", "Cocok"), ("tidak", "Tidak cocok"), ("tidak_tahu", "Tidak dapat dicocokkan"))
PROGRAMS: Options = (
    ("sembako", "Sembako/BPNT"),
    ("pkh", "PKH"),
    ("blt_desa", "BLT Dana Desa"),
    ("pip", "KIP/PIP"),
    ("pbi", "KIS PBI"),
    ("listrik", "Subsidi listrik"),
    ("pemda", "Bantuan pemda"),
    ("lainnya", "Bantuan lain"),
    ("tidak_ada", "Tidak menerima apa pun"),
)
BUILDING: Options = (
    ("sendiri", "Milik sendiri"),
    ("sewa", "Kontrak/sewa"),
    ("bebas_sewa", "Bebas sewa"),
    ("dinas", "Dinas"),
    ("lainnya", "Lainnya"),
)
FLOOR: Options = (
    ("marmer", "Marmer/granit"),
    ("keramik", "Keramik"),
    ("parket", "Parket/vinil/karpet"),
    ("ubin", "Ubin/tegel/teraso"),
    ("kayu", "Kayu/papan"),
    ("semen", "Semen/bata merah"),
    ("bambu", "Bambu"),
    ("tanah", "Tanah"),
    ("lainnya", "Lainnya"),
)
WALL: Options = (
    ("tembok", "Tembok"),
    ("plesteran", "Plesteran anyaman bambu/kawat"),
    ("kayu", "Kayu/papan/gypsum/GRC"),
    ("anyaman", "Anyaman bambu"),
    ("batang_kayu", "Batang kayu"),
    ("bambu", "Bambu"),
    ("lainnya", "Lainnya"),
)
ROOF: Options = (
    ("beton", "Beton"),
    ("genteng", "Genteng"),
    ("seng", "Seng"),
    ("asbes", "Asbes"),
    ("kayu", "Kayu/sirap"),
    ("bambu", "Bambu"),
    ("jerami", "Jerami/ijuk/rumbia"),
    ("lainnya", "Lainnya"),
)
WATER: Options = (
    ("kemasan", "Kemasan bermerek"),
    ("isi_ulang", "Isi ulang"),
    ("leding", "Leding"),
    ("sumur_bor", "Sumur bor/pompa"),
    ("sumur", "Sumur terlindung"),
    ("sumur_terbuka", "Sumur tak terlindung"),
    ("mata_air", "Mata air terlindung"),
    ("mata_air_terbuka", "Mata air tak terlindung"),
    ("permukaan", "Air permukaan"),
    ("hujan", "Air hujan"),
    ("lainnya", "Lainnya"),
)
LIGHT: Options = (
    ("pln_meter", "PLN dengan meteran"),
    ("pln_tanpa_meter", "PLN tanpa meteran"),
    ("non_pln", "Listrik non-PLN"),
    ("bukan_listrik", "Bukan listrik"),
)
POWER: Options = (
    ("450", "450 watt"),
    ("900", "900 watt"),
    ("1300", "1.300 watt"),
    ("2200", "2.200 watt"),
    ("lebih", "Lebih dari 2.200 watt"),
)
FUEL: Options = (
    ("listrik", "Listrik"),
    ("elpiji_5", "Elpiji 5,5 kg/blue gaz"),
    ("elpiji_12", "Elpiji 12 kg"),
    ("elpiji_3", "Elpiji 3 kg"),
    ("gas_kota", "Gas kota"),
    ("biogas", "Biogas"),
    ("minyak", "Minyak tanah"),
    ("briket", "Briket"),
    ("arang", "Arang"),
    ("kayu", "Kayu bakar"),
    ("lainnya", "Lainnya"),
    ("tidak_memasak", "Tidak memasak"),
)
TOILET: Options = (
    ("sendiri", "Sendiri"),
    ("bersama", "Bersama rumah tangga tertentu"),
    ("komunal", "MCK komunal"),
    ("umum", "MCK umum"),
    ("tidak_dipakai", "Ada tetapi tidak dipakai"),
    ("tidak_ada", "Tidak ada"),
)
CLOSET: Options = (
    ("leher_angsa", "Leher angsa"),
    ("plengsengan_tutup", "Plengsengan tertutup"),
    ("plengsengan", "Plengsengan terbuka"),
    ("cemplung", "Cemplung"),
)
WASTE: Options = (
    ("septik", "Tangki septik"),
    ("ipal", "IPAL"),
    ("sungai", "Kolam/sawah/sungai/laut"),
    ("lubang", "Lubang tanah"),
    ("lapang", "Pantai/tanah lapang/kebun"),
    ("lainnya", "Lainnya"),
)
THINGS: Options = (
    ("kulkas", "Lemari es"),
    ("ac", "AC"),
    ("tv", "Televisi"),
    ("motor", "Sepeda motor"),
    ("mobil", "Mobil"),
    ("emas", "Emas 10 gram atau lebih"),
    ("laptop", "Komputer/laptop"),
    ("hp", "Smartphone"),
    ("perahu", "Perahu"),
    ("tidak_ada", "Tidak satu pun"),
)
RELATIONS: Options = (
    ("kepala", "Kepala keluarga"),
    ("pasangan", "Istri/suami"),
    ("anak", "Anak"),
    ("menantu", "Menantu"),
    ("cucu", "Cucu"),
    ("orang_tua", "Orang tua/mertua"),
    ("pembantu", "Pembantu/sopir"),
    ("lainnya", "Lainnya"),
)
SCHOOL: Options = (
    ("belum", "Tidak/belum pernah"),
    ("masih", "Masih sekolah"),
    ("tidak_lagi", "Tidak lagi"),
)
WORK: Options = (
    ("tidak", "Tidak bekerja"),
    ("sendiri", "Berusaha sendiri"),
    ("buruh_lepas", "Berusaha dibantu buruh tidak tetap/tak dibayar"),
    ("buruh_tetap", "Berusaha dibantu buruh tetap"),
    ("karyawan", "Buruh/karyawan swasta"),
    ("pns", "PNS/TNI/Polri/BUMN/BUMD"),
    ("bebas_tani", "Pekerja bebas pertanian"),
    ("bebas", "Pekerja bebas nonpertanian"),
    ("keluarga", "Pekerja keluarga"),
)
DIFFICULTY: Options = (
    ("tidak_ada", "Tidak ada kesulitan"),
    ("lihat", "Melihat"),
    ("dengar", "Mendengar"),
    ("jalan", "Berjalan/naik tangga"),
    ("tangan", "Menggerakkan tangan/jari"),
    ("belajar", "Belajar/intelektual"),
    ("perilaku", "Perilaku/emosi"),
    ("bicara", "Bicara/komunikasi"),
    ("mengurus_diri", "Mengurus diri"),
    ("ingat", "Mengingat/konsentrasi"),
)
LEVEL: Options = (
    ("sama_sekali", "Sama sekali tidak bisa"),
    ("banyak", "Banyak kesulitan dan butuh bantuan"),
    ("sedikit", "Sedikit kesulitan"),
)
ILLNESS: Options = (
    ("tidak_ada", "Tidak ada"),
    ("hipertensi", "Hipertensi"),
    ("rematik", "Rematik"),
    ("asma", "Asma"),
    ("jantung", "Jantung"),
    ("diabetes", "Diabetes"),
    ("tbc", "TBC"),
    ("stroke", "Stroke"),
    ("kanker", "Kanker"),
    ("ginjal", "Gagal ginjal"),
    ("hemofilia", "Hemofilia"),
    ("hiv", "HIV/AIDS"),
    ("kolesterol", "Kolesterol"),
    ("sirosis", "Sirosis"),
    ("talasemia", "Talasemia"),
    ("leukemia", "Leukemia"),
    ("alzheimer", "Alzheimer"),
    ("lainnya", "Lainnya"),
)
INSURANCE: Options = (
    ("tidak_ada", "Tidak ada"),
    ("pbi", "PBI-JKN"),
    ("mandiri", "JKN mandiri"),
    ("pemberi_kerja", "JKN pemberi kerja"),
    ("lain", "Jaminan lain"),
)
