"""The synapses of a projection as one picture.

In: an attribute of a projection.  Out: `ReceptiveFields`, the part of a projection that draws them
side by side.
Not here: one dendrite (`dendrite`).
"""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.edge_values import EdgeValues
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.view import PopulationView
else:
    EdgeValues = object

__all__ = ["ReceptiveFields"]


class ReceptiveFields(EdgeValues):
    """All receptive fields in one image."""

    if TYPE_CHECKING:

        @property
        def pre(self) -> Population | PopulationView:  # noqa: D102 - a declaration
            ...

        @property
        def post(self) -> Population | PopulationView:  # noqa: D102 - a declaration
            ...

    def receptive_fields(self, variable: str = "w", in_post_geometry: bool = True) -> NDArray[Any]:
        """Return the receptive fields of all post neurons side by side, as one image.

        Parameters
        ----------
        variable
            Name of a local attribute.
        in_post_geometry
            Whether the fields stand as the neurons do in the post population.  If not, they fill
            rows of a square, as far as they reach.

        Returns
        -------
        numpy.ndarray
            Shape ``(rows * height, columns * width)``: each field has the geometry of the whole
            pre population.  One dimension of pre is a row, one of post a column, so that two of
            them give the matrix of weights.  0 where there is no synapse or no neuron.

        Raises
        ------
        ANNarchyException
            If a population has more than two dimensions.
        """
        self._require(variable)
        pre, post = self.pre.population, self.post.population
        for population in (pre, post):
            if population.dimension > 2:
                raise ANNarchyException(
                    f"receptive fields of {self.name}: {population.name} has "
                    f"{population.dimension} dimensions, a picture has two."
                )
        height, width = (1, *pre.geometry)[-2:]
        rows, columns = (*post.geometry, 1)[:2]
        if not in_post_geometry:
            columns = math.ceil(math.sqrt(post.size))
            rows = math.ceil(post.size / columns)
        with self._held():
            edges, values = self.edges, self._per_edge(variable)
        fields = np.zeros((rows * columns, pre.size), values.dtype)
        fields[edges.post_ranks, edges.pre_ranks] = values
        tiles = fields.reshape(rows, columns, height, width)
        return tiles.swapaxes(1, 2).reshape(rows * height, columns * width)
