"""How names sound: every rule with a name it joins and one that must stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.spelling import SHORT_FORMS, sound_key, sound_keys, word_sounds_same

RULES = [
    # rule, two spellings of one name, two names that stay two
    ("oe is u", "soeharto suharto", "soleh suleh"),
    ("oe at the end", "tjoetjoe cucu", "zoe zu"),
    ("oe after kh is oi", "khoerul choirul", "khoerul khurul"),
    ("ai, oi and ae after kh", "khairul chaerul", "kairul khoirul"),
    ("dj is j", "djoko joko", "joko yoko"),
    ("tj is c", "tjandra candra", "candra jandra"),
    ("sj is sy", "sjarif syarif", "syarif jarif"),
    ("nj in front is ny", "njoman nyoman", "panji panyi"),
    ("nj inside stays", "pandji panji", "anjar anyar"),
    ("old j is y beside dj, oe …", "soerjadi suryadi", "sujadi suyadi"),
    ("old j is y after dj", "djaja jaya", "jaja yaya"),
    ("j may be y after r", "sunarjo sunaryo", "bejo beyo"),
    ("j may be y after h", "jahja yahya", "jajang yayang"),
    ("j may be y in front of u", "jusuf yusuf", "joko yoko"),
    ("ch is kh", "achmad akhmad", "kadir hadir"),
    ("ch may be c", "chandra candra", "achmad acmad"),
    ("q is k", "qosim kosim", "qosim hosim"),
    ("dh is d", "ramadhan ramadan", "dhani hani"),
    ("th is t", "fathimah fatimah", "thoha hoha"),
    ("sh is s", "sholeh soleh", "sholeh holeh"),
    ("sy is s", "syaiful saiful", "syam yam"),
    ("ts is s", "utsman usman", "utsman utman"),
    ("dz is d", "dzikri dikri", "dzikri sikri"),
    ("gh and bh", "ghofur gofur", "burhan buran"),
    ("f, v and p", "yusuf yusup", "dewi devi"),
    ("v is f", "silvi silfi", "silvi silwi"),
    ("z may be s", "rizki riski", "riski rijki"),
    ("z may be j", "zaenal jaenal", "saenal jaenal"),
    ("z at the end is s", "aziz ajis", "aziz ajij"),
    ("doubled consonants", "annisa anisa", "anisa arisa"),
    ("doubled vowels", "jamaal jamal", "iis is"),
    ("oo is u", "noor nur", "oom um"),
    ("h at the end is silent", "aminah amina", "hasan hasanah"),
    ("d at the end is t", "rahmad rahmat", "dadang tadang"),
    ("b at the end is p", "ayub ayup", "abas apas"),
    ("ie in front of f", "arief arif", "rina riena"),
    ("y at the end is i", "rizky rizki", "yani ini"),
    ("iy between is y", "supriyadi supriadi", "supriadi supradi"),
    ("i between is y", "setyawan setiawan", "setiawan setawan"),
    ("uw between is w", "suwarno suarno", "suwarno sunarno"),
    ("duwi is dwi", "duwi dwi", "dwi devi"),
    ("ai is ae", "nuraini nuraeni", "aini eni"),
    ("ay is ai", "layla laila", "maya mia"),
    ("aw is au", "fawzi fauzi", "wawan waun"),
    ("ei is ae", "husein husain", "husein husni"),
    ("oh is ah at the end", "maesaroh maisarah", "bejo beja"),
    ("-ulloh", "abdulloh abdullah", "abdullah abdul"),
    ("Muhammad", "muhammad mochamad", "muhammad mahmud"),
    ("Muhammad with e", "mohamed muhamad", "muhamad ahmad"),
    ("Moch., Moh., Muh.", "moch muhammad", "moh mohar"),
    ("Ach.", "ach ahmad", "ach muh"),
    ("St. is Siti", "st siti", "siti sitah"),
    ("Sitti", "sitti siti", "siti sati"),
    ("Abd. is Abdul", "abd abdul", "abd abidin"),
    ("Abdur in one word", "abdurrahman abdulrahman", "abdurrahman abdurrahim"),
    ("Abdus in one word", "abdussalam abdulsalam", "abdul abdullah"),
    ("Noer", "noer nur", "nur nura"),
]


@pytest.mark.parametrize(("pair"), [same for _, same, _ in RULES], ids=[rule for rule, *_ in RULES])
def test_spellings_of_one_name_sound_the_same(pair: str) -> None:
    one, other = pair.split()
    assert word_sounds_same(one, other) and word_sounds_same(other, one), (sound_keys(one), sound_keys(other))


@pytest.mark.parametrize(("pair"), [apart for *_, apart in RULES], ids=[rule for rule, *_ in RULES])
def test_two_names_stay_two(pair: str) -> None:
    one, other = pair.split()
    assert not word_sounds_same(one, other), (sound_keys(one), sound_keys(other))


def test_short_forms_sound_like_the_word_they_stand_for() -> None:
    assert all(sound_key(short) == sound_key(full) == full for short, full in SHORT_FORMS.items())


@given(st.one_of(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20), st.text(max_size=12)))
def test_any_word_has_a_sound_that_sounds_like_itself(word: str) -> None:
    assert sound_key(sound_key(word)) == sound_key(word)
    assert len(sound_keys(word)) <= 8


@given(st.text(alphabet="aehijkoudtscznyrwfb", min_size=1, max_size=10))
def test_spellings_near_the_rules_settle_too(word: str) -> None:
    assert sound_key(sound_key(word)) == sound_key(word)
