"""Connector methods: one for each pattern of the connectivity room, in both styles of names.

In: arguments of a pattern.  Out: a connected projection; each method returns it.
Not here: what a pattern does (`connectivity.patterns`), what becomes of the edges (`projection`).

Who is connected is drawn first, then weights, then delays, at the call, from the network's own
generator: a seed fixes them all.
"""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, Self, Unpack

from numpy.typing import ArrayLike

from annarchy_lab.api.saving.connectivity import read_connectivity
from annarchy_lab.api.saving.container import Filename, as_path
from annarchy_lab.api.storage import Storage
from annarchy_lab.distributions import RandomDistribution

__all__ = ["Connectors"]

Value = float | RandomDistribution


class Connectors:
    """The connector methods of a projection.

    Besides their own arguments all methods take

    ``force_multiple_weights``
        Keep one weight per synapse although all start equal.  Default: False; then a weight that
        no equation changes is one number.
    ``storage_format``, ``storage_order``
        Hints how to store the synapses; they never change a result.
    """

    @abstractmethod
    def _connect(self, pattern: str, storage: Storage, arguments: dict[str, Any]) -> Self:
        """Build the edges with a pattern and take them over."""

    def all_to_all(
        self,
        weights: Value,
        delays: Value = 0.0,
        allow_self_connections: bool = False,
        **storage: Unpack[Storage],
    ) -> Self:
        """Connect every pre neuron to every post neuron.

        Parameters
        ----------
        weights
            A number or a distribution.
        delays
            In ms, likewise.  Default: one step.
        allow_self_connections
            Whether a neuron connects to itself, within one population or views of it.
        """
        return self._connect("all_to_all", storage, _arguments(locals()))

    def one_to_one(
        self, weights: Value = 1.0, delays: Value = 0.0, **storage: Unpack[Storage]
    ) -> Self:
        """Connect the first pre neuron to the first post neuron, and so on.

        Parameters
        ----------
        weights, delays
            As in `all_to_all`.
        """
        return self._connect("one_to_one", storage, _arguments(locals()))

    def fixed_probability(
        self,
        probability: float,
        weights: Value,
        delays: Value = 0.0,
        allow_self_connections: bool = False,
        **storage: Unpack[Storage],
    ) -> Self:
        """Connect each pair with the same probability.

        Parameters
        ----------
        probability
            From 0 to 1.
        weights, delays
            As in `all_to_all`.
        allow_self_connections
            Whether a neuron may connect to itself when pre and post are the same object.
        """
        return self._connect("fixed_probability", storage, _arguments(locals()))

    def fixed_number_pre(
        self,
        number: int,
        weights: Value,
        delays: Value = 0.0,
        allow_self_connections: bool = False,
        **storage: Unpack[Storage],
    ) -> Self:
        """Connect each post neuron to `number` different pre neurons.

        Parameters
        ----------
        number
            At most the number of pre neurons.
        weights, delays, allow_self_connections
            As in `fixed_probability`.
        """
        return self._connect("fixed_number_pre", storage, _arguments(locals()))

    def fixed_number_post(
        self,
        number: int,
        weights: Value = 1.0,
        delays: Value = 0.0,
        allow_self_connections: bool = False,
        **storage: Unpack[Storage],
    ) -> Self:
        """Connect each pre neuron to `number` different post neurons.

        Parameters
        ----------
        number
            At most the number of post neurons.
        weights, delays, allow_self_connections
            As in `fixed_probability`.
        """
        return self._connect("fixed_number_post", storage, _arguments(locals()))

    def gaussian(
        self,
        amp: float,
        sigma: float,
        delays: Value = 0.0,
        limit: float = 0.01,
        allow_self_connections: bool = False,
        **storage: Unpack[Storage],
    ) -> Self:
        """Connect near neurons more strongly: ``w = amp * exp(-d**2 / (2 * sigma**2))``.

        Parameters
        ----------
        amp, sigma
            Height and width; distances ``d`` are those of coordinates scaled to 0 ... 1.
        delays
            As in `all_to_all`.
        limit
            Pairs with ``w <= limit * amp`` are not connected.
        allow_self_connections
            As in `all_to_all`.
        """
        return self._connect("gaussian", storage, _arguments(locals()))

    def dog(
        self,
        amp_pos: float,
        sigma_pos: float,
        amp_neg: float,
        sigma_neg: float,
        delays: Value = 0.0,
        limit: float = 0.01,
        allow_self_connections: bool = False,
        **storage: Unpack[Storage],
    ) -> Self:
        """Connect with the difference of two Gaussians of the distance.

        Parameters
        ----------
        amp_pos, sigma_pos, amp_neg, sigma_neg
            Heights and widths of the two.
        delays, allow_self_connections
            As in `all_to_all`.
        limit
            Pairs with ``abs(w) <= limit * abs(amp_pos - amp_neg)`` are not connected.
        """
        return self._connect("dog", storage, _arguments(locals()))

    def from_matrix(
        self,
        weights: ArrayLike,
        delays: ArrayLike | RandomDistribution = 0.0,
        pre_post: bool = False,
        **storage: Unpack[Storage],
    ) -> Self:
        """Connect the pairs that have a number in a matrix.

        Parameters
        ----------
        weights
            Shape ``(post, pre)``; None or NaN where there is no synapse.
        delays
            In ms: a number, a distribution, or a matrix of the same shape.
        pre_post
            Whether the matrices have the shape ``(pre, post)`` instead.
        """
        return self._connect("from_matrix", storage, _arguments(locals()))

    def from_sparse(
        self,
        weights: Any,  # noqa: ANN401 - a matrix of SciPy, which this room does not import
        delays: Any = 0.0,  # noqa: ANN401
        **storage: Unpack[Storage],
    ) -> Self:
        """Connect the pairs that have an entry in a sparse matrix.

        Parameters
        ----------
        weights
            Sparse matrix of SciPy, shape ``(pre, post)``.
        delays
            In ms: a number, a distribution, or a sparse matrix of the same shape.
        """
        return self._connect("from_sparse", storage, _arguments(locals()))

    def from_function(
        self,
        method: Callable[..., object],
        force_multiple_weights: bool = False,
        storage_format: str | None = None,
        storage_order: str | None = None,
        **args: Any,  # noqa: ANN401 - for the user's function
    ) -> Self:
        """Connect what a function says.

        Parameters
        ----------
        method
            ``method(pre, post, **args)`` or ``method(pre, post, dt, **args)``; returns a
            `LILConnectivity` with ranks of the whole populations.
        **args
            Handed to `method`.
        """
        storage = Storage(
            force_multiple_weights=force_multiple_weights,
            storage_format=storage_format,
            storage_order=storage_order,
        )
        return self._connect("from_function", storage, {"method": method, "arguments": args})

    def from_file(
        self, filename: Filename, pickle_encoding: str | None = None, **storage: Unpack[Storage]
    ) -> Self:
        """Connect as a file of `save_connectivity` says, with its weights and delays.

        Parameters
        ----------
        filename
            Name of the file; a file of ``proj.save`` serves as well.
        pickle_encoding
            Accepted as in ANNarchy; pickles are never read.
        """
        _ = pickle_encoding
        return self._connect("from_file", storage, {"edges": read_connectivity(filename)})

    def from_matrix_market(
        self,
        filename: Filename,
        delays: Value = 0.0,
        **storage: Unpack[Storage],
    ) -> Self:
        """Connect the pairs that have an entry in a file of the Matrix Market format.

        Parameters
        ----------
        filename
            Name of the file, ``.mtx`` or ``.mtx.gz``; it holds a matrix of shape ``(pre, post)``.
        delays
            As in `all_to_all`.
        """
        arguments = {"filename": as_path(filename), "delays": delays}
        return self._connect("from_matrix_market", storage, arguments)

    connect_all_to_all = all_to_all
    connect_one_to_one = one_to_one
    connect_fixed_probability = fixed_probability
    connect_fixed_number_pre = fixed_number_pre
    connect_fixed_number_post = fixed_number_post
    connect_gaussian = gaussian
    connect_dog = dog
    connect_from_matrix = from_matrix
    connect_from_sparse = from_sparse
    connect_with_func = from_function
    connect_from_file = from_file
    connect_from_matrix_market = from_matrix_market


def _arguments(names: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of the calling method that belong to its pattern."""
    return {name: value for name, value in names.items() if name not in {"self", "storage"}}
