"""Fixtures that every room's tests may use."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from sketch import CpuSketch, Sketch

from annarchy_lab.runtime.backend import Recorder, Simulator

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files instead of comparing"
    )


@pytest.fixture(scope="session", autouse=True)
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the run a cache of its own, so that no test leans on what an earlier run compiled."""
    path = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNARCHY_LAB_CACHE_DIR", str(path))
        yield path


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with the golden file of that name, kept in ``golden/`` beside the test.

    ``golden("rate.cpp", text)`` fails where the file is missing or differs; with
    ``--update-golden`` it writes the file, to be reviewed like code.
    """
    folder = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no golden file {path}; write it with --update-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(params=["reference", "cpu"])
def sketch(request: pytest.FixtureRequest) -> type[Sketch]:
    """The class of networks under construction, for each backend."""
    return {"reference": Sketch, "cpu": CpuSketch}[request.param]


@pytest.fixture
def trace() -> Callable[..., dict[str, np.ndarray]]:
    """Run a simulator and return what attributes did: ``trace(sim, 5, "pop.v", "proj.w")``."""

    def run(simulator: Simulator, n_steps: int, *names: str) -> dict[str, np.ndarray]:
        numbers = {
            name: simulator.add_recorder(Recorder("rows", *name.split(".", 1))) for name in names
        }
        simulator.run(n_steps)
        found = {name: simulator.collect(number).data for name, number in numbers.items()}
        return {name: data[:, 0] if data.shape[1] == 1 else data for name, data in found.items()}

    return run
