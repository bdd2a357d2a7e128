"""Stop conditions of populations: ``v > 10 : any``.

In: the text and the model of the population's neurons.
Out: a `StopCondition`; or `ModelError` with every mistake.
Not here: its evaluation.
"""

from annarchy_lab.diagnostics import ModelError, Report, Source
from annarchy_lab.language.checks import all_checks
from annarchy_lab.language.declaration import NeuronDeclaration
from annarchy_lab.language.definitions import cut_flags, text_of
from annarchy_lab.language.faults import INVALID_FLAG, Mistake
from annarchy_lab.language.model import Model, Site
from annarchy_lab.language.parser import parse_tokens
from annarchy_lab.language.read import Piece
from annarchy_lab.language.surroundings import current_surroundings
from annarchy_lab.language.syntax import Expr
from annarchy_lab.language.tokens import scan
from annarchy_lab.lightweight import dataclass

__all__ = ["StopCondition", "parse_stop_condition"]

_WORDS = ("any", "all")


@dataclass(frozen=True, slots=True)
class StopCondition:
    """When a run ends.

    Parameters
    ----------
    condition
        Over attributes of a neuron and ``spiked``.
    needs_all
        Whether it must hold in every neuron, rather than in any.
    """

    condition: Expr
    needs_all: bool = False
    text: str = ""


def parse_stop_condition(
    text: str | Source, neuron: NeuronDeclaration, name: str = ""
) -> StopCondition:
    """Parse and check the stop condition of a population.

    Parameters
    ----------
    text
        A condition, behind a colon ``any`` (default) or ``all``.
    neuron
        The model of the population's neurons.
    name
        Name of the population, for messages.

    Raises
    ------
    ModelError
        With every mistake in the text.
    """
    origin = f"Population '{name}', stop_condition" if name else "stop_condition"
    source = Source(text, origin) if isinstance(text, str) else text
    try:
        stop = _read(Piece(source, 0, len(source.text)))
    except Mistake as mistake:
        raise ModelError([mistake.diagnostic]) from None
    report = Report()
    site = Site("stop_condition", "the stop condition", stop.condition)
    model = Model(neuron, surroundings=current_surroundings(), extra_sites=(site,))
    for check in all_checks():
        report.diagnostics.extend(check.run(model))
    report.raise_if_any()
    return stop


def _read(piece: Piece) -> StopCondition:
    words = [w for w in scan(piece.source, piece.start, piece.stop) if w.text != "\n"]
    tokens, flags = cut_flags(words, _WORDS)
    for flag in flags:
        if flag.key not in _WORDS or flag.value is not None:
            message = f"'{text_of(flag.span)}' is no flag of a stop condition"
            raise INVALID_FLAG.at(flag.span, message, "write any or all")
    needs_all = any(flag.key == "all" for flag in flags)
    return StopCondition(parse_tokens(tokens, piece.span), needs_all, text_of(piece.span))
