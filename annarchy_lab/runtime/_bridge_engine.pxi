# The engine as Python sees it: a network that is driven and recorded.

cdef class Engine(_Driver):
    """A network as the native run loop sees it: populations, contexts, a schedule, recorders.

    Parameters
    ----------
    dt
        Time step in ms.
    seed
        Of the network, 64 bits.

    Notes
    -----
    Every method may be called from any thread at any time; what touches the network waits, without
    the GIL, for the next step edge.
    """

    cdef dict recorder_kinds

    def __cinit__(self, double dt, u64 seed=0):
        self.recorder_kinds = {}

    def add_recorder(self, str kind, *, Buffer source=None, i64 itemsize=8, i64 n_items=0, indices=None,
                     str stage="end", i64 period_steps=1, i64 offset_steps=0, str policy="keep",
                     i64 capacity=0, i64 population=-1, mask=None, EdgeTable edges=None, posts=None,
                     bint is_started=True):
        """Add a recorder and return its number.

        Parameters
        ----------
        kind
            ``rows``: values of a buffer; ``spikes``: steps and ranks; ``counts``: spikes per step;
            ``edges``: values of edges that come and go.
        source, itemsize, n_items, indices
            Rows: the buffer, bytes per item (1, 4 or 8), items of a row, and which elements they are
            (int32; None: the first).
        stage
            Rows: when in the step, ``targets`` or ``end``.
        period_steps, offset_steps
            Rows: recorded where ``(step - start) % period_steps == offset_steps``.
        policy, capacity
            ``keep`` never drops; ``latest`` keeps `capacity` rows, events or steps.
        population
            Spikes, counts: whose; rows: whose ranks the elements are (-1: none, recorded at the end).
        mask
            Spikes, counts: uint8 per rank, not 0 for those that are recorded (None: all).
        edges, posts
            Edges: whose, and of which post ranks (None: all).
        is_started
            Whether it records from the next step on.
        """
        cdef RecorderPtr made
        cdef i64 number
        capacity = _capacity_of(policy, capacity)
        self._enter()
        try:
            if kind == "rows":
                made = self._rows_recorder(
                    source, itemsize, indices, n_items, stage, period_steps, offset_steps, capacity, population
                )
            elif kind in ("spikes", "counts"):
                made = self._spikes_recorder(kind, population, mask, capacity)
            elif kind == "edges":
                made = self._edges_recorder(source, itemsize, edges, posts, period_steps, offset_steps, capacity)
            else:
                raise ValueError(f"kind must be rows, edges, spikes or counts, not {kind!r}")
            if is_started:
                made.get().resume(self.engine.get().clock().step())
            number = self.engine.get().recorders().get().add(made)
        finally:
            self._leave()
        self.recorder_kinds[number] = kind
        return number

    cdef RecorderPtr _rows_recorder(self, Buffer source, i64 itemsize, object indices, i64 n_items, str stage,
                                    i64 period_steps, i64 offset_steps, i64 capacity, i64 population) except *:
        cdef RowsSpec spec
        spec.source = storage_or_none(source)
        spec.itemsize = itemsize
        spec.has_indices = indices is not None
        if spec.has_indices:
            spec.indices = np.asarray(indices, np.int32).tolist()
        spec.n_items = spec.indices.size() if spec.has_indices else n_items
        spec.stage = stage_of(stage)
        spec.period_steps = period_steps
        spec.offset_steps = offset_steps
        spec.capacity_rows = capacity
        if population >= 0:
            spec.population = self.engine.get().population(population)
        return <RecorderPtr>make_shared[RowsRecorder](spec)

    cdef RecorderPtr _edges_recorder(self, Buffer source, i64 itemsize, EdgeTable edges, object posts,
                                     i64 period_steps, i64 offset_steps, i64 capacity) except *:
        cdef EdgesSpec spec
        spec.table = table_or_none(edges)
        spec.source = storage_or_none(source)
        spec.itemsize = itemsize
        spec.has_posts = posts is not None
        if spec.has_posts:
            spec.posts = np.asarray(posts, np.int32).tolist()
        spec.period_steps = period_steps
        spec.offset_steps = offset_steps
        spec.capacity_rows = capacity
        return <RecorderPtr>make_shared[EdgesRecorder](spec)

    cdef RecorderPtr _spikes_recorder(self, str kind, i64 population, object mask, i64 capacity) except *:
        cdef SpikesSpec spec
        spec.population = self.engine.get().population(population)
        if mask is not None:
            spec.mask = np.asarray(mask, np.uint8).tolist()
        spec.capacity = capacity
        if kind == "spikes":
            return <RecorderPtr>make_shared[SpikesRecorder](spec)
        return <RecorderPtr>make_shared[CountsRecorder](spec)

    def first_step(self, i64 recorder):
        """Return the step from which the periods of a recorder count."""
        self._enter()
        try:
            return self.engine.get().recorders().get().at(recorder).first_step()
        finally:
            self._leave()

    def count_from(self, i64 recorder, i64 step):
        """Let the periods of a recorder count from another step."""
        self._enter()
        try:
            self.engine.get().recorders().get().at(recorder).count_from(step)
        finally:
            self._leave()

    def pause_recorder(self, i64 recorder):
        """Record nothing from the next step on; what was recorded stays."""
        self._enter()
        try:
            self.engine.get().recorders().get().at(recorder).pause(self.engine.get().clock().step())
            self.engine.get().recorders().get().refresh()
        finally:
            self._leave()

    def resume_recorder(self, i64 recorder):
        """Record from the next step on; periods count from there."""
        self._enter()
        try:
            self.engine.get().recorders().get().at(recorder).resume(self.engine.get().clock().step())
            self.engine.get().recorders().get().refresh()
        finally:
            self._leave()

    def remove_recorder(self, i64 recorder):
        """Detach a recorder and free its memory."""
        self._enter()
        try:
            self.engine.get().recorders().get().remove(recorder)
        finally:
            self._leave()
        del self.recorder_kinds[recorder]

    def n_bytes(self, i64 recorder):
        """Memory that a recorder holds at the moment."""
        self._enter()
        try:
            return self.engine.get().recorders().get().at(recorder).n_bytes()
        finally:
            self._leave()

    def n_kept_bytes(self, i64 recorder):
        """Memory of what waits to be collected; 0 for a recorder of the latest."""
        self._enter()
        try:
            return self.engine.get().recorders().get().at(recorder).n_kept_bytes()
        finally:
            self._leave()

    def collect(self, i64 recorder, bint keep=False):
        """Return what was recorded and, unless `keep`, forget it.

        Returns
        -------
        dict
            ``steps`` int64, shape (n,); by kind ``data`` uint8, shape (n, bytes of a row), ``ranks`` or
            ``counts`` int32, shape (n,), ``edges``, (values as uint8, row pointers) per row; ``dropped``, rows that were overwritten since the last call;
            ``intervals``, (start, stop) steps during which the recorder was on.
        """
        cdef Collected found
        cdef i64[::1] steps
        cdef u8[:, ::1] data
        cdef u8 *first_byte = NULL
        self._enter()
        try:
            found = self.engine.get().recorders().get().at(recorder).collect(self.engine.get().clock().step(), keep)
        finally:
            self._leave()
        all_steps = np.empty(found.rows.n_rows(), np.int64)
        all_data = np.empty((found.rows.n_rows(), found.rows.row_bytes), np.uint8)
        if all_steps.size > 0:
            steps = all_steps
            if all_data.size > 0:
                data = all_data
                first_byte = &data[0, 0]
            with nogil:
                found.rows.copy_to(&steps[0], first_byte)
        return {
            "steps": all_steps,
            **_by_kind(self.recorder_kinds[recorder], all_data, found.edges),
            "dropped": found.rows.n_dropped,
            "intervals": [(interval.start, interval.stop) for interval in found.intervals],
        }


cdef i64 _capacity_of(str policy, i64 capacity) except -1:
    """The core's convention: 0 means that everything is kept."""
    if policy == "keep":
        return 0
    if policy != "latest":
        raise ValueError(f"policy must be keep or latest, not {policy!r}")
    if capacity < 1:
        raise ValueError("a recorder of the latest rows needs a capacity")
    return capacity


cdef dict _by_kind(str kind, object data, const vector[EdgeRow] &edges):
    if kind == "rows":
        return {"data": data}
    if kind == "edges":
        return {"edges": _edge_rows(edges)}
    return {"ranks" if kind == "spikes" else "counts": data.view(np.int32).reshape(-1)}


cdef list _edge_rows(const vector[EdgeRow] &edges):
    """One pair of arrays per row; rows between two changes of the edges share their row pointers."""
    cdef size_t k
    cdef const void *last = NULL
    rows, row_ptr = [], None
    for k in range(edges.size()):
        values = np.empty(edges[k].values.size(), np.uint8)
        copy_to(values, edges[k].values.data(), edges[k].values.size())
        if last != <const void *>edges[k].row_ptr.get():
            last = <const void *>edges[k].row_ptr.get()
            row_ptr = np.empty(edges[k].row_ptr.get().size(), np.int64)
            copy_to(row_ptr, edges[k].row_ptr.get().data(), edges[k].row_ptr.get().size() * sizeof(i64))
        rows.append((values, row_ptr))
    return rows
