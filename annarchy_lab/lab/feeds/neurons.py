"""Feeds of some neurons, one line or trail each: what is clicked and what is marked.

In: the neurons, by a feed of either kind.
Out: `NeuronFeed`.
Not here: what the views are told of them (`trace`, `phase`).
"""

from annarchy_lab.lab.feeds.feed import Feed
from annarchy_lab.lab.selection import Selection

__all__ = ["NeuronFeed"]


class NeuronFeed(Feed):
    """Shows some neurons, each as one item."""

    neurons: tuple[Selection, ...]

    def picked(self, item: int) -> Selection | None:
        """Return the neuron of an item."""
        return self.neurons[item] if item < len(self.neurons) else None

    def marks(self, selection: Selection) -> list[list[int]]:
        """Return the item of the selected neuron."""
        if selection.neuron is None:
            return []
        return [[k] for k, own in enumerate(self.neurons) if own.neuron == selection.neuron]
