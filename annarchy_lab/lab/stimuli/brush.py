"""The brush of a network: while it is held, drawing on a view stimulates.

In: settings of the tool that holds it; items of views that it went over.
Out: pulses; a word to the views, so that they know of it.
Not here: the views, the tool.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.lab.feeds.feed import Feed
    from annarchy_lab.lab.stimuli.aims import Settings

__all__ = ["Brush"]

MOST_ITEMS: Final = 4096
"""Of one stroke; a browser sends no more, and is not trusted to."""


class Brush:
    """What draws on the views of one network.

    Attributes
    ----------
    radius
        In CSS pixels; 0: nobody draws.
    settings
        What a stroke does.
    on_change
        Called when it is taken or laid down.
    on_stroke
        Called with what was drawn, or with what went wrong.
    """

    def __init__(self, network: "Network") -> None:
        self.radius = 0
        self.settings: Settings | None = None
        self.on_change: list[Callable[[], None]] = []
        self.on_stroke: list[Callable[[str, bool], None]] = []
        self._network = network

    def take(self, radius: int, settings: "Settings | None") -> None:
        """Draw with it from now on; a radius of 0 lays it down; what is drawn comes once."""
        self.radius = max(0, min(int(radius), 200)) if settings is not None else 0
        self.settings = None if settings is None else replace(settings, period_ms=0.0)
        for call in tuple(self.on_change):
            call()

    def stroke(self, feed: "Feed", items: Sequence[Any]) -> None:
        """Stimulate what stands at some items of a view; on the session's thread."""
        settings = self.settings
        if settings is None:
            return
        try:
            told = [settings.told(p) for p in self._give(settings, feed, items[:MOST_ITEMS])]
            said, is_refused = "; ".join(told), False
        except ANNarchyException as error:
            said, is_refused = error.message.strip(), True
        for call in tuple(self.on_stroke):
            call(said, is_refused)

    def _give(self, settings: "Settings", feed: "Feed", items: Sequence[Any]) -> list[Any]:
        ranks: dict[str, set[int]] = {}
        for item in items:
            found = feed.picked(item) if isinstance(item, int) and item >= 0 else None
            if found is not None and found.neuron is not None and not found.projection:
                ranks.setdefault(found.population, set()).add(int(found.neuron[1]))
        given = []
        for name, chosen in ranks.items():
            population: Any = self._network.get_population(name)
            neurons = population[np.array(sorted(chosen))]
            given.append(settings.give(neurons))
        return given
