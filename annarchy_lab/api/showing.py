"""What a network shows of itself in a notebook.

In: the lab, which stands above this room, through its door (`language.lab_door`).
Out: `Showing`, the part of a network that is asked for a dashboard.
Not here: dashboards.
"""

from typing import Any

from annarchy_lab.language.lab_door import from_the_lab

__all__ = ["Showing"]


class Showing:
    """Asking for views of a network."""

    def dashboard(self, views: Any = None, *, layout: Any = None) -> Any:  # noqa: ANN401 - the lab's
        """Show all of this network on one page, while it runs; see `annarchy_lab.lab.dashboard`.

        Parameters
        ----------
        views
            Populations and views to show, by name or plainly.  Default: all populations.
        layout
            A layout as JSON, or the path of a file that holds one.  Default: the usual one.

        Returns
        -------
        Dashboard
            Displays itself in a notebook; the same object every time.

        Raises
        ------
        ANNarchyException
            If the packages that show something in a notebook are not installed; also as
            `annarchy_lab.lab.dashboard`.
        """
        return from_the_lab("dashboard")(self, views, layout=layout)
