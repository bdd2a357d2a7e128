"""What a new model changes: item by item, for people.

In: the declarations before and after.
Out: `ModelDiff`, which names everything that was kept, added, dropped or changed.
Not here: changing anything (`replacing`).
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Equation,
    NeuronDeclaration,
    SynapseDeclaration,
)
from annarchy_lab.language.printer import print_expression, print_statement
from annarchy_lab.lightweight import dataclass

__all__ = ["DiffItem", "ModelDiff", "diff_of"]

Declaration: TypeAlias = NeuronDeclaration | SynapseDeclaration

EVENTS = ("reset", "axon_reset", "pre_spike", "pre_axon_spike", "post_spike")
EXPRESSIONS = ("spike", "axon_spike", "refractory", "psp")


@dataclass(frozen=True, slots=True)
class DiffItem:
    """One item of a model.

    Attributes
    ----------
    what
        Such as ``parameter tau`` or ``equation of v``.
    before, after
        Its text in the old and in the new model; empty where it is missing.
    """

    what: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if self.before == self.after:
            return f"{self.what}: {self.after}"
        if not self.before or not self.after:
            return f"{self.what}: {self.before or self.after}"
        return f"{self.what}: {self.before} -> {self.after}"


@dataclass(frozen=True, slots=True)
class ModelDiff:
    """What `Network.replace` has done.

    Attributes
    ----------
    model
        Name of the new model.
    objects
        Names of the populations or projections that have it now.
    step
        The first step that runs with it; None before the network is compiled.
    t_ms
        The same in ms.
    kept, added, dropped, changed
        The items of the model.
    """

    model: str
    objects: tuple[str, ...]
    step: int | None = None
    t_ms: float | None = None
    kept: tuple[DiffItem, ...] = ()
    added: tuple[DiffItem, ...] = ()
    dropped: tuple[DiffItem, ...] = ()
    changed: tuple[DiffItem, ...] = ()

    @property
    def heading(self) -> str:
        """Who has the model from when on."""
        when = "from the start" if self.step is None else f"from step {self.step} on"
        time = "" if self.t_ms is None else f" (t = {self.t_ms:g} ms)"
        return f"{self.model} in {', '.join(self.objects)}, {when}{time}"

    @property
    def groups(self) -> dict[str, tuple[DiffItem, ...]]:
        """All items by what became of them."""
        return {
            "changed": self.changed,
            "added": self.added,
            "dropped": self.dropped,
            "kept": self.kept,
        }

    def __str__(self) -> str:
        """Return the heading and one line per item."""
        rows = [(word, item) for word, items in self.groups.items() for item in items]
        return "\n".join([self.heading, *(f"  {word:8}{item}" for word, item in rows)])

    __repr__ = __str__


def diff_of(
    before: Declaration, after: Declaration, objects: Iterable[str], step: int | None, dt_ms: float
) -> ModelDiff:
    """Return what differs between two models.

    Parameters
    ----------
    objects
        Who has the new one.
    step
        From which step on; None before the network is compiled.
    dt_ms
        Length of a step.
    """
    old, new = dict(_items(before)), dict(_items(after))
    both = [what for what in new if what in old]
    return ModelDiff(
        after.name,
        tuple(objects),
        step,
        None if step is None else step * dt_ms,
        kept=tuple(DiffItem(w, old[w], new[w]) for w in both if old[w] == new[w]),
        added=tuple(DiffItem(w, "", text) for w, text in new.items() if w not in old),
        dropped=tuple(DiffItem(w, text, "") for w, text in old.items() if w not in new),
        changed=tuple(DiffItem(w, old[w], new[w]) for w in both if old[w] != new[w]),
    )


def _items(model: Declaration) -> Iterator[tuple[str, str]]:
    for attribute in model.attributes:
        yield f"{attribute.kind.value} {attribute.name}", _attribute(attribute)
    yield from _statements("equation of", model.equations)
    for word in EXPRESSIONS:
        value = getattr(model, word, None)
        if value is not None:
            yield word, repr(value) if isinstance(value, float) else print_expression(value)
    for word in EVENTS:
        yield from _statements(f"{word}:", getattr(model, word, None) or ())
    for function in model.functions:
        arguments = ", ".join(function.arguments)
        yield f"function {function.name}", f"({arguments}) = {print_expression(function.body)}"
    if isinstance(model, SynapseDeclaration):
        yield from _of_synapse(model)


def _of_synapse(model: SynapseDeclaration) -> Iterator[tuple[str, str]]:
    yield "operation", model.operation
    for word in ("creating", "pruning"):
        rule = getattr(model, word)
        if rule is not None:
            yield word, f"{print_expression(rule.condition)}, proba={rule.probability!r}"


def _statements(word: str, equations: Iterable[Equation]) -> Iterator[tuple[str, str]]:
    """Yield statements, several of one name by their number."""
    counts: dict[str, int] = {}
    for equation in equations:
        name = equation.assigned
        counts[name] = counts.get(name, 0) + 1
        number = f" ({counts[name]})" if counts[name] > 1 else ""
        options = [equation.method] if equation.method else []
        words = ", ".join([*options, *sorted(equation.flags)])
        text = print_statement(equation.statement)
        yield f"{word} {name}{number}", f"{text} : {words}" if words else text


def _attribute(attribute: AttributeDeclaration) -> str:
    notes = [attribute.locality.value] if attribute.is_locality_explicit else []
    notes += [] if attribute.type.value == "float" else [attribute.type.value]
    bounds = (("min", attribute.lower), ("max", attribute.upper))
    notes += [f"{word}={print_expression(bound)}" for word, bound in bounds if bound is not None]
    return ", ".join([f"{attribute.initial}", *notes])
