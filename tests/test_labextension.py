"""The labextension agrees with the kernel package: version, words of the language, a lock file
that names no host."""

import json
import re

import pytest
from source_tree import ROOT

import annarchy_lab
from annarchy_lab.lab.assist import dictionary, generate
from annarchy_lab.language import model_cell, vocabulary

FOLDER = ROOT / "labextension"


def words(name: str) -> set[str]:
    """One word list of the highlighter."""
    text = (FOLDER / "src" / "vocabulary.ts").read_text(encoding="utf-8")
    found = re.search(rf"export const {name} = words\(\s*'([^']*)'\s*\)", text)
    assert found is not None, f"no list {name}"
    return set(found[1].split())


def test_versions_agree():
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    assert package["version"] == annarchy_lab.__version__


def test_the_lock_file_names_no_host():
    text = (FOLDER / "package-lock.json").read_text(encoding="utf-8")
    assert re.findall(r"https?://[^\"]*", text) == []


@pytest.mark.parametrize(
    ("name", "owned"),
    [
        ("SECTIONS", {*model_cell.NEURON_SECTIONS, *model_cell.SYNAPSE_SECTIONS}),
        ("FLAGS", vocabulary.FLAG_WORDS),
        ("OPERATIONS", vocabulary.OPERATIONS),
        ("KEYWORDS", vocabulary.SYNTAX_WORDS - {"True", "False"}),
        (
            "FUNCTIONS",
            {"sum", "ite"}
            | vocabulary.GLOBAL_OPERATIONS
            | {*vocabulary.FUNCTIONS, *vocabulary.ALIASES, *vocabulary.DISTRIBUTIONS},
        ),
    ],
)
def test_the_highlighter_knows_the_words(name, owned):
    assert words(name) == set(owned)


def test_the_highlighter_knows_the_names_of_time():
    assert words("ATOMS") - {"pi", "True", "False"} <= vocabulary.RESERVED_ATTRIBUTES


def test_the_words_of_the_page_are_those_of_the_kernel():
    remedy = "run python -m annarchy_lab.lab.assist.generate"
    assert generate.PATH.read_text(encoding="utf-8") == generate.vocabulary(), remedy


@pytest.mark.parametrize("table", [dictionary.FUNCTIONS, dictionary.FLAGS, dictionary.SECTIONS])
def test_every_word_is_explained(table):
    for entry in table.values():
        assert entry.text, entry.word
        assert all(told for _, told in entry.arguments), entry.word
        assert not set("`|") & set(entry.text + "".join(told for _, told in entry.arguments))


def test_calls_take_the_arguments_that_the_language_wants():
    known = vocabulary.FUNCTIONS | vocabulary.DISTRIBUTIONS
    for word, arity in known.items():
        assert len(dictionary.FUNCTIONS[word].arguments) == arity.most, word
