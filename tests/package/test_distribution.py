"""What `make dist` packs.  That it needs no node is in the making: see the fixture."""

import tarfile
import zipfile

import pytest
from source_tree import ROOT

import annarchy_lab

pytestmark = [pytest.mark.package, pytest.mark.timeout(600)]

LABEXTENSION = "share/jupyter/labextensions/annarchy-lab"
ONLY_BUILDS = (".cpp", ".pyx", ".pxi", ".pxd", "_build_hook.py", ".ts", ".map", "_body.h")


@pytest.fixture(scope="module")
def wheel(distribution):
    """The wheel's files and their bytes, by name."""
    with zipfile.ZipFile(distribution.wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sdist(distribution):
    """Names in the sdist, without its top folder."""
    with tarfile.open(distribution.sdist) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def test_both_carry_the_version(distribution):
    stem = f"annarchy_lab-{annarchy_lab.__version__}"
    assert distribution.sdist.name == f"{stem}.tar.gz"
    assert distribution.wheel.name.startswith(f"{stem}-cp3")


def test_the_wheel_holds_what_runs(wheel):
    modules = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("*.py", "*.json")
        for path in (ROOT / "annarchy_lab").rglob(pattern)
        if path.name != "_build_hook.py" and "labextension" not in path.parts
    }
    headers = {f"annarchy_lab/runtime/core/annl_{name}.h" for name in ("abi", "math", "random")}
    widgets = {f"annarchy_lab/lab/static/{name}.js" for name in ("raster", "rate", "controls")}
    others = {"annarchy_lab/py.typed", "annarchy_lab/lab/static/uPlot.LICENSE.txt"}
    assert modules | headers | widgets | others <= wheel.keys()
    assert [name for name in wheel if "/_bridge." in name and name.endswith((".so", ".pyd"))]
    data = f"annarchy_lab-{annarchy_lab.__version__}.data/data/{LABEXTENSION}"
    assert {f"{data}/package.json", f"{data}/install.json"} <= wheel.keys()
    assert any(name.startswith(f"{data}/static/remoteEntry.") for name in wheel)


def test_the_wheel_holds_nothing_else(wheel):
    assert [name for name in wheel if name.endswith(ONLY_BUILDS)] == []
    assert {name.partition("/")[0].partition("-")[0] for name in wheel} == {"annarchy_lab"}
    assert "annarchy_lab/labextension/package.json" not in wheel


def test_the_wheel_knows_no_path_of_the_machine_it_was_built_on(wheel):
    assert [name for name, content in wheel.items() if str(ROOT).encode() in content] == []


def test_the_sdist_holds_the_sources_and_the_built_front_end(sdist):
    assert {
        "LICENSE",
        "Makefile",
        "pyproject.toml",
        "annarchy_lab/_build_hook.py",
        "annarchy_lab/runtime/_bridge.pyx",
        "annarchy_lab/runtime/core/runner.cpp",
        "annarchy_lab/labextension/package.json",
        "annarchy_lab/lab/static/raster.js",
        "labextension/package-lock.json",
        "labextension/src/index.ts",
        "tests/package/test_distribution.py",
    } <= sdist


def test_the_sdist_holds_nothing_built_for_one_machine(sdist):
    assert [name for name in sdist if name.endswith((".so", ".pyd", ".o", ".pyc"))] == []
    assert not {name.partition("/")[0] for name in sdist} & {".venv", "build", "dist", ".git"}
    assert not any("node_modules" in name for name in sdist)
