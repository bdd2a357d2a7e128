"""Names of another neuron where there is none."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "r = pre.r + mean(post.r)", name="Ends")
