"""A sum in a synapse."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse(psp="w * sum(exc)", name="Sum")
