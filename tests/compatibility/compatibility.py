"""The table of what the project promises and which test proves it.

In: the catalogues beside this file (``*.toml``: sections with items) and the marks in the sources
of the tests, ``@pytest.mark.proves("8.1-rounding")`` or ``@pytest.mark.refuses(...)`` for what is
refused on purpose.  Marks are read from the text, so nothing is imported or run; a test that may
be skipped or fail proves nothing and is told.
Out: ``docs/compatibility.md``; ``python tests/compatibility/compatibility.py`` writes it.
Not here: whether the tests pass.
"""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
TABLE = TESTS.parent / "docs" / "compatibility.md"
# the order in which the documents appear; each has a catalogue of its name
DOCUMENTS = ("language", "api", "models")
MARKS = {"proves": "proven", "refuses": "refused"}
HEAD = """\
# What is promised, and what proves it

Written by `make compatibility` from the catalogues in `tests/compatibility/` and the marks of the
tests; do not edit.  *Proven*: the tests named pin the behaviour, and fail without it.  *Refused*:
asking for it is an error that says so.  *Open*: not done, or not tested.
"""


class CatalogueError(ValueError):
    """A catalogue or a mark that cannot stand."""


@dataclass(frozen=True, slots=True)
class Item:
    """One statement: its id, as marks name it, and what it says."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The items under one heading of a document."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that one document promises."""

    title: str
    sections: tuple[Section, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True)
class Mark:
    """One id in one mark of one test (file, class or function)."""

    state: str
    id: str
    test: str


def catalogues(folder: Path = HERE) -> tuple[Catalogue, ...]:
    """Every catalogue, in the order of the documents; an id that comes twice is an error."""
    found = tuple(read_catalogue(folder / f"{name}.toml") for name in DOCUMENTS)
    ids = [item.id for catalogue in found for item in catalogue.items]
    if twice := sorted({id for id in ids if ids.count(id) > 1}):
        raise CatalogueError(f"ids that are not unique: {twice}")
    return found


def read_catalogue(path: Path) -> Catalogue:
    """One catalogue.

    Besides ``title`` and, where other documents have sections of the same numbers, a ``prefix``,
    its tables are sections: ``["8.1 Delays"]`` with ``rounding = "..."`` makes ``8.1-rounding``.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    title, prefix = tables.pop("title"), tables.pop("prefix", "")
    sections = (
        Section(name, tuple(Item(f"{prefix}{name.split()[0]}-{key}", table[key]) for key in table))
        for name, table in tables.items()
    )
    return Catalogue(title, tuple(sections))


def marks(folder: Path = TESTS) -> tuple[Mark, ...]:
    """Every mark in the tests of a folder, in the order of paths and lines."""
    root = folder.parent
    paths = sorted(folder.rglob("test_*.py"))
    return tuple(mark for path in paths for mark in _marks_of_file(path, root))


def _marks_of_file(path: Path, root: Path) -> Iterator[Mark]:
    text = path.read_text(encoding="utf-8")
    if not any(f"mark.{name}(" in text for name in MARKS):
        return
    tree = ast.parse(text)
    name = path.relative_to(root).as_posix()
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            yield from _marks_in((node.value,), name)
    yield from _marks_of_body(tree.body, name)


def _marks_of_body(body: list[ast.stmt], name: str) -> Iterator[Mark]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            test = f"{name}::{node.name}"
            yield from _marks_in(tuple(node.decorator_list), test)
            if isinstance(node, ast.ClassDef):
                yield from _marks_of_body(node.body, test)


def _marks_in(expressions: tuple[ast.expr, ...], test: str) -> Iterator[Mark]:
    """The marks in decorators, those inside ``pytest.param`` included."""
    nodes = [node for expression in expressions for node in ast.walk(expression)]
    names = [node.attr for node in nodes if isinstance(node, ast.Attribute)]
    found = [mark for node in nodes if isinstance(node, ast.Call) for mark in _mark(node, test)]
    if found and {"skip", "skipif", "xfail"} & set(names):
        raise CatalogueError(f"{test} may not run, so it proves nothing")
    yield from found


def _mark(call: ast.Call, test: str) -> Iterator[Mark]:
    if not (isinstance(call.func, ast.Attribute) and call.func.attr in MARKS):
        return
    if not call.args or call.keywords:
        raise CatalogueError(f"{test}: a mark takes ids only")
    for argument in call.args:
        yield Mark(MARKS[call.func.attr], ast.literal_eval(argument), test)


def states(found: tuple[Catalogue, ...], given: tuple[Mark, ...]) -> dict[str, str]:
    """The state of every item; unknown ids and items both proven and refused are errors."""
    known = {item.id: "open" for catalogue in found for item in catalogue.items}
    for mark in given:
        if mark.id not in known:
            raise CatalogueError(f"{mark.test} names {mark.id!r}, which no catalogue has")
        if known[mark.id] not in ("open", mark.state):
            raise CatalogueError(f"{mark.id!r} is both proven and refused, see {mark.test}")
        known[mark.id] = mark.state
    return known


def table() -> str:
    """The text of ``docs/compatibility.md``."""
    found, given = catalogues(), marks()
    known = states(found, given)
    parts = [HEAD, _summary(found, known)]
    for catalogue in found:
        parts.append(f"## {catalogue.title}\n")
        parts += [_section(section, known, given) for section in catalogue.sections]
    return "\n".join(parts)


def _summary(found: tuple[Catalogue, ...], known: dict[str, str]) -> str:
    lines = ["| document | items | proven | refused | open |", "|---|---|---|---|---|"]
    for catalogue in found:
        of_items = [known[item.id] for item in catalogue.items]
        counts = [str(of_items.count(state)) for state in (*MARKS.values(), "open")]
        lines.append(f"| {catalogue.title} | {len(of_items)} | {' | '.join(counts)} |")
    return "\n".join(lines) + "\n"


def _section(section: Section, known: dict[str, str], given: tuple[Mark, ...]) -> str:
    lines = [f"### {section.title}\n", "| id | what | state | tests |", "|---|---|---|---|"]
    for item in section.items:
        tests = dict.fromkeys(mark.test for mark in given if mark.id == item.id)
        text = item.text.replace("|", "\\|")
        cells = (item.id, text, known[item.id], "<br>".join(f"`{test}`" for test in tests))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
