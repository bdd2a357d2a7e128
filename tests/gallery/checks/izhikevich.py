# The population bursts: about ten spikes per second and neuron, crowded into the bursts.
assert 5.0 < rate < 15.0, rate
assert fullest > 2.0, fullest
assert v.shape == (1000, 1000)
assert sum(map(len, spikes.values())) == len(t) == per_step.sum()
