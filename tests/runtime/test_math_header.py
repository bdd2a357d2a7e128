"""The text of annl_math.h as modules get it: sections, vectorised loops, and the core's bits."""

import ctypes
import platform
import re
import subprocess

import numpy as np
import pytest
from source_tree import PACKAGE

from annarchy_lab.runtime import _bridge
from annarchy_lab.runtime.toolchain import find_toolchain

CORE = PACKAGE / "runtime" / "core"
HEADERS = ("annl_math.h", "annl_threefry.h", "annl_random.h")
SECTION = re.compile(r"// \[annl:(\w+)\] needs:([\w ]*)\n(.*?)// \[annl:end\]\n", re.DOTALL)
SECTIONS = {
    name: (tuple(needs.split()), text)
    for header in HEADERS
    for name, needs, text in SECTION.findall((CORE / header).read_text(encoding="utf-8"))
}
UNARY = "exp expm1 log log1p sin cos tanh sqrt floor ceil round pos neg abs".split()  # noqa: SIM905
LOOPS = {
    **{
        f"{name}_{real}": f"{real} *x, {real} *out, long n) {{ LOOP out[i] = annl_{name}(x[i]); }}"
        for name in UNARY
        for real in ("double", "float")
    },
    **{
        f"{name}_{real}": f"{real} *x, {real} *out, long n) {{ LOOP out[i] = {text}; }}"
        for real in ("double", "float")
        for name, text in {
            "pow": "annl_pow(x[i], x[n - i])",
            "powi": "annl_powi(x[i], 5)",
            "ite": "annl_ite(x[i] > 0, annl_sin(x[i]), annl_ite(x[i] < -1, annl_log(x[i]), x[i]))",
            "clip": f"annl_clip(x[i], ({real})-1, ({real})2)",
        }.items()
    },
    "to_i32": "double *x, int *out, long n) { LOOP out[i] = annl_to_i32(x[i]); }",
    "modulo": "int *x, int *out, long n) { LOOP out[i] = annl_modulo(x[i], x[n - i]); }",
}
OTHERS = ("pow", "powi", "ite", "clip", "to_i32", "modulo")
toolchain = find_toolchain()
needs_compiler = pytest.mark.skipif(toolchain is None, reason="needs a C++ compiler")
is_gcc_on_x86 = (
    toolchain is not None
    and not re.search("clang|zig", toolchain.version)
    and platform.machine() in ("x86_64", "AMD64")
)
needs_gcc = pytest.mark.skipif(not is_gcc_on_x86, reason="reads a report of GCC's, on x86-64")


def closure(*wanted):
    """Return the text of the sections and of all they need, in the order of the headers."""
    needed, waiting = set(), list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(SECTIONS[name][0])
    types = (CORE / "annl_types.h").read_text(encoding="utf-8")
    return types + "".join(t for name, (_, t) in SECTIONS.items() if name in needed)


def compile_text(text, path, *flags):
    """Compile without a header in reach; return what the compiler says."""
    source = path.with_suffix(".cpp")
    source.write_text(text, encoding="utf-8")
    arguments = [*toolchain.command, *toolchain.flags, "-nostdinc", "-Werror", *flags, source]
    done = subprocess.run([*arguments, "-o", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_sections_stand_after_those_they_need():
    seen = set()
    for name, (needs, _) in SECTIONS.items():
        assert seen.issuperset(needs), name
        seen.add(name)
    assert seen.issuperset(UNARY)


def test_a_section_calls_only_what_it_says_it_needs():
    defined = {
        name: set(re.findall(r"\b(annl_\w+)\(", text)) for name, (_, text) in SECTIONS.items()
    }
    home = {}
    for name, (_, text) in SECTIONS.items():
        for function in re.findall(r"^ANNL_\w+ [\w ]+ \*?(annl_\w+)\(", text, re.MULTILINE):
            home.setdefault(function, name)
    for name, (needs, _) in SECTIONS.items():
        called = {home[function] for function in defined[name] if function in home}
        assert called - {name} <= set(needs), name


@needs_compiler
@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_compiles_by_itself(name, tmp_path):
    compile_text(closure(name), tmp_path / "section.o", "-fsyntax-only", "-Wpedantic")


def loops_text():
    head = "#define LOOP for (long i = 0; i < n; ++i)\n"
    heads = (f'extern "C" __attribute__((visibility("default"))) void {name}(' for name in LOOPS)
    bodies = (body.replace("out, ", "__restrict out, ", 1) for body in LOOPS.values())
    loops = "\n".join(
        head + re.sub(r"^(\w+) \*x", r"const \1 *__restrict x", body)
        for head, body in zip(heads, bodies, strict=True)
    )
    return closure(*UNARY, *OTHERS) + head + '#line 1 "loops"\n' + loops


@needs_gcc
@pytest.mark.parametrize(("arch", "width"), [("x86-64-v3", 32), ("x86-64-v4", 64)])
def test_every_loop_is_vectorised(arch, width, tmp_path):
    report = compile_text(loops_text(), tmp_path / "loops.so", f"-march={arch}", "-fopt-info-vec")
    found = set(re.findall(rf"^loops:(\d+):.*vectorized using {width} byte", report, re.MULTILINE))
    slow = [name for line, name in enumerate(LOOPS, start=1) if str(line) not in found]
    assert slow == []


@needs_compiler
def test_a_module_imports_nothing_and_computes_the_bits_of_the_core(tmp_path):
    path = tmp_path / "loops.so"
    compile_text(loops_text(), path, "-nostdlib", "-Wl,-z,defs")
    library = ctypes.CDLL(str(path))
    rng = np.random.default_rng(6)
    for name in UNARY:
        for real, dtype in (("double", np.float64), ("float", np.float32)):
            x = np.concatenate([rng.normal(0, 3, 500), np.exp(rng.uniform(-80, 80, 501))])
            x = rng.permutation(x).astype(dtype)
            out = np.empty_like(x)
            pointers = (ctypes.c_void_p(array.ctypes.data) for array in (x, out))
            library[f"{name}_{real}"](*pointers, ctypes.c_long(x.size))
            expected = _bridge.map_unary(name, x)
            assert np.array_equal(out, expected, equal_nan=True), (name, real)
