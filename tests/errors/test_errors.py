"""Every mistake that a model can hold, with the whole text that its user sees.

A pair ``bad_<fault>.py`` and ``bad_<fault>.txt`` per fault and check: the model, and the message.
Some faults show only in a network: their ``declare`` compiles one.
With ``--update-golden`` the texts are written anew, to be reviewed like code.
"""

import importlib.util
from pathlib import Path

import pytest

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.ir import faults as of_networks
from annarchy_lab.language import faults as of_texts
from annarchy_lab.language.checks import all_checks
from annarchy_lab.numerics import faults as of_methods

HERE = Path(__file__).parent
MODELS = sorted(HERE.glob("bad_*.py"))
FAULTS = (*of_texts.FAULTS, *of_methods.FAULTS, *of_networks.FAULTS)
CODES = {check.name: check.code for check in all_checks()} | {f.name: f.code for f in FAULTS}


def declare(path: Path) -> ModelError:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.raises(ModelError) as error:
        module.declare()
    return error.value


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_message(path: Path, request: pytest.FixtureRequest) -> None:
    error = declare(path)
    expected = path.with_suffix(".txt")
    if request.config.getoption("--update-golden"):
        expected.write_text(error.message + "\n", encoding="utf-8")
    assert error.message + "\n" == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_model_has_only_the_mistake_of_its_name(path: Path) -> None:
    code = CODES[path.stem.removeprefix("bad_")]
    assert {diagnostic.code for diagnostic in declare(path).diagnostics} == {code}


def test_every_fault_and_check_has_a_pair() -> None:
    assert {path.stem.removeprefix("bad_") for path in MODELS} == set(CODES)
    assert {path.stem for path in HERE.glob("bad_*.txt")} == {path.stem for path in MODELS}


def test_codes_are_used_once() -> None:
    codes = [check.code for check in all_checks()] + [fault.code for fault in FAULTS]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.name)
def test_every_check_says_what_why_and_example(check) -> None:
    assert "Example: " in check.what
    assert len(check.what.split("\n\n")) >= 3


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_message_has_a_remedy_and_a_place(path: Path) -> None:
    for diagnostic in declare(path).diagnostics:
        assert diagnostic.hint, diagnostic.render()
        if diagnostic.span is not None:
            assert diagnostic.span.stop > diagnostic.span.start
