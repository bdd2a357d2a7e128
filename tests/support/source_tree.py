"""What the tests of the whole house need to know of the tree: where it is, what is source."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "annarchy_lab"
SUFFIXES = {".py", ".pyx", ".cpp", ".h", ".hpp", ".ts"}
BUILT = {"node_modules", "lib", "__pycache__", "static"}


def sources() -> Iterator[Path]:
    """Every hand-written source file of the package, the labextension and the tests."""
    for top in (PACKAGE, ROOT / "labextension", ROOT / "tests"):
        for path in sorted(top.rglob("*")):
            if path.suffix in SUFFIXES and not BUILT.intersection(path.relative_to(ROOT).parts):
                yield path
