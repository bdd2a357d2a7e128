"""``import annarchy_lab`` is cheap: it brings no algebra, no plots, no notebook.

Neither does a network that needs no algebra, not even when it is compiled for the first time.
"""

import os
import subprocess
import sys

import pytest
from source_tree import ROOT

HEAVY = ("IPython", "anywidget", "bokeh", "ipywidgets", "matplotlib", "panel", "sympy")
SEED_NETWORK = f"""
sys.path.insert(0, {str(ROOT / "tests/benchmarks")!r})
from simulators.annarchy_lab.izhikevich import build
net = build()
net.compile(silent=True)
net.step()
assert net.simulator.backend == "cpu"
print("compiled:", net.timings().n_compiled)
"""


def run(code: str, **environment: str) -> list[str]:
    """The words that a new process prints."""
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return result.stdout.split()


def loaded_by(statement: str, **environment: str) -> set[str]:
    """What `statement` prints, and the top-level modules that a new process holds after it."""
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(run(code, **environment))


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    return loaded_by("import annarchy_lab")


@pytest.mark.parametrize("module", HEAVY)
def test_import_leaves_it_alone(loaded, module):
    assert module not in loaded


def test_what_is_loaded_is_seen():
    assert {"annarchy_lab", "mpmath"} <= loaded_by("import annarchy_lab, mpmath")


def test_published_models_need_no_algebra():
    """All methods among them: exponential, midpoint, functions, conditionals."""
    folders = [str(ROOT / "tests" / name) for name in ("benchmarks", "science", "support")]
    code = f"""
sys.path[:0] = {folders!r}
import annarchy_lab as ann
from simulators.annarchy_lab.coba import COBA
from simulators.annarchy_lab.cuba import CUBA
from simulators.annarchy_lab.sorf import HOMEOSTATIC, RS
from test_hodgkin_huxley import AXON
net = ann.Network()
cells = [net.create(1, neuron) for neuron in (COBA, CUBA, RS, AXON)]
cells[2].compute_firing_rate(100.0)
net.connect(cells[2], cells[2], ["ampa", "nmda"], HOMEOSTATIC).all_to_all(0.1)
net.compile(silent=True, backend="reference")
net.step()
"""
    assert "sympy" not in loaded_by(code)


def test_the_seed_network_needs_no_algebra_cold_or_warm(tmp_path):
    cold, warm = (loaded_by(SEED_NETWORK, ANNARCHY_LAB_CACHE_DIR=str(tmp_path)) for _ in range(2))
    assert {"compiled:", "1"} <= cold
    assert {"compiled:", "0"} <= warm
    assert cold.intersection(HEAVY) == warm.intersection(HEAVY) == set()


def test_models_are_declared_when_they_are_asked_for():
    code = """
import gc
import annarchy_lab as ann
words = ("NeuronDeclaration", "SynapseDeclaration")
print(sum(type(each).__name__ in words for each in gc.get_objects()))
kept = ann.Izhikevich()
print(sum(type(each).__name__ in words for each in gc.get_objects()))
"""
    assert run(code) == ["0", "1"]


def test_what_the_lab_needs_is_named_where_it_is_missing():
    script = (
        "import sys; sys.modules['ipywidgets'] = None\n"
        "import annarchy_lab as ann\n"
        "try:\n    ann.Network().dashboard()\n"
        "except ann.ANNarchyException as error:\n    print(error)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "dashboard() needs ipywidgets, which is not installed: pip install" in said.stdout
