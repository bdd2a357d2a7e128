"""The rows of the table: which networks, at which sizes, beside whom, and what is to be reached.

In: nothing.
Out: `ROWS`, by name.
Not here: parameters of the networks (`specs`), how a run is measured.
"""

from typing import Final

from measuring.row import Peer, Row

__all__ = ["ROWS", "matching"]

ANNARCHY, BRIAN2, NEST, NUMPY = (Peer(name) for name in ("annarchy", "brian2", "nest", "numpy"))
CSR, SIMD = Peer("annarchy", "csr"), Peer("annarchy", "simd")


def _part(peer: Peer, share: float) -> Peer:
    return Peer(peer.simulator, peer.mode, share)


ROWS: Final = {
    row.name: row
    for row in (
        Row(
            "izhikevich-1000",
            "Izhikevich 1000, 10⁶ synapses, spikes and v recorded, 1 s",
            "izhikevich",
            1000,
            5000.0,
            (CSR, BRIAN2, NEST),
            (1000, 50.0),
            5.0,
            8.0,
            per_s=True,
        ),
        Row(
            "izhikevich-10000",
            "Izhikevich 10,000, 10⁷ synapses, 1 s",
            "izhikevich",
            10_000,
            1000.0,
            (CSR, BRIAN2, NEST),
            (1500, 50.0),
            2.5,
            4.0,
        ),
        Row(
            "stdp",
            "STDP, 1000 Poisson inputs, 100 s",
            "stdp",
            1000,
            100_000.0,
            (ANNARCHY, BRIAN2, NEST),
            (1000, 500.0),
            12.0,
            20.0,
        ),
        Row(
            "sorf",
            "SORF, one epoch of 100 s",
            "sorf",
            2048,
            100_000.0,
            (ANNARCHY, BRIAN2),
            (2048, 2500.0),
            5.0,
            8.0,
        ),
        Row(
            "hybrid",
            "Hybrid, rate to spikes to rate, 1 s",
            "hybrid",
            1000,
            1000.0,
            (ANNARCHY, BRIAN2),
            (200, 40.0),
            3.0,
            6.0,
        ),
        Row(
            "coba",
            "COBA 4000, 10 s",
            "coba",
            4000,
            10_000.0,
            (CSR, BRIAN2, _part(NEST, 0.1)),
            (4000, 20.0),
            2.5,
            4.0,
        ),
        Row(
            "cuba",
            "CUBA 4000, 10 s",
            "cuba",
            4000,
            10_000.0,
            (CSR, BRIAN2, NEST),
            (4000, 20.0),
            2.5,
            4.0,
        ),
        Row(
            "coba-40000",
            "COBA 40,000, 1 s",
            "coba",
            40_000,
            1000.0,
            (CSR, BRIAN2, _part(NEST, 0.1)),
            (4000, 20.0),
        ),
        Row(
            "cuba-40000",
            "CUBA 40,000, 1 s",
            "cuba",
            40_000,
            1000.0,
            (CSR, BRIAN2, NEST),
            (4000, 20.0),
        ),
        Row(
            "brunel",
            "Brunel 12,500, delays of 1.5 ms, 1 s",
            "brunel",
            12_500,
            1000.0,
            (CSR, BRIAN2, _part(NEST, 0.3)),
            (1250, 20.0),
            4.0,
            8.0,
        ),
        Row(
            "ratecoded-1000",
            "Dense rate 1000, 1000 steps",
            "ratecoded",
            1000,
            1000.0,
            (SIMD, BRIAN2, NUMPY),
            (500, 50.0),
            1.15,
            streams_weights=True,
        ),
        Row(
            "ratecoded-4000",
            "Dense rate 4000, 1000 steps",
            "ratecoded",
            4000,
            1000.0,
            (_part(SIMD, 0.3), _part(BRIAN2, 0.3), NUMPY),
            (500, 50.0),
            1.15,
            streams_weights=True,
        ),
        Row(
            "oja",
            "Oja 1000 × 1000, 1000 steps",
            "oja",
            1000,
            1000.0,
            (SIMD, BRIAN2),
            (100, 50.0),
            3.0,
            5.0,
        ),
        Row(
            "ibcm",
            "IBCM 1000 × 1000, 1000 steps",
            "ibcm",
            1000,
            1000.0,
            (SIMD, BRIAN2),
            (100, 50.0),
        ),
        Row(
            "delays",
            "COBA 4000, a delay for each synapse, 10 s",
            "delays",
            4000,
            10_000.0,
            (ANNARCHY, BRIAN2, _part(NEST, 0.1)),
            (4000, 10.0),
        ),
        Row(
            "rewiring",
            "Structural plasticity, 10⁶ pairs, 1000 steps",
            "rewiring",
            1000,
            1000.0,
            (ANNARCHY,),
            (200, 50.0),
        ),
        Row(
            "interactive",
            "One chunk: call, read v, write 1000 parameters",
            "interactive",
            1000,
            1000.0,
            (ANNARCHY,),
            (1000, 20.0),
            20.0,
            50.0,
        ),
    )
}


def matching(names: list[str]) -> tuple[Row, ...]:
    """Return the rows with some names, or of some networks; all for none.

    Raises
    ------
    SystemExit
        If there is no such row.
    """
    unknown = [
        each for each in names if not any(each in (r.name, r.network) for r in ROWS.values())
    ]
    if unknown:
        raise SystemExit(f"no network is called {unknown[0]!r}; there are {', '.join(ROWS)}")
    return tuple(r for r in ROWS.values() if not names or {r.name, r.network} & set(names))
