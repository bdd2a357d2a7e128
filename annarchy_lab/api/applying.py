"""Everything of a network that is set but its attributes, and what was announced done once more.

In: flags, controls, timetables, synapses created and pruned by hand; announcements.
Out: `Applying`, the part of a network that sets them, each at one edge.
Not here: attributes (`writing`), models (`replacing`), stimuli (`stimuli.stimulating`).
"""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.changes import Kind, Scale
from annarchy_lab.api.controls import CONTROLS, Values
from annarchy_lab.api.reconnecting import NewSynapses
from annarchy_lab.api.writing import Writing
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import Timetable, described, timetable_of
from annarchy_lab.runtime.backend import NewEdges

__all__ = ["Applying"]


class Applying(Writing):
    """Flags, controls, timetables and single synapses, before and after compiling, and live."""

    def set_flag(self, object_name: str, flag: str, value: bool, origin: str | None = None) -> None:
        """Switch something of an object on or off.

        Parameters
        ----------
        object_name
            Name of a population or projection.
        flag
            ``enabled`` of a population; ``transmission``, ``axon_transmission``, ``update`` or
            ``plasticity`` of a projection.
        value
            New state.
        origin
            As in `write`.

        Raises
        ------
        ANNarchyException
            If there is no such object or flag.
        """
        known = self._object(object_name).FLAGS
        if flag not in known:
            raise ANNarchyException(f"{object_name} has no flag {flag!r}, only {', '.join(known)}.")
        with self._in_order():
            if self._simulator is not None:
                self._about_to_change(("flag", object_name, flag, value), origin)
                step = self._simulator.set_flag(object_name, flag, value)
                self._announce(step, object_name, flag, "flag", value, origin)
            self._flags[object_name, flag] = value

    def set_control(
        self, object_name: str, control: str, values: Values, origin: str | None = None
    ) -> None:
        """Set a control of an object; before the network is compiled it is kept until then.

        Parameters
        ----------
        object_name
            Name of a population or projection.
        control
            Name of the control, see `annarchy_lab.api.controls`.
        values
            Its new numbers.
        origin
            As in `write`.

        Raises
        ------
        ANNarchyException
            If there is no such object or control.
        """
        self._object(object_name)
        if control not in CONTROLS:
            raise ANNarchyException(f"there is no control {control!r}, only {', '.join(CONTROLS)}.")
        with self._in_order():
            if self._simulator is not None:
                self._about_to_change(("control", object_name, control, values), origin)
                step = CONTROLS[control](self._simulator, object_name, values)
                told = values if isinstance(values, np.ndarray) else list(values)
                self._announce(step, object_name, control, "control", told, origin)
            self._controls[object_name, control] = values

    def set_timetable(
        self, population: str, timetable: Timetable, origin: str | None = None
    ) -> None:
        """Let a population of a compiled network follow another timetable, from an edge on.

        Parameters
        ----------
        population
            Its name.
        timetable
            What it does in which steps; they are counted from the same start as before.
        origin
            As in `write`.

        Raises
        ------
        ANNarchyException
            If there is no such population, or it cannot follow the timetable.
        """
        found = self.get_population(population)
        simulator = self._require_simulator()
        with self._in_order():
            self._about_to_change(("timetable", population, "", described(timetable)), origin)
            step = simulator.set_timetable(population, timetable)
            self._announce(step, population, "", "timetable", described(timetable), origin)
            found._adopt(timetable)

    def rewire(
        self,
        projection: str,
        kind: Literal["create", "prune"],
        pairs: NDArray[np.int64],
        origin: str | None = None,
    ) -> int:
        """Create or prune synapses by hand, all at one step edge.

        Parameters
        ----------
        projection
            Its name.
        kind
            What to do.
        pairs
            Pre and post ranks in the whole populations, shape ``(2, n)``; for new synapses of a
            projection in which delays differ a third row may hold these, in steps (0: none is
            named).
        origin
            As in `write`.

        Returns
        -------
        int
            The step before which it took effect.

        Raises
        ------
        ANNarchyException
            If a synapse that is to be created exists, one that is to be pruned does not, or all
            synapses share another delay.
        """
        self.get_projection(projection)
        pre, post, *delay_steps = pairs
        simulator = self._require_simulator()
        with self._in_order():
            if kind == "create":
                new = NewEdges(pre, post, delay_steps=delay_steps[0] if delay_steps else None)
                step = simulator.rewire(projection, new)
            else:
                step = simulator.rewire(projection, pruned=(pre, post))
            self._announce(step, projection, "", kind, pairs, origin)
        return step

    def apply(
        self,
        object_name: str,
        attribute: str,
        kind: Kind,
        value: Any,  # noqa: ANN401 - as announced
        origin: str = "replay",
    ) -> None:
        """Do once more what was announced; the arguments are those of the announcement.

        Parameters
        ----------
        object_name, attribute, kind, value
            As announced, see `annarchy_lab.api.changes`.
        origin
            As in `write`.

        Raises
        ------
        ANNarchyException
            If the kind is `step`, `reset` or unknown, or the change is refused.
        """
        match kind:
            case "set":
                self.write([(object_name, attribute, value)], origin)
            case "scale":
                self.write([(object_name, attribute, Scale(value))], origin)
            case "set_at" | "scale_at":
                indices, values = value
                values = Scale(values) if kind == "scale_at" else values
                positions = np.asarray(indices, np.int64)
                made = self._object(object_name)._change(attribute, values, positions)
                self.write([made], origin)
            case "flag":
                self.set_flag(object_name, attribute, value, origin)
            case "control":
                values = value if isinstance(value, np.ndarray) else tuple(value)
                self.set_control(object_name, attribute, values, origin)
            case "timetable":
                self.set_timetable(object_name, timetable_of(value), origin)
            case "stimulate" | "calm":
                self._stimulate_again(object_name, attribute, value, origin)
            case "create" | "prune":
                self.rewire(object_name, kind, np.asarray(value, np.int64), origin)
            case "connect":
                self.reconnect(object_name, NewSynapses.of(value), origin)
            case "replace":
                self._replace_again(object_name, value, origin)
            case "seed":
                self._change_seed(value, origin)
            case _:
                raise ANNarchyException(f"a change of the kind {kind!r} cannot be applied so.")

    # Below: for the other files of this room

    def _about_to_change(self, told: "tuple[Kind, str, str, Any]", origin: str | None) -> None:
        """Do the same before anything else is set; it is told as it will be announced."""

    def _change_seed(self, seed: int | None, origin: str | None) -> None:
        raise NotImplementedError  # `Network` holds the generators

    def _replace_again(self, name: str, value: Mapping[str, Any], origin: str) -> None:
        raise NotImplementedError  # `Replacing` knows models

    def _stimulate_again(self, name: str, attribute: str, value: Any, origin: str) -> None:  # noqa: ANN401 - as announced
        raise NotImplementedError  # `Stimulating` knows stimuli

    def _take_settings(self, other: "Writing", theirs: str, ours: str) -> None:
        """Set the flags and controls of a copied object as those of its original."""
        for (name, flag), value in list(other._flags.items()):
            if name == theirs:
                self._flags[ours, flag] = value
        for (name, control), values in list(other._controls.items()):
            if name == theirs and isinstance(values, tuple):  # arrays belong to certain synapses
                self._controls[ours, control] = values
