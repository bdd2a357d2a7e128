"""Shows that the tests of the compatibility table can fail.

In: ``mutants.toml``, a list of small faults and of the items that each must break.
Out: one line per mutant; the exit status is 1 if the tests of an item pass in spite of its fault.
``python tests/compatibility/mutate.py`` runs all, with words only those whose file or items contain
one of them.
Not here: faults in the native core.  Everything happens in a copy, and on the reference backend.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from compatibility import HERE, TESTS, marks

ROOT = TESTS.parent
COPIED = ("annarchy_lab", "tests", "pyproject.toml")
# the compiled backend follows the reference (tests/conformance) and costs a compiler here
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no", "-rfE", "-k", "not cpu")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: what stands where, what replaces it, and the items that must then fail."""

    file: str
    old: str
    new: str
    fails: tuple[str, ...]

    def apply(self, folder: Path) -> None:
        """Put the fault into the copy in `folder`."""
        path = folder / self.file
        path.write_text(path.read_text(encoding="utf-8").replace(self.old, self.new), "utf-8")

    def repair(self, folder: Path) -> None:
        """Take it out again."""
        shutil.copy(ROOT / self.file, folder / self.file)


def mutants(words: Sequence[str] = ()) -> tuple[Mutant, ...]:
    """Every mutant, or those that one of `words` names."""
    tables = tomllib.loads((HERE / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
    found = (Mutant(t["file"], t["old"], t["new"], tuple(t["fails"])) for t in tables)
    return tuple(m for m in found if not words or any(w in f"{m.file} {m.fails}" for w in words))


def proofs() -> dict[str, set[str]]:
    """The tests that prove each item, as pytest names them."""
    found: dict[str, set[str]] = {}
    for mark in marks():
        found.setdefault(mark.id, set()).add(mark.test)
    return found


def survivors(mutant: Mutant, folder: Path, tests: dict[str, set[str]]) -> list[str]:
    """Return the items that nothing finds broken."""
    mutant.apply(folder)
    try:
        failed = failing(folder, [test for id in mutant.fails for test in tests[id]])
    finally:
        mutant.repair(folder)
    return [id for id in mutant.fails if not tests[id] & failed]


def failing(folder: Path, tests: Iterable[str]) -> set[str]:
    """Run tests in the copy, and return those that fail."""
    command = [sys.executable, *PYTEST, *sorted(set(tests))]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the tests cannot even run:\n{done.stdout}{done.stderr}")
    return set(re.findall(r"^FAILED ([^\s\[]+)", done.stdout, re.MULTILINE))


def copied(folder: Path) -> Path:
    """Copy what the tests need."""
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", "artefacts")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder / name)
    return folder


def main(words: Sequence[str]) -> int:
    """Run the mutants that `words` name; return how many survive."""
    chosen, tests = mutants(words), proofs()
    n_survived = 0
    with tempfile.TemporaryDirectory() as name:
        folder = copied(Path(name))
        if failed := failing(
            folder, [test for m in chosen for id in m.fails for test in tests[id]]
        ):
            raise RuntimeError(f"these fail without any fault: {sorted(failed)}")
        for number, mutant in enumerate(chosen, 1):
            alive = survivors(mutant, folder, tests)
            n_survived += bool(alive)
            state = (
                f"SURVIVED {', '.join(alive)}" if alive else f"found by {', '.join(mutant.fails)}"
            )
            print(f"{number:3} {mutant.file}: {state}", flush=True)
    print(f"{len(chosen)} mutants, {n_survived} survived")
    return n_survived


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
