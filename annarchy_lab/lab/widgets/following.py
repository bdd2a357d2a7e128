"""Views of single neurons that turn to the one that is selected.

In: a feed that can watch other neurons; what is selected.
Out: `FollowingView`.
Not here: which neurons these are (`selection.followed`).
"""

from typing import TypeAlias

from annarchy_lab.lab.feeds.phase import PhaseFeed
from annarchy_lab.lab.feeds.trace import TraceFeed
from annarchy_lab.lab.messages import SeriesInfo
from annarchy_lab.lab.selection import Selection, followed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import LiveView

__all__ = ["FollowingView"]


WatchingFeed: TypeAlias = TraceFeed | PhaseFeed


class FollowingView(LiveView):
    """A view of single neurons; the selected one takes the place of its own, or joins them.

    Parameters
    ----------
    session, height
        As for `LiveView`.
    feed
        Shows the view's own neurons.
    """

    def __init__(self, session: Session, feed: WatchingFeed, height: int = 0) -> None:
        self._watching = feed
        self._own = feed.neurons
        self._own_series, self._own_title = feed.series, feed.title
        super().__init__(session, feed, height)

    def _follow(self, selection: Selection | None) -> None:
        neurons = followed(self._own, selection, self._has_variables)
        if neurons != self._watching.neurons:
            self._watching.watch(neurons, *self._described(neurons))
        super()._follow(selection)

    def _described(self, neurons: tuple[Selection, ...]) -> tuple[list[SeriesInfo], str]:
        """Return the series and the title of some neurons."""
        if neurons == self._own:
            return self._own_series, self._own_title
        newest = neurons[-1]
        if len(neurons) == 1:
            head, of, _ = self._own_title.rpartition(self._owner)
            title = f"{head}{newest.label}" if of else self._own_title
            return [{"name": newest.label, "color_index": newest.color_index}], title
        joined: SeriesInfo = {"name": newest.label, "color_index": len(self._own)}
        return [*self._own_series, joined], self._own_title

    @property
    def _owner(self) -> str:
        """What the title calls the own neurons' group."""
        return self._own[0].label.rpartition("[")[0]

    def _has_variables(self, name: str) -> bool:
        population = self._session.network.get_population(name)
        known = [*population.variables, *population.parameters]
        known += [f"g_{target}" for target in population.targets]
        return all(variable in known for variable in self._watching.variables)
