"""A model as plain data, and back: what a journal keeps of a model that was exchanged.

In: a declaration, or what `model_data` made of one.
Out: texts, numbers, lists and dicts; or an equal model, read and checked like any other text.
Not here: files.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from annarchy_lab import distributions
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Equation,
    Kind,
    NeuronDeclaration,
    RewiringRule,
    SynapseDeclaration,
    ValueType,
)
from annarchy_lab.language.declare import Creating, Neuron, Parameter, Pruning, Synapse, Variable
from annarchy_lab.language.printer import print_expression, print_statement
from annarchy_lab.language.syntax import Expr
from annarchy_lab.language.vocabulary import DISTRIBUTIONS

__all__ = ["model_data", "model_of"]

Declaration: TypeAlias = NeuronDeclaration | SynapseDeclaration
Data: TypeAlias = dict[str, Any]

EXPRESSIONS: Final = ("spike", "axon_spike", "refractory", "psp")
EVENTS: Final = ("reset", "axon_reset", "pre_spike", "pre_axon_spike", "post_spike")
RULES: Final = {"pruning": Pruning, "creating": Creating}


def model_data(declaration: Declaration) -> Data:
    """Return the arguments of the call that declares the model, and what is called."""
    is_neuron = isinstance(declaration, NeuronDeclaration)
    data: Data = {
        "model": "neuron" if is_neuron else "synapse",
        "name": declaration.name,
        "description": declaration.description,
        "reference": declaration.reference,
        "parameters": {
            a.name: _parameter(a) for a in declaration.attributes if is_listed(a, declaration)
        },
        "equations": [_variable(equation, declaration) for equation in declaration.equations],
    }
    for word in EXPRESSIONS:
        value = getattr(declaration, word, None)
        if value is not None:
            data[word] = value if isinstance(value, float) else print_expression(value)
    for word in EVENTS:
        statements = getattr(declaration, word, None)
        if statements or (statements is not None and not is_neuron):
            data[word] = [each.text for each in statements]
    return data | _rest(declaration)


def model_of(data: Mapping[str, Any]) -> Neuron | Synapse:
    """Return the model that was described.

    Raises
    ------
    ModelError
        If it holds mistakes; nothing of it is executed, whatever it says.
    """
    given = dict(data)
    kind = Neuron if given.pop("model") == "neuron" else Synapse
    reference = given.pop("reference", "")
    given["parameters"] = {
        name: Parameter(**_given(words)) for name, words in given["parameters"].items()
    }
    given["equations"] = [Variable(**_given(words)) for words in given["equations"]]
    for word, rule in RULES.items():
        if word in given:
            given[word] = rule(**_given(given[word]))
    made = kind(**given)
    declaration: Any = replace(made.declaration, reference=reference)
    return kind.from_declaration(declaration, made.notices)


def is_listed(attribute: AttributeDeclaration, declaration: Declaration) -> bool:
    """Whether it stands among the parameters: also what an event assigns, with its value."""
    if attribute.kind is Kind.PARAMETER:
        return attribute.name != "w" or attribute.initial != 0.0
    if isinstance(declaration, NeuronDeclaration) and attribute.name.startswith("g_"):
        return False
    has_equation = any(e.assigned == attribute.name for e in declaration.equations)
    return not has_equation and attribute.initial != 0.0


def _rest(declaration: Declaration) -> Data:
    data: Data = {}
    if isinstance(declaration, SynapseDeclaration):
        data["operation"] = declaration.operation
        for word in RULES:
            rule = getattr(declaration, word)
            if rule is not None:
                data[word] = _rule(rule, word)
    return data | _functions(declaration)


def _functions(declaration: Declaration) -> Data:
    heads = (f"{f.name}({', '.join(f.arguments)})" for f in declaration.functions)
    bodies = (print_expression(f.body) for f in declaration.functions)
    lines = [f"{head} = {body}" for head, body in zip(heads, bodies, strict=True)]
    return {"functions": "\n".join(lines)} if lines else {}


def _parameter(attribute: AttributeDeclaration) -> Data:
    data: Data = {"value": _value(attribute.initial), **_nature(attribute)}
    if attribute.control_range is not None:
        data["range"] = list(attribute.control_range)
    return data


def _variable(equation: Equation, declaration: Declaration) -> Data:
    flags = ", ".join(sorted(equation.flags))
    text = print_statement(equation.statement)
    data: Data = {"equation": f"{text} : {flags}" if flags else text}
    if equation.method:
        data["method"] = equation.method
    attribute = next((a for a in declaration.attributes if a.name == equation.assigned), None)
    if attribute is None:
        return data
    if attribute.initial not in (0, False):
        data["init"] = _value(attribute.initial)
    bounds = {"min": attribute.lower, "max": attribute.upper}
    data |= {word: print_expression(b) for word, b in bounds.items() if b is not None}
    return data | _nature(attribute)


def _nature(attribute: AttributeDeclaration) -> Data:
    """Return locality and type where they are not the usual, and what is said of it."""
    data: Data = {}
    if attribute.is_locality_explicit:
        data["locality"] = attribute.locality.value
    is_plain_bool = attribute.kind is Kind.PARAMETER and attribute.type is ValueType.BOOL
    if attribute.type is not ValueType.FLOAT and not is_plain_bool:
        data["type"] = attribute.type.value
    words = {"unit": attribute.unit, "description": attribute.description}
    return data | {word: text for word, text in words.items() if text}


def _rule(rule: RewiringRule, word: str) -> Data:
    data: Data = {"equation": _text(rule.condition), "proba": rule.probability}
    if word == "creating":
        data["w"] = _value(rule.weight)
        if rule.delay is not None:
            data["d"] = _value(rule.delay)
    return data


def _text(expr: Expr) -> str:
    return print_expression(expr)


def _value(value: object) -> object:
    """Return a value as JSON knows it: of a distribution its name and arguments."""
    if not isinstance(value, RandomDistribution):
        return value
    seeded = {"seed": value.seed} if value.seed >= 0 else {}
    arguments = {name: getattr(value, name) for name in value.keywords}
    return {"distribution": type(value).__name__, **arguments, **seeded}


def _given(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments, distributions made of their descriptions."""
    return {word: _distribution(x) if isinstance(x, dict) else x for word, x in words.items()}


def _distribution(data: Mapping[str, Any]) -> RandomDistribution:
    arguments = dict(data)
    name = arguments.pop("distribution")
    if name not in DISTRIBUTIONS:
        raise ANNarchyException(f"there is no distribution {name!r}.")
    made: RandomDistribution = getattr(distributions, name)(**arguments)
    return made
