"""The committed table is the one that the catalogues and the marks give."""

import compatibility
import pytest
from compatibility import CatalogueError, Mark, catalogues, marks, states


def test_the_committed_table_is_current():
    committed = compatibility.TABLE.read_text(encoding="utf-8")
    assert committed == compatibility.table(), "write it anew: make compatibility"


def test_every_id_is_known_and_every_item_has_a_state():
    known = states(catalogues(), marks())
    assert set(known.values()) <= {"proven", "refused", "open"}
    text = compatibility.table()
    assert [id for id in known if f"| {id} | " not in text] == []


def test_a_section_gives_its_number_to_its_items(tmp_path):
    path = tmp_path / "api.toml"
    path.write_text('title = "T"\nprefix = "api-"\n["2.1 Names"]\nshort = "Short."\n')
    catalogue = compatibility.read_catalogue(path)
    assert catalogue.items == (compatibility.Item("api-2.1-short", "Short."),)


def write(tmp_path, text):
    (tmp_path / "tests").mkdir(exist_ok=True)
    (tmp_path / "tests" / "test_x.py").write_text(text)
    return marks(tmp_path / "tests")


def test_marks_stand_on_functions_parameters_classes_and_files(tmp_path):
    text = """
pytestmark = pytest.mark.proves("a")

@pytest.mark.proves("b", "c")
def test_f(): ...

@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.refuses("d"))])
def test_g(x): ...

class TestK:
    @pytest.mark.proves("e")
    def test_h(self): ...
"""
    assert write(tmp_path, text) == (
        Mark("proven", "a", "tests/test_x.py"),
        Mark("proven", "b", "tests/test_x.py::test_f"),
        Mark("proven", "c", "tests/test_x.py::test_f"),
        Mark("refused", "d", "tests/test_x.py::test_g"),
        Mark("proven", "e", "tests/test_x.py::TestK::test_h"),
    )


def test_a_test_that_may_not_run_proves_nothing(tmp_path):
    text = '@pytest.mark.skip\n@pytest.mark.proves("a")\ndef test_f(): ...\n'
    with pytest.raises(CatalogueError, match="test_f may not run"):
        write(tmp_path, text)


def test_an_unknown_id_is_told():
    with pytest.raises(CatalogueError, match=r"t names '0-nothing'"):
        states(catalogues(), (Mark("proven", "0-nothing", "t"),))


def test_an_item_is_not_both_proven_and_refused():
    both = (Mark("proven", "3-t", "a"), Mark("refused", "3-t", "b"))
    with pytest.raises(CatalogueError, match="both"):
        states(catalogues(), both)
