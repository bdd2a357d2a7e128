"""The arrows between the rooms go one way, and every room is on the map."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from source_tree import PACKAGE, ROOT

ROOMS = sorted(
    path.stem
    for path in PACKAGE.iterdir()
    if (path / "__init__.py").exists() or (path.suffix == ".py" and path.stem[0] != "_")
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of pyproject.toml on the package that stands in `folder`."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def empty_house(tmp_path: Path) -> Path:
    """The contracts with a package of the same rooms, all of them empty."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        (tmp_path / "annarchy_lab" / room).mkdir(parents=True)
        (tmp_path / "annarchy_lab" / room / "__init__.py").touch()
    (tmp_path / "annarchy_lab" / "__init__.py").touch()
    return tmp_path


def test_the_house_keeps_its_contracts():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("language", "import annarchy_lab.runtime"),
        ("connectivity", "import annarchy_lab.language"),
        ("api", "import ipywidgets"),
        ("numerics", "def f():\n    import sympy"),
        ("attic", ""),
    ],
)
def test_a_breach_is_found(empty_house, room, line):
    assert lint_imports(empty_house).returncode == 0
    path = empty_house / "annarchy_lab" / room / "__init__.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{line}\n")
    assert lint_imports(empty_house).returncode == 1
