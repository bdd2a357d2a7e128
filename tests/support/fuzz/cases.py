"""What is fuzzed: the texts of one model, and how they are handed to the package."""

import inspect
from dataclasses import dataclass, replace

import annarchy_lab as ann
from annarchy_lab.diagnostics import Source
from annarchy_lab.language.declare import Creating, Neuron, Parameter, Synapse, Variable
from annarchy_lab.language.model_cell import parse_model_cell

__all__ = ["Case", "declare"]

FIELDS = {word for model in (Neuron, Synapse) for word in inspect.signature(model).parameters}


@dataclass(frozen=True)
class Case:
    """The texts of one model, by the name of their field.

    Parameters
    ----------
    kind
        ``neuron``, ``synapse``: the arguments of those classes; ``variable`` and ``variable.min``,
        ``variable.init`` ... make a `Variable`, ``parameter.a`` an entry of a dict, ``rule`` and
        ``rule.w`` ... a `Creating`;
        ``neuron cell``, ``synapse cell``: the field ``cell``;
        ``function``: the field ``function``, for ``add_function``;
        ``stop``: a neuron and its ``stop_condition``.
    """

    kind: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, kind: str, **fields: str) -> "Case":
        return cls(kind, tuple(fields.items()))

    @property
    def texts(self) -> dict[str, str]:
        return dict(self.fields)

    def with_text(self, field: str, text: str) -> "Case":
        fields = tuple((key, text if key == field else old) for key, old in self.fields)
        return replace(self, fields=fields)

    def without(self, field: str) -> "Case":
        return replace(self, fields=tuple(pair for pair in self.fields if pair[0] != field))

    def __str__(self) -> str:
        return "\n".join([self.kind, *(f"  {key}: {text!r}" for key, text in self.fields)])


def declare(case: Case) -> Neuron | Synapse:
    """Declare the model; a stop condition is left to the population."""
    texts = case.texts
    match case.kind:
        case "neuron" | "stop":
            texts.pop("stop_condition", None)
            return Neuron(**_arguments(texts))
        case "synapse":
            return Synapse(**_arguments(texts))
        case "neuron cell":
            return parse_model_cell("neuron", "Cell", Source(texts["cell"], "Neuron 'Cell'"))
        case "synapse cell":
            return parse_model_cell("synapse", "Cell", Source(texts["cell"], "Synapse 'Cell'"))
        case "function":
            ann.add_function(texts["function"])
            return Neuron("a = 2.0", texts["equations"])
        case other:
            raise AssertionError(other)


def _arguments(texts: dict[str, str]) -> dict[str, object]:
    arguments: dict[str, object] = {k: text for k, text in texts.items() if k in FIELDS}
    if "variable" in texts:
        variable = Variable(texts["variable"], **_given(texts, "variable"))
        arguments["equations"] = [arguments.get("equations", ""), variable]
    parameters = _given(texts, "parameter")
    if parameters:
        arguments["parameters"] = {
            name: text if number % 2 else Parameter(text)
            for number, (name, text) in enumerate(parameters.items())
        }
    if "rule" in texts:
        arguments["creating"] = Creating(texts["rule"], **_given(texts, "rule"))
    return arguments


def _given(texts: dict[str, str], word: str) -> dict[str, str]:
    """Return the fields ``word.key`` by key."""
    found = (key.partition(".") for key in texts)
    return {key: texts[f"{head}.{key}"] for head, _, key in found if head == word and key}
