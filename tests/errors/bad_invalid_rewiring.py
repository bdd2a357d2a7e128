"""Options that rules of structural plasticity do not have."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse(
        "",
        "age += 1.0",
        pruning="age > 10.0 : proba=2.0",
        creating="pre.r > 1.0 : probability=0.5",
        name="Rewire",
    )
