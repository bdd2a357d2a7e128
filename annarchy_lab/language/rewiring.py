"""Rules of structural plasticity: reads ``creating`` and ``pruning``.

In: a text such as ``"pre.r*post.r > 1 : proba=0.5, w=0.01"``, or a `Creating` / `Pruning`.
Out: a `RewiringRule`.
Not here: what the condition may name (see `checks`), when it is evaluated.
"""

from collections.abc import Mapping
from typing import Final

from annarchy_lab.diagnostics import Span
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.arguments import keyword
from annarchy_lab.language.declaration import Initial, RewiringRule
from annarchy_lab.language.definitions import cut_flags, text_of
from annarchy_lab.language.faults import INVALID_ARGUMENT, INVALID_REWIRING
from annarchy_lab.language.parser import parse_tokens
from annarchy_lab.language.parts import Creating, Pruning, given_value
from annarchy_lab.language.read import Piece
from annarchy_lab.language.scope import did_you_mean
from annarchy_lab.language.tokens import scan
from annarchy_lab.language.values import initial_value

__all__ = ["read_rule"]

_KEYS: Final = {"pruning": ("proba",), "creating": ("proba", "w", "d")}


def read_rule(section: str, given: "Piece | str | Creating | Pruning", origin: str) -> RewiringRule:
    """Read one rule.

    Parameters
    ----------
    section
        ``'pruning'`` or ``'creating'``: decides which options exist.
    given
        Its text or object.
    origin
        How to name the text in messages.

    Raises
    ------
    Mistake
        At the first fault.
    """
    if isinstance(given, Creating | Pruning):
        wanted = Creating if section == "creating" else Pruning
        if not isinstance(given, wanted) or not isinstance(given.equation, str):
            place = keyword(section, given, origin)
            hint = f"give a text or a {wanted.__name__}"
            raise INVALID_ARGUMENT.at(place, f"this is no rule of {section}", hint)
        piece = Piece.whole(given.equation, origin)
        keywords = {key: getattr(given, key) for key in _KEYS[section]}
        options = {
            key: (value, keyword(key, value, origin))
            for key, value in keywords.items()
            if value is not None
        }
    else:
        piece = Piece.whole(given, origin) if isinstance(given, str) else given
        options = {}
    return _rule(section, piece, options)


def _rule(section: str, piece: Piece, given: Mapping[str, tuple[object, Span]]) -> RewiringRule:
    words = scan(piece.source, piece.start, piece.stop)
    tokens, flags = cut_flags([word for word in words if word.text != "\n"], _KEYS[section])
    options = {key: (_given(value, span), span) for key, (value, span) in given.items()}
    for flag in flags:
        if flag.key not in _KEYS[section] or not flag.value:
            keys = ", ".join(f"{key}=" for key in _KEYS[section])
            hint = did_you_mean(flag.key, _KEYS[section], f"write {keys}")
            message = f"'{text_of(flag.span)}' is no option of {section}"
            raise INVALID_REWIRING.at(flag.span, message, hint)
        options[flag.key] = (initial_value(parse_tokens(flag.value, flag.span)), flag.span)
    delay = options.get("d")
    return RewiringRule(
        parse_tokens(tokens, piece.span),
        _probability(*options.get("proba", (1.0, piece.span))),
        _number("w", *options.get("w", (0.0, piece.span))),
        None if delay is None else _number("d", *delay),
        text_of(piece.span),
        piece.span,
    )


def _given(value: object, span: Span) -> Initial:
    # A constant counts with its value now: rewiring options are numbers.
    return float(value) if isinstance(value, float) else given_value(value, span)


def _number(key: str, value: Initial, span: Span) -> float | RandomDistribution:
    if isinstance(value, str):
        raise INVALID_REWIRING.at(
            span, f"{key} must be a number or a distribution", f"write {key}=0.5"
        )
    return value if isinstance(value, RandomDistribution) else float(value)


def _probability(value: Initial, span: Span) -> float:
    number = _number("proba", value, span)
    if isinstance(number, RandomDistribution) or not 0 <= number <= 1:
        raise INVALID_REWIRING.at(span, "proba is a number from 0 to 1", "write proba=0.5")
    return number
