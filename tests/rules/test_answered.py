"""What ends with an answer at the counter: questions alone (domain.md 1.3)."""

import pytest

from puskesos.rules.intake import no_answer_because


@pytest.mark.parametrize(
    ("kind", "service", "facts", "said"),
    [
        pytest.param("pertanyaan", "K01", {}, "", id="a question about any service"),
        pytest.param("saran", "K01", {}, "", id="a suggestion"),
        pytest.param("keluhan", "L01", {}, "", id="the service of information"),
        pytest.param("permohonan", "K01", {}, "Hanya pertanyaan", id="a request needs its path"),
        pytest.param("pengaduan", "L02", {}, "Hanya pertanyaan", id="so does a complaint"),
        pytest.param("pertanyaan", "L01", {"restricted": True}, "Kasus terbatas", id="never a restricted case"),
        pytest.param("pertanyaan", "L01", {"emergency": True}, "Kasus darurat", id="never an emergency"),
    ],
)
def test_what_ends_with_an_answer_at_the_counter(kind: str, service: str, facts: dict[str, bool], said: str) -> None:
    usual = {"restricted": False, "emergency": False}
    assert no_answer_because(kind, service, **usual | facts).startswith(said)
    assert bool(no_answer_because(kind, service, **usual | facts)) is bool(said)
