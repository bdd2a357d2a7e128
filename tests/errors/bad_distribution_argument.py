"""Arguments of distributions that differ between neurons."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        "sigma = 1.0\nn = 3 : population",
        """
        v = Normal(dt, n) + Gamma(sigma, 1.0) + Binomial(n, -0.5)
        x = Normal(v, sigma) + Uniform(0.0, 2*pi)
        I = Exponential(t_last) + DiscreteUniform(-n, g_exc) + LogNormal(r, E)
        """,
        spike="v > Uniform(-pi, t)",
        reset="v = Binomial(10, 0.5 + n)",
        name="Noise",
    )
