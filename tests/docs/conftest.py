"""The documentation, built once for all tests that look at the result."""

import subprocess
import sys
from pathlib import Path

import pytest
from source_tree import ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the pages, as `make docs` makes it; warnings are errors."""
    folder = tmp_path_factory.mktemp("docs")
    flags = ["-b", "html", "-E", "-W", "--keep-going", "-q", "-d", folder / "doctrees"]
    result = subprocess.run(
        [sys.executable, "-m", "sphinx", *flags, ROOT / "docs", folder / "html"],
        cwd=ROOT, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return folder / "html"
