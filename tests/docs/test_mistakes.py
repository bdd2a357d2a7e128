"""The page of messages holds every code, with what its user sees."""

from pathlib import Path

import pytest
from machinery.mistakes import mistakes
from source_tree import ROOT


@pytest.fixture(scope="module")
def page(built: Path) -> str:
    return (built / "errors.html").read_text(encoding="utf-8")


def test_every_pair_is_there(page: str) -> None:
    found = mistakes()
    assert len(found) == len(list((ROOT / "tests/errors").glob("bad_*.txt")))
    for mistake in found:
        assert f'id="{mistake.code.lower()}"' in page


def test_a_mistake_shows_model_message_and_remedy() -> None:
    (chain,) = [found for found in mistakes() if found.name == "chained_comparison"]
    assert chain.model == 'Neuron("", "v = 1.0", spike="0 < v < 1", name="Chain")\n'
    assert "^" in chain.message
    assert "= help: write a < b and b < c" in chain.message
    for found in mistakes():
        assert found.what
        assert found.code in found.message
        assert "import" not in found.model
