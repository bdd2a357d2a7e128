"""Fixtures for tests with a real JupyterLab in a headless Chromium.

``notebook.new(*cells)`` opens a fresh notebook, ``notebook.open(path)`` a copy of an existing one.
When the test is over, every page must have been free of errors and of requests to other hosts; its
last state is kept as a picture in ``artefacts/``.  Under another base URL::

    @pytest.mark.parametrize("lab", ["/user/x/"], indirect=True)
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import chromium
import nbformat
import pytest
from lab_driver import LabServer, NotebookPage
from playwright.sync_api import Browser, BrowserContext, BrowserType, sync_playwright

ARTEFACTS = Path(__file__).parent / "artefacts"
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chrome() -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def program() -> str:
    path = chromium.find()
    if path is None:
        pytest.fail("no Chromium found; `.ci/provision browser` installs it or says how")
    return path


@pytest.fixture(scope="session")
def browser(chrome: BrowserType, program: str) -> Iterator[Browser]:
    """A browser whose pages know nothing of each other."""
    with chrome.launch(executable_path=program, args=FLAGS) as browser:
        yield browser


@pytest.fixture(scope="session")
def profile(
    chrome: BrowserType, program: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser as its user has it: it keeps JupyterLab's files, compiled, from page to page."""
    folder = tmp_path_factory.mktemp("profile")
    with chrome.launch_persistent_context(
        folder, executable_path=program, args=FLAGS, viewport=chromium.VIEWPORT
    ) as profile:
        yield profile


@pytest.fixture(scope="session")
def lab_at(
    tmp_path_factory: pytest.TempPathFactory, cache_dir: Path
) -> Iterator[Callable[[str], LabServer]]:
    """One server per base URL, started when first asked for; all share the run's cache."""
    del cache_dir
    servers: dict[str, LabServer] = {}

    def at(base_url: str) -> LabServer:
        if base_url not in servers:
            servers[base_url] = LabServer(tmp_path_factory.mktemp("lab") / "home", base_url)
        return servers[base_url]

    yield at
    for server in servers.values():
        server.stop()


@pytest.fixture
def lab(lab_at: Callable[[str], LabServer], request: pytest.FixtureRequest) -> LabServer:
    return lab_at(getattr(request, "param", "/"))


class Notebooks:
    """Opens notebooks on `lab` and closes them again."""

    def __init__(self, lab: LabServer, profile: BrowserContext, test: str) -> None:
        self._lab, self._profile = lab, profile
        self._name = re.sub(r"\W+", "-", test).strip("-")
        self.pages: list[NotebookPage] = []

    def new(self, *cells: str) -> NotebookPage:
        """Open a fresh notebook with these code cells."""
        name = self._next_name()
        content = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(content, self._lab.root / name)
        return self._page(name)

    def open(self, path: Path) -> NotebookPage:
        """Open a copy of the notebook at `path`."""
        name = self._next_name()
        shutil.copy(path, self._lab.root / name)
        return self._page(name)

    def close(self) -> None:
        for index, page in enumerate(self.pages):
            page.close(ARTEFACTS / f"{self._name}-{index}.png")
        assert [error for page in self.pages for error in page.errors] == []
        assert [url for page in self.pages for url in page.foreign] == []

    def _next_name(self) -> str:
        return f"{self._name}-{len(self.pages)}.ipynb"

    def _page(self, name: str) -> NotebookPage:
        page = NotebookPage(self._profile.new_page(), self._lab, name)
        self.pages.append(page)
        return page


@pytest.fixture
def notebook(
    lab: LabServer, profile: BrowserContext, request: pytest.FixtureRequest
) -> Iterator[Notebooks]:
    notebooks = Notebooks(lab, profile, request.node.name)
    yield notebooks
    notebooks.close()
