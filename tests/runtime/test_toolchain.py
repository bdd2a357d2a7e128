"""Finding a compiler."""

import pytest

from annarchy_lab.diagnostics import BackendError
from annarchy_lab.runtime import toolchain
from annarchy_lab.runtime.build import build
from annarchy_lab.runtime.module_source import ModuleSource


@pytest.fixture
def no_compiler(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CXX", raising=False)
    toolchain.find_toolchain.cache_clear()
    yield
    toolchain.find_toolchain.cache_clear()


def test_flags_keep_arithmetic_exact():
    found = toolchain.find_toolchain()
    assert found is not None
    assert "-ffp-contract=off" in found.flags
    assert not any("fast-math" in flag for flag in found.flags)


@pytest.mark.usefixtures("no_compiler")
def test_without_a_compiler_it_says_what_to_install():
    assert toolchain.find_toolchain() is None
    with pytest.raises(BackendError, match=r"no C\+\+ compiler was found .* 'apt install g\+\+'"):
        build([ModuleSource("", "", "f")])


def test_a_text_that_does_not_compile_is_our_fault(tmp_path, monkeypatch):
    monkeypatch.setenv("ANNARCHY_LAB_CACHE_DIR", str(tmp_path))
    with pytest.raises(BackendError, match="a fault of annarchy_lab, not of the model"):
        build([ModuleSource("no such text;", "", "f")])
