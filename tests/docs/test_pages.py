"""Every block of Python and every cell in the documentation runs, and prints what its page says."""

from collections.abc import Iterator
from pathlib import Path

import pages
import pytest
from IPython.core.interactiveshell import InteractiveShell

import annarchy_lab as ann
from annarchy_lab.lab.laboratory import LABORATORY

PAGES = pages.pages()
NAMES = [path.relative_to(pages.DOCS).as_posix() for path in PAGES]


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Begin and end without networks, constants and functions; write into a folder that goes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("ANNARCHY_LAB_DATA_DIR", str(tmp_path / "data"))
    ann.clear()
    yield
    ann.clear()


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """A notebook's shell with the lab."""
    shell = InteractiveShell()
    shell.extension_manager.load_extension("annarchy_lab")
    yield shell
    LABORATORY.close()
    shell.extension_manager.unload_extension("annarchy_lab")
    shell.history_manager.end_session()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_python(page: Path) -> None:
    # what a page says of the language holds on both backends, which tests/conformance proves
    if page.parent.name == "language":
        ann.setup(backend="reference")
    pages.run_python(page)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_cells(page: Path, shell: InteractiveShell) -> None:
    pages.run_cells(page, shell)


def test_blocks_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n\n```sh\nls\n```\n")
    assert pages.blocks(page) == [pages.Block("python", "print(1)\n", 4, "1\n")]
    pages.run_python(page)
    page.write_text("```python\nprint(1)\n```\n```text\n2\n```\n")
    with pytest.raises(AssertionError, match=r"page\.md:2"):
        pages.run_python(page)
