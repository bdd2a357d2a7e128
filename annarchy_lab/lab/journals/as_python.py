"""A model as the Python code that declares it, for copying out of a notebook.

In: a declaration.
Out: a call of ``ann.Neuron`` or ``ann.Synapse`` that makes an equal one.
Not here: running the code.
"""

from collections.abc import Iterable, Iterator
from keyword import iskeyword
from typing import Final, TypeAlias

from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.as_data import is_listed
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Equation,
    Kind,
    NeuronDeclaration,
    RewiringRule,
    SynapseDeclaration,
    UserFunction,
    ValueType,
)
from annarchy_lab.language.printer import print_expression, print_statement
from annarchy_lab.language.syntax import Expr

__all__ = ["as_python"]

Declaration: TypeAlias = NeuronDeclaration | SynapseDeclaration

EXPRESSIONS: Final = ("spike", "axon_spike", "refractory", "psp")
EVENTS: Final = ("reset", "axon_reset", "pre_spike", "pre_axon_spike", "post_spike")
INDENT: Final = "    "


def as_python(declaration: Declaration) -> str:
    """Return code that declares the model; ``ann`` is this package."""
    word = "Neuron" if isinstance(declaration, NeuronDeclaration) else "Synapse"
    name = declaration.name if declaration.name.isidentifier() else word.lower()
    lines = [f"{name} = ann.{word}("]
    lines += [f"{INDENT}{line}" for line in _arguments(declaration)]
    return "\n".join([*lines, ")"])


def _named(values: list[tuple[str, str]]) -> Iterator[str]:
    """Write ``parameters=``; words of Python, such as ``lambda``, are names of the language."""
    is_plain = not any(iskeyword(name) for name, _ in values)
    yield "parameters=dict(" if is_plain else "parameters={"
    for name, value in values:
        yield f"{INDENT}{name}={value}," if is_plain else f"{INDENT}{name!r}: {value},"
    yield ")," if is_plain else "},"


def _arguments(declaration: Declaration) -> Iterator[str]:
    parameters = [a for a in declaration.attributes if is_listed(a, declaration)]
    if parameters:
        yield from _named([(p.name, _parameter(p)) for p in parameters])
    if declaration.equations:
        yield "equations=["
        yield from (f"{INDENT}{_variable(e, declaration)}," for e in declaration.equations)
        yield "],"
    for word in EXPRESSIONS:
        value: Expr | float | None = getattr(declaration, word, None)
        if value is not None:
            yield f"{word}={value if isinstance(value, float) else _quoted(value)},"
    for word in EVENTS:
        statements = getattr(declaration, word, None)
        if statements:
            yield f"{word}={[each.text for each in statements]!r},"
    yield from _rest(declaration)


def _rest(declaration: Declaration) -> Iterator[str]:
    if isinstance(declaration, SynapseDeclaration):
        if declaration.operation != "sum":
            yield f"operation={declaration.operation!r},"
        if declaration.pruning is not None:
            yield f"pruning=ann.Pruning({_rule(declaration.pruning)}),"
        if declaration.creating is not None:
            yield f"creating=ann.Creating({_rule(declaration.creating)}),"
    if declaration.functions:
        yield f"functions={_functions(declaration.functions)!r},"
    yield f"name={declaration.name!r},"
    if declaration.description:
        yield f"description={declaration.description!r},"


def _parameter(attribute: AttributeDeclaration) -> str:
    options = _nature(attribute)
    if attribute.control_range is not None:
        low, high = attribute.control_range
        options.append(f"range=({low!r}, {high!r})")
    options += _prose(attribute)
    return f"ann.Parameter({', '.join([_initial(attribute), *options])})"


def _variable(equation: Equation, declaration: Declaration) -> str:
    """Return an equation, as a text where it has no options."""
    options = [f"method={equation.method!r}"] if equation.method else []
    attribute = next((a for a in declaration.attributes if a.name == equation.assigned), None)
    if attribute is not None:
        options += _nature(attribute)
        if attribute.initial not in (0, False):
            options.append(f"init={_initial(attribute)}")
        bounds = (("min", attribute.lower), ("max", attribute.upper))
        options += [f"{word}={_quoted(bound)}" for word, bound in bounds if bound is not None]
        options += _prose(attribute)
    text = repr(print_statement(equation.statement))
    return f"ann.Variable({', '.join([text, *options])})" if options else text


def _nature(attribute: AttributeDeclaration) -> list[str]:
    """Return locality and type where they are not the usual."""
    options = []
    if attribute.is_locality_explicit:
        options.append(f"locality={attribute.locality.value!r}")
    is_plain_bool = attribute.kind is Kind.PARAMETER and attribute.type is ValueType.BOOL
    if attribute.type is not ValueType.FLOAT and not is_plain_bool:
        options.append(f"type={attribute.type.value}")
    return options


def _prose(attribute: AttributeDeclaration) -> list[str]:
    words = (("unit", attribute.unit), ("description", attribute.description))
    return [f"{word}={value!r}" for word, value in words if value]


def _initial(attribute: AttributeDeclaration) -> str:
    return _value(attribute.initial)


def _value(value: object) -> str:
    return f"ann.{value!r}" if isinstance(value, RandomDistribution) else repr(value)


def _rule(rule: RewiringRule) -> str:
    options = [_quoted(rule.condition)]
    if rule.probability != 1.0:
        options.append(f"proba={rule.probability!r}")
    for word, value in (("w", rule.weight), ("d", rule.delay)):
        if value not in (None, 0.0):
            options.append(f"{word}={_value(value)}")
    return ", ".join(options)


def _functions(functions: Iterable[UserFunction]) -> str:
    heads = (f"{f.name}({', '.join(f.arguments)})" for f in functions)
    bodies = (print_expression(f.body) for f in functions)
    return "\n".join(f"{head} = {body}" for head, body in zip(heads, bodies, strict=True))


def _quoted(expr: Expr) -> str:
    return repr(print_expression(expr))
