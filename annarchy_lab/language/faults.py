"""Mistakes in the wording itself, found while text is read, before there is a model to check.

In: nothing.
Out: one `Fault` per kind of mistake (its code, what it is, an example), and `Mistake`, the
exception that carries one diagnostic from the parser to whoever collects them.
Not here: mistakes that need the whole model; those are the files of `checks`.
"""

from typing import Final

from annarchy_lab.diagnostics import Diagnostic, Report, Span
from annarchy_lab.lightweight import dataclass

__all__ = ["FAULTS", "Fault", "Mistake"]


class Mistake(Exception):  # noqa: N818 - a mistake of the user, caught within this room
    """Stops the reading of one definition; the next one is read all the same."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of mistake in the wording.

    Parameters
    ----------
    code
        As shown to the user.
    name
        As in the name of its test.
    what
        What is reported and why it is one.
    example
        A text that has it.
    """

    code: str
    name: str
    what: str
    example: str

    def at(self, span: Span | None, message: str, hint: str = "") -> Mistake:
        """Return the mistake at one place, ready to be raised."""
        return Mistake(Diagnostic(self.code, message, span, hint))

    def add_to(self, report: Report, span: Span | None, message: str, hint: str = "") -> None:
        """Add the mistake at one place to a report."""
        report.error(self.code, message, span, hint)


INVALID_CHARACTER: Final = Fault(
    "ANN101",
    "invalid_character",
    "A sign or letter that the language does not have; names are made of ASCII letters.",
    "r = v % 2",
)
UNBALANCED_PARENTHESES: Final = Fault(
    "ANN103",
    "unbalanced_parentheses",
    "A parenthesis without its partner in the same definition.",
    "r = (v + 1",
)
MALFORMED_CONDITIONAL: Final = Fault(
    "ANN104",
    "malformed_conditional",
    "An `if` without its `:` or `else:`, or inside a larger expression without parentheses.",
    "r = if v > 0: v",
)
UNEXPECTED_TEXT: Final = Fault(
    "ANN105",
    "unexpected_text",
    "A word or sign where the grammar has no place for it, or an end that comes too early.",
    "r = 2 v",
)
SEVERAL_ASSIGNMENTS: Final = Fault(
    "ANN106",
    "several_assignments",
    "More than one `=` in one definition.",
    "r = v = 1",
)
MISSING_ASSIGNMENT: Final = Fault(
    "ANN107",
    "missing_assignment",
    "A definition that assigns nothing.",
    "v + 1",
)
CHAINED_COMPARISON: Final = Fault(
    "ANN108",
    "chained_comparison",
    "Two comparisons in a row, which other languages read in two different ways.",
    "spike = 0 < v < 1",
)
INVALID_TARGET: Final = Fault(
    "ANN109",
    "invalid_target",
    "A left side that is neither a name nor holds one gradient.",
    "tau * v = 1",
)
GLOBAL_OPERATION_ARGUMENT: Final = Fault(
    "ANN110",
    "global_operation_argument",
    "min, max, mean, norm1 and norm2 take the name of one attribute, not an expression.",
    "r = mean(v + 1)",
)
TARGET_NAME: Final = Fault(
    "ANN111",
    "target_name",
    "sum takes the name of one target, or nothing.",
    "r = sum(v + 1)",
)
INVALID_FLAG: Final = Fault(
    "ANN112",
    "invalid_flag",
    "Something behind the colon that is neither a word nor `word=value`.",
    "r = v : min=0, 3",
)
INVALID_VALUE: Final = Fault(
    "ANN113",
    "invalid_value",
    "A number that cannot be held; a parameter or `init` that is neither a number, a known name "
    "nor a distribution of numbers.",
    "tau = 2 * v",
)
TOO_DEEP: Final = Fault(
    "ANN114",
    "too_deep",
    "An expression nested more deeply than 150 levels.",
    "r = ((( ... )))",
)
INVALID_ARGUMENT: Final = Fault(
    "ANN115",
    "invalid_argument",
    "An argument of Neuron, Synapse, Parameter or Variable that has the wrong Python type.",
    "Neuron(parameters=3)",
)
INVALID_SECTION: Final = Fault(
    "ANN116",
    "invalid_section",
    "In a model cell: a section that does not exist, comes twice or has no body.",
    "paramters:",
)
INVALID_FUNCTION: Final = Fault(
    "ANN117",
    "invalid_function",
    "A function that is not written as `name(argument, ...) = expression`.",
    "f = x + 1",
)
INVALID_RANGE: Final = Fault(
    "ANN118",
    "invalid_range",
    "The range of a control that is not two rising numbers.",
    "a = 1.0 in 5..0",
)

INVALID_REWIRING: Final = Fault(
    "ANN119",
    "invalid_rewiring",
    "An option of creating or pruning that does not exist, or has an impossible value.",
    "age > T : proba = 2",
)

FAULTS: Final = (
    INVALID_CHARACTER,
    UNBALANCED_PARENTHESES,
    MALFORMED_CONDITIONAL,
    UNEXPECTED_TEXT,
    SEVERAL_ASSIGNMENTS,
    MISSING_ASSIGNMENT,
    CHAINED_COMPARISON,
    INVALID_TARGET,
    GLOBAL_OPERATION_ARGUMENT,
    TARGET_NAME,
    INVALID_FLAG,
    INVALID_VALUE,
    TOO_DEEP,
    INVALID_ARGUMENT,
    INVALID_SECTION,
    INVALID_FUNCTION,
    INVALID_RANGE,
    INVALID_REWIRING,
)
"""All kinds, in the order of their codes."""
