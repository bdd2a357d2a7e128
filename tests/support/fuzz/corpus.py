"""Models as people write them, old and new: the seeds that mutation starts from.

``corpus.txt`` holds them: ``=== kind`` begins a case, ``--- field`` a text of it.
"""

from pathlib import Path

from fuzz.cases import Case

__all__ = ["CORPUS"]


def _case(block: str) -> Case:
    kind, *fields = block.removesuffix("\n").split("\n--- ")
    pairs = (field.partition("\n") for field in fields)
    return Case(kind, tuple((name, text) for name, _, text in pairs))


def _cases(path: Path) -> tuple[Case, ...]:
    _, *blocks = f"\n{path.read_text(encoding='utf-8')}".split("\n=== ")
    return tuple(_case(block) for block in blocks)


CORPUS = _cases(Path(__file__).with_name("corpus.txt"))
