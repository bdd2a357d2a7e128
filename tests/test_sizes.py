"""Things stay small: prints the longest functions and files, fails where one is far too long.

``pytest tests/test_sizes.py -s`` shows the lists.
"""

import ast
from pathlib import Path

from source_tree import PACKAGE, ROOT, sources

SHOWN = 10
FUNCTION_LIMIT = 80  # lines without docstring; about 25 is the aim
FILE_LIMIT = 600  # about 300 is the aim
GENERATED = "do not edit"


def function_lengths(path: Path) -> list[tuple[int, str]]:
    """The length of every function in a Python file, docstring not counted."""
    lengths = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            n_lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node) is not None:
                n_lines -= node.body[0].end_lineno - node.body[0].lineno + 1
            lengths.append((n_lines, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"))
    return lengths


def is_generated(path: Path) -> bool:
    return GENERATED in path.read_text(encoding="utf-8")[:400].lower()


def check(title: str, sizes: list[tuple[int, str]], limit: int) -> None:
    ranked = sorted(sizes, reverse=True)
    print(f"\n{title} (limit {limit} lines)")
    for n_lines, where in ranked[:SHOWN]:
        print(f"{n_lines:6} {where}")
    assert [where for n_lines, where in ranked if n_lines > limit] == []


def test_functions_are_short():
    sizes = [size for path in PACKAGE.rglob("*.py") for size in function_lengths(path)]
    check("longest functions", sizes, FUNCTION_LIMIT)


def test_files_are_short():
    sizes = [
        (path.read_text(encoding="utf-8").count("\n"), str(path.relative_to(ROOT)))
        for path in sources()
        if not is_generated(path)
    ]
    check("longest files", sizes, FILE_LIMIT)


def test_docstrings_do_not_count(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "sample.py"
    path.write_text('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n')
    assert function_lengths(path) == [(2, "sample.py:1 f")]
