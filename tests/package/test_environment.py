"""The wheel in an environment of its own, on a PATH without node, later without a compiler."""

import re

import pytest
from source_tree import ROOT

import annarchy_lab

pytestmark = [pytest.mark.package, pytest.mark.timeout(600)]

SEED = str(ROOT / "tests/examples/izhikevich.py")
PROBE = """
import annarchy_lab as ann, os, sys
assert sys.prefix in ann.__file__, ann.__file__
net = ann.Network()
net.create(1, ann.Neuron(equations="r = 1.0"))
net.compile(silent=True)
net.step()
print(net.simulator.backend)
"""


def modules_in_the_cache(environment):
    """The compiled modules in the cache, which stands in the home."""
    return [*environment.home.rglob("*annarchy_lab/*.so")]


def test_the_seed_script_runs(environment):
    status, output = environment.run("python", SEED)
    assert status == 0, output
    assert re.fullmatch(
        r"Compiling \.\.\.  OK\nSimulating 1\.0 seconds of the network took \S+ seconds\.\n", output
    )
    assert modules_in_the_cache(environment)


def test_it_runs_compiled(environment):
    assert environment.run("python", "-c", PROBE) == (0, "cpu\n")


def test_without_a_compiler_the_seed_script_runs_with_a_notice(environment):
    status, output = environment.run("python", SEED, tools="")
    assert status == 0, output
    assert "no C++ compiler was found" in output
    assert "The network runs on the reference backend, which is slow." in output
    assert "Simulating 1.0 seconds of the network took " in output


def test_the_labextension_is_enabled(environment):
    status, output = environment.run("jupyter", "labextension", "list")
    assert status == 0, output
    lines = [re.sub(r"\x1b\[\d*m", "", line).strip() for line in output.splitlines()]
    version = annarchy_lab.__version__
    assert f"annarchy-lab v{version} enabled OK (python, annarchy-lab)" in lines


def test_doctor_finds_everything(environment):
    status, output = environment.run("annarchy-lab", "doctor")
    assert status == 0, output
    for line in (
        rf"ok +package +annarchy_lab {re.escape(annarchy_lab.__version__)}, .*site-packages",
        r"ok +core +native, ",
        r"ok +compiler +\S.*",
        r"ok +cache +\S+annarchy_lab: \d+ modules, ",
        rf"ok +labextension +{re.escape(annarchy_lab.__version__)}$",
        r"^all is well$",
    ):
        assert re.search(line, output, re.MULTILINE), (line, output)
    assert "\x1b" not in output


def test_doctor_says_what_is_missing(environment):
    status, output = environment.run("annarchy-lab", "doctor", tools="")
    assert status == 1, output
    missing = r"^MISSING +compiler +none: .*\n +→ no C\+\+ compiler was found"
    assert re.search(missing, output, re.MULTILINE), output
    assert output.endswith("\n1 missing\n")


def test_cache_clear(environment):
    environment.run("python", "-c", PROBE)
    n_modules = len(modules_in_the_cache(environment))
    assert n_modules > 0
    status, output = environment.run("annarchy-lab", "cache", "clear")
    assert status == 0
    assert output.startswith(f"removed {n_modules} modules from {environment.home}")
    assert modules_in_the_cache(environment) == []
    assert environment.run("python", "-c", PROBE) == (0, "cpu\n")


def test_what_pip_uninstalls_is_gone(environment, distribution):
    """After all of the above; the wheel is put back, so that this may run at any place."""
    ours = {path for path in environment.installed if "annarchy" in path.lower()}
    assert "share/jupyter/labextensions/annarchy-lab/package.json" in ours
    assert environment.run("pip", "uninstall", "-y", "annarchy-lab")[0] == 0
    try:
        left = environment.files()
        assert {path for path in left if "annarchy" in path.lower()} == set()
        assert environment.installed - left == ours
        assert [path for path in left - environment.installed if "__pycache__" not in path] == []
        in_home = {path.name for path in environment.home.rglob("*annarchy*")}
        assert in_home == {"annarchy_lab"}
    finally:
        status, output = environment.run("pip", "install", "--no-deps", str(distribution.wheel))
        assert status == 0, output
