"""Self-organising receptive fields: homeostatic plasticity keeps cells at work while they learn.

Carlson, Richert, Dutt and Krichmar (2013), IJCNN, with the notebook's settings: 2048 Poisson inputs
show gratings to 4 + 4 cells by 8208 synapses that learn at each step.  One epoch of 100 s: other
simulators of the same network have inputs at 7.3 Hz, buffers at 6.1 to 6.2, excitatory cells at 28
to 34 and inhibitory ones at 41 to 45 Hz, and mean weights of 0.0058 at its end.
"""

import numpy as np
import pytest
from simulators.annarchy_lab.sorf import Sorf
from specs.sorf import MAX_HZ, N_CELLS, N_STIMULI, SIDE, grating

pytestmark = pytest.mark.science


@pytest.fixture(scope="module")
def epoch():
    """The network after an epoch, and its mean rates in Hz: inputs, buffers, exc, inh."""
    net = Sorf(dt=1.0, seed=1)
    net.compile(silent=True)
    observed = (net.inputs[0], net.buffers[0], net.exc, net.inh)
    monitors = [net.monitor(pop, "spike") for pop in observed]
    net.show()
    return net, [monitor.mean_fr(monitor.get("spike")) for monitor in monitors]


def test_inputs_fire_as_the_gratings_say(epoch):
    waves = [grating(np.pi * n / N_STIMULI) for n in range(N_STIMULI)]
    shown_hz = MAX_HZ * np.mean([np.maximum(wave, 0.0).mean() for wave in waves])
    # 2 s of grating, 0.5 s of 1 Hz: 7.32 Hz.  750 000 spikes: one percent is eight standard errors.
    assert epoch[1][0] == pytest.approx(0.8 * shown_hz + 0.2, rel=0.01)
    # One input spike is mostly enough for the buffer; 6.16 to 6.20 over seeds 0 to 4.
    assert epoch[1][1] == pytest.approx(6.17, abs=0.2)


def test_cells_fire_in_their_range(epoch):
    # 27.2 to 32.2 and 39.5 to 43.0 Hz over seeds 0 to 4: means over an epoch that starts with too
    # strong weights; wider here, as they depend on the order of the gratings.
    assert 8.0 < epoch[1][2] < 45.0
    assert 30.0 < epoch[1][3] < 55.0


def test_weights_fall_to_what_the_target_rate_needs(epoch):
    net, _ = epoch
    for field in net.fields:
        # from a mean of 0.0095 at the start; 0.0057 to 0.0063 over seeds 0 to 4
        assert 0.004 < np.mean(field.w) < 0.009
    # Competition grows towards its own target of 75 Hz: from a mean of 0.26; 0.43 to 0.54.
    assert 0.35 < np.mean(net.competition.w) < 0.65


def test_the_rate_that_regulates_is_that_of_the_last_ten_seconds(epoch):
    net, _ = epoch
    # a window of 10 s counts whole spikes: multiples of 0.1 Hz
    rates = np.array([*net.exc.r, *net.inh.r])
    np.testing.assert_allclose(rates * 10.0, np.round(rates * 10.0), atol=1e-9)
    assert rates.max() < 45.0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_after_twenty_epochs_each_cell_has_a_striped_field_and_the_target_rate():
    net = Sorf(dt=1.0, seed=2)
    net.compile(silent=True)
    for _ in range(19):
        net.show()
    monitor = net.monitor(net.exc, "spike")
    net.show()
    # The target is 10 Hz: 9.0 to 10.8 Hz in each epoch from the third on, by seed 1 and 2.
    assert monitor.mean_fr(monitor.get("spike")) == pytest.approx(10.0, abs=2.0)
    on, off = (np.array(field.w).reshape(N_CELLS, SIDE, SIDE) for field in net.fields)
    for cell in range(N_CELLS):
        # What excites by its light in one place excites by its darkness in the others: -0.81 to
        # -0.91 by cell and seed, from nought.
        assert np.corrcoef(on[cell].ravel(), off[cell].ravel())[0, 1] < -0.6
        # Share of one grating, whatever its phase, in the field: 0.52 to 0.92, from 0.1 or less.
        assert stripes(on[cell] - off[cell]) > 0.4


def stripes(field):
    """Correlation of a field with the grating of the orientation that fits best."""
    field = (field - field.mean()) / field.std()
    parts = [
        abs(np.mean(field * (grating(angle) + 1j * grating(angle, phase=np.pi / 2))))
        for angle in np.pi * np.arange(N_STIMULI) / N_STIMULI
    ]
    return np.sqrt(2.0) * max(parts)
