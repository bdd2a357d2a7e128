"""Colours of code: the words of the modelling language, messages about models, two styles.

In: text of a ``%%neuron`` or ``%%synapse`` cell, a message with its caret.
Out: tokens for Pygments, by the tables of `annarchy_lab.language.vocabulary`.
Not here: the editor's colours, which are the labextension's.
"""

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups, words
from pygments.style import Style
from pygments.token import (
    Comment,
    Error,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Token,
)
from sphinx.application import Sphinx

from annarchy_lab.language import vocabulary
from annarchy_lab.language.model_cell import NEURON_SECTIONS, SYNAPSE_SECTIONS

__all__ = ["Dark", "Light", "MessageLexer", "ModelLexer", "setup"]

SECTIONS = tuple(dict.fromkeys((*NEURON_SECTIONS, *SYNAPSE_SECTIONS)))
CALLS = (*vocabulary.FUNCTIONS, *vocabulary.ALIASES, *vocabulary.GLOBAL_OPERATIONS, "sum")


class ModelLexer(RegexLexer):
    """The modelling language, in a cell or as plain equations."""

    name = "ANNarchy model"
    aliases: ClassVar = ["annarchy"]
    tokens: ClassVar = {
        "root": [
            (r"(%%\w+)([^\n]*)", bygroups(Keyword.Namespace, Name.Class)),
            (r'"""(?:.|\n)*?"""', String.Doc),
            (r"#[^\n]*", Comment.Single),
            (words(SECTIONS, prefix=r"(?m)^", suffix=r"(?=[ \t]*:)"), Keyword.Declaration),
            (r"\bd\w+\s*/\s*dt\b", Name.Variable.Magic),
            (words(vocabulary.DISTRIBUTIONS, suffix=r"(?=\s*\()"), Name.Builtin),
            (words(CALLS, prefix=r"\b", suffix=r"(?=\s*\()"), Name.Builtin),
            (words(vocabulary.SYNTAX_WORDS, prefix=r"\b", suffix=r"\b"), Keyword),
            (words(vocabulary.FLAG_WORDS, prefix=r"\b(?<=[:,] )", suffix=r"\b"), Keyword.Type),
            (r"(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?", Number),
            (r"[-+*/^=<>!]+|\bin\b|\.\.", Operator),
            (r"[A-Za-z_]\w*", Name),
            (r"[()\[\],:;.]", Punctuation),
            (r"\s+", Text),
        ]
    }


class MessageLexer(RegexLexer):
    """A message about a model: code, place, line, caret, remedy."""

    name = "ANNarchy message"
    aliases: ClassVar = ["annarchy-message"]
    tokens: ClassVar = {
        "root": [
            (r"^(error\[ANN\d+\])(:[^\n]*)", bygroups(Generic.Error, Generic.Strong)),
            (r"^(warning\[ANN\d+\])(:[^\n]*)", bygroups(Keyword, Generic.Strong)),
            (r"^(\s+-->)([^\n]*)", bygroups(Comment, Comment)),
            (r"^([ \d]+\|)(\s*\^+)$", bygroups(Comment, Generic.Error)),
            (r"^([ \d]+\|)([^\n]*)", bygroups(Comment, Text)),
            (r"^(\s+= help:)([^\n]*)", bygroups(Keyword, Text)),
            (r"[^\n]+|\n", Text),
        ]
    }


def _style(ink: str, quiet: str, word: str, call: str, value: str, text: str, fault: str) -> dict:
    """One palette for both styles; a colour has one meaning in all languages."""
    return {
        Token: ink,
        Comment: f"italic {quiet}",
        Keyword: word,
        Keyword.Declaration: f"bold {word}",
        Keyword.Namespace: word,
        Operator: quiet,
        Operator.Word: word,
        Punctuation: quiet,
        Name.Builtin: call,
        Name.Class: f"bold {ink}",
        Name.Function: f"bold {ink}",
        Name.Decorator: word,
        Name.Variable.Magic: f"bold {ink}",
        Number: value,
        Literal: value,
        String: text,
        String.Doc: f"italic {text}",
        Generic.Error: f"bold {fault}",
        Generic.Strong: f"bold {ink}",
        Generic.Prompt: quiet,
        Error: ink,
    }


class Light(Style):
    """On a light ground."""

    background_color = "#f6f7f8"
    styles: ClassVar = _style(
        "#24292f", "#6a737d", "#0a5fa5", "#7a4a9e", "#a04c00", "#1b6e53", "#b3261e"
    )


class Dark(Style):
    """On a dark ground."""

    background_color = "#191c1f"
    styles: ClassVar = _style(
        "#dfe3e6", "#8b949e", "#74b9f0", "#c9a3e6", "#e9a15b", "#6cc7a1", "#ff8a80"
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.add_lexer("annarchy", ModelLexer)
    app.add_lexer("annarchy-message", MessageLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
