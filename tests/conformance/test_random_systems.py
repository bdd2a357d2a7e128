"""Random systems of equations: equal bits on both backends, and the right values.

Linear ones with mixed methods follow formulas that are written down once more here, in float64
NumPy; implicit ones with a product of two variables, the branch that begins at the old values.
"""

from dataclasses import dataclass

import numpy as np
from fuzzing import compiled_examples
from hypothesis import assume, given
from hypothesis import strategies as st
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec
from annarchy_lab.ir.verify import verify_model
from annarchy_lab.language.declare import Neuron
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

SIZE, DT, N_STEPS = 9, 0.5, 5
UNCOUPLED = ("explicit", "exponential", "semiimplicit")


@dataclass(frozen=True)
class System:
    """``tau_i dx_i/dt = sum_j a_ij x_j + c_i z_k``, where z_k is assigned before block k.

    `used` says which a_ij are written at all, `blocks` how many equations each block has.
    """

    methods: tuple[str, ...]
    used: np.ndarray
    blocks: tuple[int, ...]

    @property
    def n(self) -> int:
        return len(self.methods)

    def text(self) -> str:
        lines, row = [], 0
        for k, size in enumerate(self.blocks):
            lines.append(f"z{k} = 1.0 + {' + '.join(f'x{j}' for j in range(self.n))}")
            for i in range(row, row + size):
                terms = [f"a{i}{j}*x{j}" for j in range(self.n) if self.used[i, j]]
                right = " + ".join([*terms, f"c{i}*z{k}"])
                lines.append(f"tau{i} * dx{i}/dt = {right} : {self.methods[i]}")
            row += size
        return "\n".join([*lines, "r = x0"])


@st.composite
def systems(draw: st.DrawFn) -> System:
    n = draw(st.integers(1, 4))
    coupled = draw(st.sampled_from(["implicit", "midpoint", "rk4"]))
    kinds = st.sampled_from([coupled, coupled, coupled, *UNCOUPLED])
    methods = tuple(draw(kinds) for _ in range(n))
    used = np.array([[draw(st.integers(0, 3)) > 0 for _ in range(n)] for _ in range(n)])
    cuts = [i for i in range(1, n) if draw(st.integers(0, 3)) == 0]
    return System(methods, used, tuple(np.diff([0, *cuts, n]).tolist()))


def values(system: System, seed: int) -> dict[str, np.ndarray]:
    """Draw the parameters and initial values, one per neuron."""
    rng, n = np.random.default_rng(seed), system.n
    found = {f"tau{i}": rng.uniform(0.3, 3.0, SIZE) for i in range(n)}
    found |= {f"{letter}{i}": rng.normal(0.0, 1.0, SIZE) for letter in "cx" for i in range(n)}
    found |= {
        f"a{i}{j}": rng.normal(-0.7 if i == j else 0.0, 1.0, SIZE)
        for i in range(n)
        for j in range(n)
        if system.used[i, j]
    }
    return found


class Plain:
    """The same in NumPy; x has shape (n, SIZE)."""

    def __init__(self, system: System, given: dict[str, np.ndarray]) -> None:
        self.system, n = system, system.n
        zero = np.zeros(SIZE)
        tau = [given[f"tau{i}"] for i in range(n)]
        self.a = np.array(
            [[given.get(f"a{i}{j}", zero) / tau[i] for j in range(n)] for i in range(n)]
        )
        self.c = np.array([given[f"c{i}"] / tau[i] for i in range(n)])
        self.x = np.array([given[f"x{i}"] for i in range(n)])
        self.z = np.zeros((len(system.blocks), SIZE))
        self.block_of = np.repeat(np.arange(len(system.blocks)), system.blocks)
        self.worst = 1.0

    def step(self) -> None:
        start, row, assigned = self.x.copy(), 0, []
        for k, size in enumerate(self.system.blocks):
            block = list(range(row, row + size))
            self.z[k] = 1.0 + self.x.sum(axis=0)
            rest = self.c * self.z[self.block_of]
            new = {i: self.advance(i, start, assigned, rest) for i in block}
            for i, value in new.items():
                self.x[i] = value
            assigned += block
            row += size

    def advance(
        self, i: int, start: np.ndarray, assigned: list[int], rest: np.ndarray
    ) -> np.ndarray:
        x, method = self.x, self.system.methods[i]
        members = [j for j, other in enumerate(self.system.methods) if other == method]
        match method:
            case "explicit":
                return x[i] + DT * (np.einsum("jn,jn->n", self.a[i], x) + rest[i])
            case "exponential":
                others = np.einsum("jn,jn->n", self.a[i], x) - self.a[i, i] * x[i] + rest[i]
                slope = self.a[i, i]
                with np.errstate(all="ignore"):
                    gain = np.where(slope == 0, DT, np.expm1(DT * slope) / slope)
                return x[i] + gain * (slope * x[i] + others)
            case "semiimplicit":
                return self.backward([i], x, rest)[i]
            case "implicit":
                return self.backward([j for j in members if j not in assigned], x, rest)[i]
            case _:
                old = x.copy()
                old[members] = start[members]
                return old[i] + DT * self.slope(method, members, old, rest)[i]

    def backward(
        self, unknown: list[int], x: np.ndarray, rest: np.ndarray
    ) -> dict[int, np.ndarray]:
        known = [j for j in range(self.system.n) if j not in unknown]
        matrix = np.eye(len(unknown)) - DT * np.moveaxis(self.a[np.ix_(unknown, unknown)], 2, 0)
        self.worst = max(self.worst, float(np.linalg.cond(matrix).max()))
        inputs = np.einsum("ijn,jn->in", self.a[np.ix_(unknown, known)], x[known]) + rest[unknown]
        right = (x[unknown] + DT * inputs).T[:, :, None]
        solved = np.linalg.solve(matrix, right)[:, :, 0].T
        return dict(zip(unknown, solved, strict=True))

    def slope(self, method: str, members: list[int], x: np.ndarray, rest: np.ndarray) -> np.ndarray:
        def f(shift: np.ndarray | float) -> np.ndarray:
            moved = x.copy()
            moved[members] += np.broadcast_to(shift, x.shape)[members]
            return np.einsum("ijn,jn->in", self.a, moved) + rest

        k1 = f(0.0)
        k2 = f(DT / 2 * k1)
        if method == "midpoint":
            return k2
        k3 = f(DT / 2 * k2)
        return (k1 + 2 * k2 + 2 * k3 + f(DT * k3)) / 6


def spec_of(system: System, given: dict[str, np.ndarray], real: type) -> NetworkSpec:
    parameters = "\n".join(f"{name} = 0.0" for name in given if not name.startswith("x"))
    neuron = Neuron(parameters, system.text(), name="System")
    population = PopulationSpec("pop", SIZE, neuron.declaration, given)
    return NetworkSpec(DT, 0, (population,), (), dtype=np.dtype(real))


@compiled_examples(25)
@given(systems(), st.integers(0, 1000), st.sampled_from([np.float64, np.float64, np.float32]))
def test_random_systems(system, seed, real):
    given_values = values(system, seed)
    plain = Plain(system, given_values)
    spec = spec_of(system, given_values, real)
    model = build_network(spec)
    verify_model(model.neurons["pop"])
    tested, reference = CpuSimulator(model), ReferenceSimulator(model)
    for _ in range(N_STEPS):
        tested.run(1)
        reference.run(1)
        assert_equal_bits(tested, reference, spec)
        plain.step()
    assume(plain.worst < 1e3)
    found = np.array([reference.read("pop", f"x{i}") for i in range(system.n)])
    scale = np.abs(plain.x).max(axis=0) + 1.0
    tolerance = 1e3 * plain.worst * np.finfo(real).eps
    assert np.all(np.abs(found - plain.x) <= tolerance * scale), system.text()


# ---- implicit systems with a product: dx_i/dt = sum_j a_ij x_j + c_i, and q x_0 x_p in one of them

FRACTIONS = np.linspace(0.0, 1.0, 60)[1:]


@st.composite
def products(draw: st.DrawFn) -> tuple[np.ndarray, int, int]:
    """Which a_ij are written, which equation has the product, and which variable meets x_0."""
    n = draw(st.integers(2, 3))
    used = np.array([[draw(st.booleans()) for _ in range(n)] for _ in range(n)])
    return used, draw(st.integers(0, n - 1)), draw(st.integers(0, n - 1))


@compiled_examples(10)
@given(products(), st.integers(0, 1000), st.sampled_from([np.float64, np.float32]))
def test_random_products(product, seed, real):
    used, row, other = product
    n, rng, dt = len(used), np.random.default_rng(seed), 0.2
    a = rng.normal(0.0, 1.0, (n, n, SIZE)) * used[:, :, None]
    c, start = rng.normal(0.0, 1.0, (2, n, SIZE))
    q = rng.normal(0.0, 1.0, SIZE)
    given_values = {f"c{i}": c[i] for i in range(n)} | {f"x{i}": start[i] for i in range(n)}
    lines = []
    for i in range(n):
        terms = [f"a{i}{j}*x{j}" for j in range(n) if used[i, j]] + [f"c{i}"]
        given_values |= {f"a{i}{j}": a[i, j] for j in range(n) if used[i, j]}
        terms += [f"q*x0*x{other}"] if i == row else []
        lines.append(f"dx{i}/dt = {' + '.join(terms)} : implicit")
    given_values["q"] = q
    parameters = "\n".join(f"{name} = 0.0" for name in given_values if name[0] != "x")
    neuron = Neuron(parameters, "\n".join([*lines, "r = x0"]), name="Product")
    population = PopulationSpec("pop", SIZE, neuron.declaration, given_values)
    spec = NetworkSpec(dt, 0, (population,), (), dtype=np.dtype(real))
    model = build_network(spec)
    verify_model(model.neurons["pop"])
    tested, reference = CpuSimulator(model), ReferenceSimulator(model)
    tested.run(1)
    reference.run(1)
    assert_equal_bits(tested, reference, spec)

    def slopes(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        f, jacobian = np.einsum("ijn,jn->in", a, x) + c, a.copy()
        f[row] += q * x[0] * x[other]
        jacobian[row, 0] += q * x[other]
        jacobian[row, other] += q * x[0]
        return f, jacobian

    # Newton's method along the branch from dt = 0; neurons that leave it are not compared.
    x, is_regular = start.copy(), np.ones(SIZE, bool)
    for step in dt * FRACTIONS:
        for _ in range(4):
            f, jacobian = slopes(x)
            matrix = np.moveaxis(np.eye(n)[:, :, None] - step * jacobian, 2, 0)
            residual = (x - start - step * f).T[:, :, None]
            x = x - np.linalg.solve(matrix, residual)[:, :, 0].T
        is_regular &= np.abs(np.linalg.det(matrix)) > 0.2
    found = np.array([reference.read("pop", f"x{i}") for i in range(n)])
    tolerance = 1e4 * np.finfo(real).eps * (1.0 + np.abs(x).max(axis=0))
    assert is_regular.sum() > SIZE // 2
    assert np.all((np.abs(found - x) <= tolerance)[:, is_regular]), lines
