"""The distribution, built once, and one environment into which its wheel is installed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from source_tree import ROOT

NODE = {"node", "nodejs", "npm", "npx", "corepack", "yarn", "pnpm"}
FOREIGN = ("MAKE", "MFLAGS", "PYTHON", "ANNARCHY_LAB_", "CXX", "JUPYTER", "XDG_", "MPL")
"""Beginnings of the variables that would lead out of the environment under test."""


def quiet_environment(**changes: str) -> dict[str, str]:
    """This process' environment without what leads elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return {**kept, **changes}


@dataclass(frozen=True, slots=True)
class Distribution:
    """What `make dist` made."""

    sdist: Path
    wheel: Path


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment of its own, with a home and without node.

    Attributes
    ----------
    folder
        The environment.
    home
        An empty home, where nothing but the cache may appear.
    tools
        A PATH with everything that this machine has, but for node.
    installed
        Paths in `folder` right after the wheel was installed.
    """

    folder: Path
    home: Path
    tools: str
    installed: frozenset[str]

    def run(self, program: str, *arguments: str, tools: str | None = None) -> tuple[int, str]:
        """Run a program of the environment; return its status and everything that it printed.

        Without a compiler where `tools` is empty.
        """
        bin_folder = self.folder / "bin"
        done = subprocess.run(
            [bin_folder / program, *arguments],
            env=quiet_environment(
                PATH=os.pathsep.join([str(bin_folder), self.tools if tools is None else tools]),
                HOME=str(self.home),
                MPLBACKEND="Agg",
            ),
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        return done.returncode, done.stdout

    def files(self) -> frozenset[str]:
        """Return all paths in the environment, folders included, bytecode not."""
        paths = self.folder.rglob("*")
        return frozenset(
            path.relative_to(self.folder).as_posix() for path in paths if path.suffix != ".pyc"
        )


@pytest.fixture(scope="session")
def tools_without_node(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH of one folder: links to every program of this machine, but for node."""
    folder = tmp_path_factory.mktemp("tools")
    for place in os.get_exec_path():
        for program in Path(place).glob("*") if place else ():
            link = folder / program.name
            if program.name not in NODE and not link.is_symlink():
                link.symlink_to(program)
    assert shutil.which("node", path=str(folder)) is None
    return str(folder)


@pytest.fixture(scope="session")
def distribution(tmp_path_factory: pytest.TempPathFactory, tools_without_node: str) -> Distribution:
    """Both files, built by `make dist` from what `make install` left, without node.

    The wheel is built from the unpacked sdist, as `python -m build` does.
    """
    folder = tmp_path_factory.mktemp("dist")
    places = {"DIST": folder, "BIN": Path(sys.executable).parent, "PATH": tools_without_node}
    call(
        ["make", "-o", "install", "dist", *(f"{name}={value}" for name, value in places.items())],
        quiet_environment(),
        cwd=ROOT,
    )
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return Distribution(sdist, wheel)


@pytest.fixture(scope="session")
def environment(
    tmp_path_factory: pytest.TempPathFactory, tools_without_node: str, distribution: Distribution
) -> Iterator[Environment]:
    """A fresh environment with the wheel and what it asks for; removed afterwards (it is large)."""
    folder, home = tmp_path_factory.mktemp("environment"), tmp_path_factory.mktemp("home")
    call([sys.executable, "-m", "venv", str(folder)], quiet_environment())
    bare = Environment(folder, home, tools_without_node, frozenset())
    call(
        [str(folder / "bin/pip"), "install", "--no-compile", f"{distribution.wheel}[plot]"],
        quiet_environment(PATH=""),  # neither node nor a compiler
    )
    yield Environment(folder, home, tools_without_node, bare.files())
    shutil.rmtree(folder)


def call(command: list[str], env: Mapping[str, str], cwd: Path | None = None) -> None:
    """Run a command that must succeed."""
    done = subprocess.run(
        command, env=env, cwd=cwd, capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
