"""Signs of other languages, and a letter outside of ASCII."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        "a = 1.0",
        """
        r = a % 2
        v = a && r
        x = \N{GREEK SMALL LETTER TAU} * v
        """,
        name="Foreign",
    )
