"""Words and numeric codes that registers use for our code lists, by their spelling without spaces and signs.

Numbers are those of OpenSID (domain.md appendix B): a list's own order, from 1.
"""

from __future__ import annotations

from functools import lru_cache

from puskesos.rules.code import Code
from puskesos.rules.data_check import DataCheckStatus
from puskesos.rules.intake import Sex
from puskesos.rules.person import (
    Condition,
    Disability,
    Education,
    HouseholdRole,
    MaritalStatus,
    MembershipStatus,
    Nationality,
    PersonStatus,
    Religion,
)

# Words that say that nothing is known; in a list of disabilities and conditions also that there is none.
NOTHING = frozenset(
    {
        "",
        "tidakada",
        "tdkada",
        "tidaktahu",
        "tdktahu",
        "tdkth",
        "belumada",
        "kosong",
        "null",
        "none",
        "na",
        "nan",
        "nihil",
    }
)

_WORDS = {
    "sex": "L=l lk laki lakilaki pria male cowok laki2 lelaki m|P=p pr perempuan wanita female w prempuan perem cewek",
    "religion": "islam=islam moslem muslim|kristen=kristen protestan kristenprotestan|katolik=katolik katholik katolk"
    "|hindu=hindu|buddha=buddha budha|khonghucu=khonghucu konghucu kongfuchu konghuchu"
    "|kepercayaan=kepercayaan kepercayaanterhadaptuhanyme kepercayaanterhadaptuhanymelainnya penghayat aliran",
    "marital_status": "belum=belum belumkawin belummenikah bk lajang blmkawin belumnikah tidakkawin single"
    "|kawin=kawin menikah nikah kawintercatat kawinbelumtercatat kawintidaktercatat sudahkawin sudahmenikah k kw"
    "|cerai_hidup=ceraihidup ch ceraihiduptercatat ceraihidupbelumtercatat ceraibelumtercatat"
    "|cerai_mati=ceraimati cm",
    "education": "belum=belum tidakbelumsekolah belumsekolah tidaksekolah tidakpernahsekolah tdkblmsekolah paud tk"
    " belumtidaksekolah tidakbelumpernahsekolah"
    "|belum_sd=belumsd belumtamatsd belumtamatsdsederajat tidaktamatsd tidaktamatsdsederajat blmtamatsdsederajat"
    "|sd=sd tamatsd tamatsdsederajat sdsederajat mi sdmi paketa lulussd sdmisederajat"
    "|sltp=sltp smp mts smpmts sltpsederajat smpsederajat tamatsmp tamatsltp paketb lulussmp smpmtssederajat"
    "|slta=slta sma smk ma stm smu sltasederajat smasederajat smasmk tamatsma tamatslta paketc smasmkma lulussma"
    " smamasederajat smkmaksederajat smasmkmasederajat"
    "|d2=d1 d2 di dii diplomai diplomaii diplomaiii2 diplomaidiplomaii d1d2 dii2 diplomaiiisederajat diplomaidanii"
    "|d3=d3 diii akademi akademidiii diplomaiii akademidiplomaiiismuda akademidiplomaiiisarjanamuda d3sarjanamuda"
    "|s1=s1 d4 div sarjana diplomaiv diplomaivstratai stratai strata1 d4s1 divs1 diplomaivstrata1 diplomaivs1"
    "|s2=s2 strataii strata2 magister|s3=s3 strataiii strata3 doktor",
    "nationality": "wni=wni indonesia warganegaraindonesia id|wna=wna asing warganegaraasing"
    "|dua=dua duakewarganegaraan dwikewarganegaraan ganda",
    "household_role": "kepala=kepala kepalakeluarga kk krt kepalarumahtangga kepalakk pengurus|suami=suami"
    "|istri=istri isteri|anak=anak anakkandung anaktiri anakangkat|menantu=menantu mantu|cucu=cucu"
    "|orang_tua=orangtua ayah ibu bapak ortu|mertua=mertua|famili=famili famililain familylain saudara adik kakak"
    " keponakan nenek kakek paman bibi familial keluargalain sepupu|pembantu=pembantu art sopir pembanturumahtangga"
    "|lainnya=lainnya lain lainlain",
    "disability": "fisik=fisik cacatfisik daksa tunadaksa|netra=netra tunanetra buta cacatnetrabuta sensoriknetra"
    "|rungu=rungu tunarungu tuli sensorikrungu|wicara=wicara tunawicara bisu sensorikwicara"
    "|rungu,wicara=runguwicara cacatrunguwicara tunarunguwicara"
    "|mental=mental jiwa mentaljiwa cacatmentaljiwa psikososial|intelektual=intelektual tunagrahita grahita"
    "|ganda=ganda cacatfisikdanmental fisikdanmental multi tunaganda",
    "condition": "hamil=hamil ibuhamil bumil|balita=balita anakusiadini bayi|lansia=lansia lanjutusia jompo"
    "|odgj=odgj gangguanjiwa|sakit_kronis=sakitkronis kronis sakitmenahun penyakitkronis|pasung=pasung dipasung",
    "status": "hidup=hidup tetap aktif ada|meninggal=meninggal mati wafat almarhum meninggaldunia alm md"
    "|pindah=pindah pindahkeluar keluar pindahdomisili",
    "dtsen_status": "terdaftar=terdaftar ya ada y masuk padan dtsen dtks terdaftardtsen terdaftardtks"
    "|tidak_terdaftar=tidakterdaftar tidak t belumterdaftar nondtks nondtsen tdkterdaftar bukandtsen"
    "|nik_tidak_padan=niktidakpadan tidakpadan nontpadan gagalpadan invalid|belum_dicek=belumdicek"
    "|tidak_dapat=tidakdapatdicek tidakdapat",
    "program_status": "aktif=aktif ya y menerima salur penerima berhasilsalur sp2d layak existing eksisting"
    "|usulan=usulan diusulkan usul calon baru|berhenti=berhenti nonaktif tidakaktif graduasi keluar exclude dihentikan"
    " tidaklayak nonpenerima tidak t tidakmenerima",
    "program": "pkh=pkh programkeluargaharapan|sembako=sembako bpnt sembakobpnt bpntsembako programsembako rastra"
    " bansossembako bantuanpangannontunai|pbi_jk=pbi pbijk pbijkn bpjspbi kis kispbi jknpbi"
    "|pip=pip kip pipkip programindonesiapintar|kip_kuliah=kipkuliah kipk"
    "|blt_dd=blt bltdd bltdanadesa bltdesa danadesa|atensi=atensi|listrik=subsidilistrik listrik"
    "|lpg=subsidilpg lpg gas|pupuk=subsidipupuk pupuk|rutilahu=rutilahu rtlh bsps bedahrumah"
    "|usaha=kurumikube kube kur umi usaha pena|daerah=bantuandaerah daerah bansosdaerah|lainnya=lainnya",
    "yes": "ya=ya y 1 ada v aktif menerima penerima true sudah iya dapat salur ok √ ✓|tidak=tidak t 0 tdk n no false"
    " bukan belum tidakmenerima nonaktif tidakada",
}
_LISTS: dict[str, type[Code]] = {
    "sex": Sex,
    "religion": Religion,
    "marital_status": MaritalStatus,
    "education": Education,
    "nationality": Nationality,
    "household_role": HouseholdRole,
    "disability": Disability,
    "condition": Condition,
    "status": PersonStatus,
    "dtsen_status": DataCheckStatus,
    "program_status": MembershipStatus,
}
_NUMBERED = ("sex", "religion", "marital_status", "education", "nationality", "household_role")
_OTHER_NUMBERS = {
    "status": {"1": "hidup", "2": "meninggal", "3": "pindah"},
    "disability": {"1": "fisik", "2": "netra", "3": "rungu,wicara", "4": "mental", "5": "ganda", "7": ""},
    "dtsen_status": {"1": "terdaftar", "0": "tidak_terdaftar"},
}


@lru_cache(maxsize=10_000)
def squeeze(text: str) -> str:
    """Small letters and digits only, and the ticks people put for yes."""
    return "".join(c for c in text.casefold() if c.isalnum() or c in "√✓")


def _table(field: str) -> dict[str, str]:
    known = {
        word: code for code, words in (part.split("=") for part in _WORDS[field].split("|")) for word in words.split()
    }
    words = _LISTS.get(field)
    if words:
        known |= {squeeze(label): code for code, label in words.choices()} | {squeeze(one): str(one) for one in words}
        if field in _NUMBERED:
            known |= {str(number): str(one) for number, one in enumerate(words, start=1)}
    return known | _OTHER_NUMBERS.get(field, {})


TABLES = {field: _table(field) for field in _WORDS}


def labels(field: str) -> str:
    """The words a person may write, for the sentence that refuses another one."""
    words = _LISTS.get(field)
    return ", ".join(label for _, label in words.choices()) if words else ""
