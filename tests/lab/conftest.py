"""What the tests of the lab share: journals in a folder of their own, sessions that end."""

import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from lab_networks import Pulse, build_pulse

from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.lab.laboratory import LABORATORY


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("ANNARCHY_LAB_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def laboratory(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """The laboratory of the process; everything in it ends with the test."""
    # networks of other tests may still be there
    monkeypatch.setattr(WORKSPACE, "networks", weakref.WeakSet())
    LABORATORY.watch()
    yield LABORATORY
    LABORATORY.close()


@pytest.fixture
def pulse(laboratory: object) -> Pulse:
    return build_pulse()


@pytest.fixture
def eventually() -> Callable[..., None]:
    """Wait until something holds; fails if it does not within some seconds."""

    def wait(holds: Callable[[], object], seconds: float = 5.0) -> None:
        deadline = monotonic() + seconds
        while not holds():
            assert monotonic() < deadline, "it did not happen in time"
            sleep(0.005)

    return wait
