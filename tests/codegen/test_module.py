"""What a module's functions look like, beyond the texts that are kept as files."""

import re

import pytest
from lowered import lowered

from annarchy_lab.codegen.cpu.module import print_module
from annarchy_lab.language.declare import Neuron, Synapse


def printed(equations: str) -> str:
    module, _ = lowered(Neuron("", equations, name="Cell"), Synapse())
    return print_module(module).text


def decaying(n: int) -> str:
    """An implicit system: the number of its statements grows with the cube of `n`."""
    total = " + ".join(f"{k + 1}.0*x{k}" for k in range(n))
    lines = [f"dx{k}/dt = -({total}) : implicit" for k in range(n)]
    return "\n".join([*lines, "r = x0"])


def test_what_does_not_decay_has_one_form():
    assert "settles" not in printed("r = 0.5*r")


@pytest.mark.parametrize(("n", "is_template"), [(2, True), (12, False)])
def test_long_functions_are_not_compiled_twice(n, is_template):
    text = printed(decaying(n))
    assert len(re.findall(r"annl_settled\(settles, ", text)) == n
    assert ("template <bool settles>" in text) == is_template
    assert ("const bool settles = annl_settles(ctx->clock);" in text) == (not is_template)
