"""Each difference from ANNarchy that the documentation tells has a proof that exists."""

import ast

import compatibility
import pytest
from machinery.differences import Difference, differences
from source_tree import ROOT

ROWS = differences()
PAGE = ROOT / "docs" / "coming-from-annarchy.md"


@pytest.fixture(scope="module")
def states() -> dict[str, str]:
    return compatibility.states(compatibility.catalogues(), compatibility.marks())


def is_test(name: str) -> bool:
    """Whether a file of tests has a function of that name."""
    path, _, function = name.partition("::")
    if not (ROOT / path).is_file():
        return False
    nodes = ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    return function in {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_its_proofs_exist(row: Difference, states: dict[str, str]) -> None:
    assert row.proofs
    for proof in row.proofs:
        known = states.get(proof) in ("proven", "refused") or is_test(proof)
        assert known, f"{row.id} names {proof}, which is neither a proven item nor a test"


def test_a_proof_that_does_not_exist_is_found() -> None:
    assert is_test("tests/docs/test_differences.py::test_its_proofs_exist")
    assert not is_test("tests/docs/test_differences.py::test_nothing")
    assert not is_test("tests/docs/test_no_such_file.py::test_nothing")


def test_rows_are_whole_sentences() -> None:
    for row in ROWS:
        assert all(text.endswith(".") for text in (row.theirs, row.ours, row.reason)), row.id


def test_ids_are_unique() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_every_part_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for part in {row.part for row in ROWS}:
        assert text.count(f"```{{differences}} {part}\n") == 1
