"""An operation that does not exist."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse(psp="w * pre.r", operation="maximum", name="Join")
