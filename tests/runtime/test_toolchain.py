"""Finding a compiler."""

import subprocess

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


ICE_LAKE = "vendor_id\t: GenuineIntel\nflags\t\t: avx2 avx512f avx512vl avx512_vbmi2"
SKYLAKE = "vendor_id\t: GenuineIntel\nflags\t\t: avx2 avx512f avx512vl"
ZEN_4 = "vendor_id\t: AuthenticAMD\nflags\t\t: avx2 avx512f avx512vl avx512_vbmi2"


@pytest.mark.parametrize(
    ("cpu", "level", "is_wide"),
    [
        (ICE_LAKE, "native", True),
        (SKYLAKE, "native", False),
        (ZEN_4, "native", False),
        (ICE_LAKE, "x86-64-v4", False),
    ],
)
def test_wide_vectors_where_they_were_found_to_pay(cpu, level, is_wide, monkeypatch):
    monkeypatch.setattr(toolchain.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(toolchain, "_cpu_model", lambda: cpu)
    monkeypatch.setenv("ANNARCHY_LAB_ARCH", level)
    assert ("-mprefer-vector-width=512" in toolchain._arch_flags()) is is_wide


@pytest.mark.usefixtures("no_compiler")
def test_without_a_compiler_it_says_what_to_install():
    assert toolchain.find_toolchain() is None
    with pytest.raises(BackendError, match=r"no C\+\+ compiler was found .* 'apt install g\+\+'"):
        build([ModuleSource("", "", "f")])


@pytest.mark.parametrize(("n_lines", "is_vectorised"), [(200, True), (2000, False)])
def test_long_texts_are_not_vectorised(n_lines, is_vectorised, tmp_path, monkeypatch):
    """Vectors of a dense implicit system of twelve equations would take minutes to compile."""
    monkeypatch.setenv("ANNARCHY_LAB_CACHE_DIR", str(tmp_path))
    assert toolchain.find_toolchain() is not None  # known before nothing can be started any more
    commands = []

    def refuse(command, **options):
        commands.append(command)
        return subprocess.CompletedProcess(command, 1, "", "error: not now")

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(BackendError, match="not now"):
        build([ModuleSource(n_lines * "\n", "", "f")])
    assert ("-fno-tree-vectorize" not in commands[0]) == is_vectorised


def test_a_text_that_does_not_compile_is_our_fault(tmp_path, monkeypatch):
    monkeypatch.setenv("ANNARCHY_LAB_CACHE_DIR", str(tmp_path))
    with pytest.raises(BackendError, match="a fault of annarchy_lab, not of the model"):
        build([ModuleSource("no such text;", "", "f")])
