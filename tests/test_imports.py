"""``import annarchy_lab`` is cheap: it brings no algebra, no plots, no notebook."""

import subprocess
import sys

import pytest

HEAVY = ("IPython", "anywidget", "bokeh", "ipywidgets", "matplotlib", "panel", "sympy")


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a new process holds after `statement`."""
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    return set(result.stdout.split())


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    return loaded_by("import annarchy_lab")


@pytest.mark.parametrize("module", HEAVY)
def test_import_leaves_it_alone(loaded, module):
    assert module not in loaded


def test_what_is_loaded_is_seen():
    assert {"annarchy_lab", "mpmath"} <= loaded_by("import annarchy_lab, mpmath")
