"""The mutants still fit the source, and a few of them are found."""

import pytest
from mutate import ROOT, copied, mutants, proofs, survivors

SAMPLE = ("2.1-semicolon", "8.1-rounding", "9.4-targets-next")
PROOFS = proofs()


@pytest.mark.parametrize("mutant", mutants(), ids=lambda m: f"{m.fails[0]} {m.file[13:]}")
def test_the_text_of_a_mutant_stands_once_and_its_items_are_proven(mutant):
    text = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert text.count(mutant.old) == 1
    assert [id for id in mutant.fails if id not in PROOFS] == []


def test_a_sample_is_found(tmp_path):
    folder = copied(tmp_path)
    for id in SAMPLE:
        (mutant,) = [m for m in mutants() if id in m.fails]
        assert survivors(mutant, folder, PROOFS) == []
