"""How long functions take."""

import re

import pytest

import annarchy_lab as ann


@pytest.mark.proves("api-8-timeit")
def test_each_call_is_timed(capsys):
    @ann.timeit
    def learn(a, *, b):
        """Learn something."""
        if b is None:
            raise ZeroDivisionError
        return a + b

    assert (learn(1, b=2), learn.__doc__) == (3, "Learn something.")
    with pytest.raises(ZeroDivisionError):
        learn(1, b=None)
    out = capsys.readouterr().out
    assert re.fullmatch(r"(learn took \d\S* seconds\.\n){2}", out)
