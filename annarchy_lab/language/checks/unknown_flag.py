"""A flag that does not exist."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model, Option
from annarchy_lab.language.scope import did_you_mean
from annarchy_lab.language.vocabulary import EVENT_FLAGS, FLAG_WORDS, OPTION_KEYS

CODE: Final = "ANN126"


def unknown_flag(model: Model) -> Iterator[Diagnostic]:
    """Report words behind a colon that mean nothing, and values of flags that take none.

    The user meant something by it, and nothing would happen.

    Example: ``dv/dt = -v : exponentail``.
    """
    for line in model.lines:
        for option in line.options:
            yield from _option(option)


def _option(option: Option) -> Iterator[Diagnostic]:
    if option.key not in OPTION_KEYS | EVENT_FLAGS:
        is_word = option.key in FLAG_WORDS
        hint = f"write {option.key} alone" if is_word else did_you_mean(
            option.key, FLAG_WORDS, "remove it"
        )  # fmt: skip
        message = f"'{option.key}' takes no value" if is_word else f"unknown flag '{option.key}'"
        yield Diagnostic(CODE, message, option.span, hint)
    elif option.key in EVENT_FLAGS and option.value is not None:
        hint = f"write {option.key} alone"
        yield Diagnostic(CODE, f"'{option.key}' takes no value", option.span, hint)
