"""Notebooks of the gallery, whole, in the terminal: progress bars run, figures go to files.

``python tests/gallery/run.py sorf`` (all without a name) runs the cells one after the other in this
process, then the checks beside this file, and writes ``build/gallery/sorf-1.png`` ....
"""

import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat

ROOT = Path(__file__).resolve().parents[2]
GALLERY = ROOT / "notebooks" / "gallery"
CHECKS = Path(__file__).with_name("checks")
FIGURES = ROOT / "build" / "gallery"


def main(names: list[str]) -> None:
    """Run some notebooks, or all of the 5.0 style."""
    mpl.use("Agg")
    FIGURES.mkdir(parents=True, exist_ok=True)
    for name in names or sorted(path.stem for path in GALLERY.glob("*.ipynb")):
        print(f"{name}:")
        run(name)


def run(name: str) -> None:
    """Run one notebook, save its figures, and check what it found."""
    import matplotlib.pyplot as plt

    title = name.replace("/", "_")
    names: dict[str, Any] = {"__name__": "__main__"}
    notebook = nbformat.read(GALLERY / f"{name}.ipynb", 4)
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            exec(compile(cell.source, f"{name}, cell {number}", "exec"), names)
    exec((CHECKS / f"{title}.py").read_text(encoding="utf-8"), names)
    for number in plt.get_fignums():
        path = FIGURES / f"{title}-{number}.png"
        plt.figure(number).savefig(path, dpi=110, bbox_inches="tight")
        print(f"  {path.relative_to(ROOT)}")
    plt.close("all")


if __name__ == "__main__":
    main(sys.argv[1:])
