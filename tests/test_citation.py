"""CITATION.cff is what the Citation File Format 1.2.0 asks for, and true."""

import re

import pytest
import yaml
from source_tree import ROOT

import annarchy_lab

KEYS = {
    *("abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi"),
    *("identifiers", "keywords", "license", "license-url", "message", "preferred-citation"),
    *("references", "repository", "repository-artifact", "repository-code", "title", "type"),
    *("url", "version"),
}
PERSON = {"family-names", "given-names", "name-particle", "name-suffix", "orcid", "affiliation"}
ENTITY = {"name", "website", "orcid", "email"}


@pytest.fixture(scope="module")
def citation() -> dict:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_it_has_what_the_format_asks_for(citation: dict) -> None:
    assert citation["cff-version"] == "1.2.0"
    assert {"authors", "cff-version", "message", "title"} <= citation.keys() <= KEYS
    assert citation["type"] == "software"
    assert all(isinstance(word, str) for word in citation["keywords"])


def test_everybody_is_a_person_or_a_group(citation: dict) -> None:
    for work in (citation, *citation["references"]):
        for author in work["authors"]:
            assert author.keys() <= PERSON or author.keys() <= ENTITY


def test_it_is_true(citation: dict) -> None:
    assert citation["title"] == "annarchy_lab"
    assert citation["version"] == annarchy_lab.__version__
    assert citation["authors"] == [{"name": "The annarchy_lab developers"}]
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'license = "{citation["license"]}"' in settings


def test_references_can_be_found(citation: dict) -> None:
    for work in citation["references"]:
        assert {"authors", "title", "type", "year"} <= work.keys()
        assert re.fullmatch(r"10\.\d{4,}/\S+", work["doi"])
