"""All networks of the process."""

import pytest

import annarchy_lab as ann


@pytest.mark.proves("api-2-network-manager")
def test_it_shows_the_networks_there_are(rate, fake):
    assert repr(ann.NetworkManager()).splitlines() == [
        "<NetworkManager: 1 network>",
        "  0: 0 populations, 0 projections, 0 monitors, not compiled, t = 0.0 ms",
    ]
    net = ann.Network(dt=0.5)
    pop = net.create(2, rate)
    net.connect(pop, pop, "exc").all_to_all(1.0)
    net.monitor(pop, "v")
    net.compile(silent=True)
    net.step()
    manager = ann.NetworkManager()
    assert len(manager) == 2
    assert list(manager) == [ann.magic_network(), net]
    assert manager[1] is net
    assert repr(manager).splitlines()[2] == (
        "  1: 1 populations, 1 projections, 1 monitors, compiled, t = 0.5 ms"
    )
    with pytest.raises(ann.ANNarchyException, match="no network 7"):
        manager[7]
