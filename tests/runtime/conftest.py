"""Fixtures of the runtime's tests."""

from collections.abc import Callable, Iterator

import pytest
from native_modules import ENGINE_MODULES, Net, build_module, module_text

from annarchy_lab.runtime._bridge import Module, force_isa, isa


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Module]:
    """The hand-written modules, compiled once."""
    folder = tmp_path_factory.mktemp("modules")
    return {
        name: build_module(folder / f"{name}.so", module_text(*text))
        for name, text in ENGINE_MODULES.items()
    }


@pytest.fixture
def net(modules: dict[str, Module]) -> Net:
    """An empty network."""
    return Net(modules)


@pytest.fixture
def any_isa() -> Iterator[Callable[[int], int]]:
    """Let a test change the instruction set."""
    level = isa()
    yield force_isa
    force_isa(level)
