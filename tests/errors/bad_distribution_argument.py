"""Arguments of distributions that differ between neurons."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("sigma = 1.0", "v = 1.0\nr = Normal(v, sigma) + Uniform(0.0, 2*pi)", name="Noise")
