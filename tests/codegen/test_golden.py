"""The IR and the C++ of the standard networks, kept as files and reviewed as code."""

import platform
import re
import subprocess
from dataclasses import replace

import numpy as np
import pytest
from networks import NETWORKS
from rewired_networks import flickering

from annarchy_lab.codegen.cpu.module import print_module
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.kernel import Module
from annarchy_lab.ir.printer import show_model, show_module
from annarchy_lab.runtime.cpu.laying import lower_network
from annarchy_lab.runtime.module_source import assemble
from annarchy_lab.runtime.toolchain import find_toolchain

ALL = NETWORKS | {"rewired": flickering}


@pytest.mark.parametrize("name", ALL)
def test_both_levels_of_the_ir(name, golden):
    model = build_network(ALL[name]())
    shown = [show_model(m) for m in (*model.neurons.values(), *model.synapses.values())]
    golden(f"{name}.level1.txt", "\n\n".join(shown) + "\n")
    golden(f"{name}.level2.txt", "\n\n".join(show_module(m) for m in _modules(name)) + "\n")


@pytest.mark.parametrize("name", ALL)
def test_printed_modules(name, golden):
    golden(f"{name}.cpp", "\n".join(print_module(m).text for m in _modules(name)))


NARROW = "float64, weights float32"
LEARNING = ("rate_coded", "plastic_spiking")
CASES = [(name, real) for name in ALL for real in ("float64", "float32")]
CASES += [(name, NARROW) for name in LEARNING]


@pytest.mark.parametrize(("name", "real"), CASES)
def test_modules_compile_without_a_warning_and_export_one_symbol(name, real, tmp_path):
    toolchain = find_toolchain()
    assert toolchain is not None
    for n, module in enumerate(_modules(name, real)):
        path = tmp_path / f"{n}.so"
        done = subprocess.run(
            [*toolchain.command, *toolchain.flags, "-Werror", "-x", "c++", "-", "-o", path],
            input=assemble(print_module(module)).text,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        symbols = subprocess.run(["nm", "-D", path], capture_output=True, text=True, check=True)
        assert [line.split()[-2:] for line in symbols.stdout.splitlines()] == [
            ["T", "annl_module_entry"]
        ]


SLOW = ("edges[", "core->", "late_", "target_")
"""What no vectors are made of everywhere: scattered edges, single draws, values of long ago."""


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the level is one of x86-64")
@pytest.mark.parametrize(("name", "real"), [case for case in CASES if case[1] != "float32"])
def test_loops_are_vectorised(name, real, tmp_path):
    toolchain = find_toolchain()
    assert toolchain is not None
    if "clang" in toolchain.version or "zig" in toolchain.version:
        pytest.skip("only GCC says which loops it vectorises")
    flags = (*toolchain.flags, "-march=x86-64-v3", "-fopt-info-vec", "-x", "c++", "-")
    for module in _modules(name, real):
        text = assemble(print_module(module)).text
        done = subprocess.run(
            [*toolchain.command, *flags, "-o", tmp_path / "module.so"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        found = set(map(int, re.findall(r":(\d+):\d+: optimized: loop vect", done.stderr)))
        assert [loop for line, loop in _independent_loops(text) if line not in found] == []


def _independent_loops(text: str) -> list[tuple[int, str]]:
    """Return line and text of each loop whose iterations are declared independent."""
    loops = re.finditer(r"ANNL_IVDEP\n +(for \(annl_i64 .*?)\n *\}\n", text, re.DOTALL)
    places = [(text.count("\n", 0, loop.start(1)) + 1, loop[1]) for loop in loops]
    return [place for place in places if not any(word in place[1] for word in SLOW)]


def test_a_module_has_neither_includes_nor_foreign_text():
    (module, *_) = _modules("izhikevich")
    text = assemble(print_module(module)).text
    assert "#include" not in text


def _modules(name: str, real: str = "float64") -> list[Module]:
    """The modules of a network as it is loaded, each once."""
    spec = ALL[name]()
    if real == NARROW:
        spec = replace(spec, weight_dtype=np.dtype(np.float32))
    else:
        spec = replace(spec, dtype=np.dtype(real))
    modules = lower_network(build_network(spec)).values()
    return list({show_module(m): m for m in modules if m.functions}.values())
