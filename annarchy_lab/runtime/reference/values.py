"""The attributes of one object: arrays by name, written and read as users see them.

In: the attributes of a model, the values at load.
Out: `Values`; each array has shape ``()`` or one element per rank, post rank or edge.
Not here: what the values mean.

Arrays change in place and are replaced only where one number becomes one per element.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.model import Attribute, Role
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.reference.arithmetic import Arithmetic, Array
from annarchy_lab.runtime.refusals import check_values
from annarchy_lab.runtime.replacing import kept_values

__all__ = ["Values"]


class Values:
    """Values by attribute name.

    Parameters
    ----------
    object_name
        For messages.
    attributes
        All attributes.
    lengths
        How many elements an attribute of each locality has; one value where it is missing.
    at_load
        The value with which an attribute starts, one for all elements or one each.
    is_single
        Whether one number stands for all elements of a local attribute until elements differ.
    """

    def __init__(
        self,
        object_name: str,
        attributes: Iterable[Attribute],
        lengths: Mapping[Locality, int],
        at_load: Callable[[Attribute], object],
        arithmetic: Arithmetic,
        is_single: Callable[[Attribute], bool] = lambda _: False,
    ) -> None:
        self.attributes = {a.name: a for a in attributes}
        self._object_name = object_name
        self._lengths = lengths
        self._at_load = at_load
        self._arithmetic = arithmetic
        self._is_single = is_single
        self._arrays = {
            a.name: self._filled(a, () if is_single(a) else self.shape(a.name))
            for a in self.attributes.values()
        }

    def __getitem__(self, name: str) -> Array:
        """Return the array itself."""
        return self._arrays[name]

    def __contains__(self, name: object) -> bool:
        return name in self._arrays

    @property
    def n_bytes(self) -> int:
        """Size of all arrays."""
        return sum(array.nbytes for array in self._arrays.values())

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of an attribute whose elements may differ."""
        return self._shape_of(self.attributes[name])

    def _shape_of(self, attribute: Attribute) -> tuple[int, ...]:
        locality = attribute.locality
        return (self._lengths[locality],) if locality in self._lengths else ()

    def read(self, name: str) -> Array:
        """Return a copy.

        Raises
        ------
        ANNarchyException
            If there is no such attribute.
        """
        self._require(name)
        return self._arrays[name].copy()

    def elements(self, name: str) -> Array:
        """Return the values with one for each element, even where one number stands for all."""
        return np.broadcast_to(self._arrays[name], self.shape(name))

    def write(self, name: str, values: NDArray[Any], indices: NDArray[np.int64] | None) -> None:
        """Set an attribute, or some of its elements.

        One number for all elements becomes one each as soon as elements are set one by one.

        Raises
        ------
        ANNarchyException
            As `check`.
        """
        self.check(name, values, indices)
        given = self._arithmetic.given(values, self.attributes[name].dtype)
        given = given.reshape(()) if given.size == 1 else given
        if self._arrays[name].shape != self.shape(name) and (given.ndim or indices is not None):
            self._arrays[name] = self.elements(name).copy()
        self._arrays[name][... if indices is None else indices] = given

    def check(self, name: str, values: NDArray[Any], indices: NDArray[np.int64] | None) -> None:
        """Refuse what cannot be written.

        Raises
        ------
        ANNarchyException
            If there is no such attribute or element, or there are too many or too few values.
        """
        self._require(name)
        check_values(self._label(name), self.shape(name), values, indices)

    def rearrange(self, n_edges: int, local: Mapping[str, Array]) -> None:
        """Replace the arrays of local attributes: there are other elements now."""
        self._lengths = {**self._lengths, Locality.LOCAL: n_edges}
        self._arrays.update(local)

    def restore(self, values: Mapping[str, Array]) -> None:
        """Set every attribute; local ones may be one number or one per element, as they come."""
        for name, given in values.items():
            if self._arrays[name].shape == given.shape:
                self._arrays[name][...] = given
            else:
                self._arrays[name] = given.copy()

    def reconnect(self, n_edges: int) -> None:
        """Let there be other edges, with their values at load."""
        self._lengths = {**self._lengths, Locality.LOCAL: n_edges}
        for attribute in self.attributes.values():
            if attribute.locality is Locality.LOCAL:
                shape = () if self._is_single(attribute) else self.shape(attribute.name)
                self._arrays[attribute.name] = self._filled(attribute, shape)

    def survey(
        self,
        attributes: Iterable[Attribute],
        anew: frozenset[str],
        start: Callable[[Attribute], object],
        is_single: Callable[[Attribute], bool] = lambda _: False,
        posts: NDArray[np.int64] | None = None,
    ) -> dict[str, Array]:
        """Return the arrays that other attributes would have; nothing changes yet.

        Parameters
        ----------
        anew
            Those that start anew, although there is one of that name.
        start
            The value with which an attribute starts.
        is_single
            As for `Values`.
        posts
            Post rank of each edge of a projection.

        Raises
        ------
        ANNarchyException
            If values would be lost.
        """
        made = {}
        for new in attributes:
            old = self.attributes.get(new.name)
            if old is None or new.name in anew:
                shape = () if is_single(new) else self._shape_of(new)
                made[new.name] = self._as_started(new, shape, start)
            elif (old.locality, old.dtype, old.role) == (new.locality, new.dtype, new.role):
                made[new.name] = self._arrays[new.name]
            else:
                made[new.name] = self._kept(old, new, posts)
        return made

    def become(
        self,
        attributes: Iterable[Attribute],
        arrays: Mapping[str, Array],
        at_load: Callable[[Attribute], object],
    ) -> None:
        """Hold other attributes from now on."""
        self.attributes = {a.name: a for a in attributes}
        self._arrays = dict(arrays)
        self._at_load = at_load

    def _kept(self, old: Attribute, new: Attribute, posts: NDArray[np.int64] | None) -> Array:
        values, dtype = self._arrays[new.name], self._arithmetic.dtype(new.dtype)
        made = kept_values(self._object_name, old, new, values, dtype, posts)
        is_one = new.role is Role.PARAMETER and not made.ndim and posts is not None
        return made.copy() if is_one else np.broadcast_to(made, self._shape_of(new)).copy()

    def reset(self, keep: frozenset[str] = frozenset()) -> None:
        """Set every attribute but those in `keep` back to its value at load."""
        for name, array in self._arrays.items():
            if name not in keep:
                array[...] = self._filled(self.attributes[name], array.shape)

    def _filled(self, attribute: Attribute, shape: tuple[int, ...]) -> Array:
        return self._as_started(attribute, shape, self._at_load)

    def _as_started(
        self, attribute: Attribute, shape: tuple[int, ...], start: Callable[[Attribute], object]
    ) -> Array:
        given = self._arithmetic.given(start(attribute), attribute.dtype)
        return np.broadcast_to(given, shape).copy()

    def _require(self, name: str) -> None:
        if name not in self._arrays:
            known = ", ".join(known for known in self._arrays if " " not in known)
            raise ANNarchyException(
                f"'{self._object_name}' has no attribute '{name}'; it has {known}"
            )

    def _label(self, name: str) -> str:
        return f"'{name}' of '{self._object_name}'"
