# The engine as a Python object.

from cpython.exc cimport PyErr_CheckSignals

cdef double SLICE_SECONDS = 0.02  # between two looks at signals
cdef double WAIT_SECONDS = 0.1
cdef tuple STATES = ("idle", "running", "paused", "finished", "stopped", "failed")

cdef object _started = weakref.WeakSet()  # engines whose thread may be alive at exit


def _stop_all():
    """Join the threads before the interpreter is gone."""
    for engine in list(_started):
        engine._close()


atexit.register(_stop_all)


cdef i64 _before_step(void *self, i64 step) noexcept with gil:
    return (<Engine>self)._next_callback_step(step)


cdef void _at_end(void *self, i32 state) noexcept with gil:
    (<Engine>self)._finish(state)


cdef class _Hold:
    """Holds the edge of an engine for a ``with`` block; see `Engine.hold`."""

    cdef Engine engine

    def __cinit__(self, Engine engine):
        self.engine = engine

    def __enter__(self):
        self.engine._enter()

    def __exit__(self, *exc_info):
        self.engine._leave()


cdef class Engine:
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

    cdef shared_ptr[CEngine] engine
    cdef shared_ptr[Runner] runner
    cdef unsigned int forks
    cdef object callback
    cdef object on_finish
    cdef object exception
    cdef dict recorder_kinds
    cdef object __weakref__

    def __cinit__(self, double dt, u64 seed=0):
        self.engine = make_shared[CEngine](dt, seed)
        self.runner = make_shared[Runner](self.engine)
        self.forks = fork_count()
        self.recorder_kinds = {}

    def __dealloc__(self):
        if self.runner.get() != NULL and self.forks == fork_count():
            with nogil:
                self.runner.get().close()

    # ---- the edge

    cdef int _check_process(self) except -1:
        """A forked child has the memory but none of the threads."""
        if self.forks == fork_count():
            return 0
        self.engine.get().after_fork()
        self.runner.get().abandon_thread()
        self.runner = make_shared[Runner](self.engine)
        self.forks = fork_count()
        return 0

    cdef int _enter(self) except -1:
        self._check_process()
        with nogil:
            self.engine.get().edge().enter()
        return 0

    cdef int _leave(self) except -1:
        self.engine.get().edge().leave()
        return 0

    def hold(self):
        """Return a context manager inside which several changes happen at one edge."""
        return _Hold(self)

    # ---- structure

    def add_population(self, i64 size, i64 n_slots=1, flags=None, last_spike=None):
        """Add a population and return its number.

        Parameters
        ----------
        size
            Neurons.
        n_slots
            Steps whose spikes are kept: the longest delay in steps, plus one.
        flags, last_spike
            u8 and i64 `Buffer`, of a spiking population; flags are 0 or 1.
        """
        cdef StoragePtr flags_storage = storage_or_none(flags)
        cdef StoragePtr last_storage = storage_or_none(last_spike)
        self._enter()
        try:
            return self.engine.get().add_population(size, n_slots, flags_storage, last_storage)
        finally:
            self._leave()

    def keep_spikes(self, i64 population, i64 n_slots):
        """Keep the spikes of at least `n_slots` steps; those in flight stay in flight."""
        self._enter()
        try:
            self.engine.get().keep_spikes(population, n_slots)
        finally:
            self._leave()

    def add_context(self, Module module, buffers, i64 size, i64 n_pre=0, i64 n_post=0):
        """Apply a module to buffers and return the number of the context.

        Parameters
        ----------
        buffers
            One `Buffer` or None per line of ``module.buffers``.
        size, n_pre, n_post
            As in the ABI.
        """
        cdef vector[StoragePtr] pointers = storages(buffers)
        cdef ContextSizes sizes
        sizes.size, sizes.n_pre, sizes.n_post = size, n_pre, n_post
        self._enter()
        try:
            return self.engine.get().add_context(module.module, pointers, sizes)
        finally:
            self._leave()

    def remove_context(self, i64 context):
        """Forget a context; it is freed when no installed phase uses it."""
        self._enter()
        try:
            self.engine.get().remove_context(context)
        finally:
            self._leave()

    def set_plastic(self, i64 context, bint is_plastic):
        """Set whether assignments to ``w`` take effect in a synapse module."""
        self._enter()
        try:
            self.engine.get().context(context).get().set_plastic(is_plastic)
        finally:
            self._leave()

    def install(self, phases):
        """Make `phases` the schedule, from the next step on.

        Parameters
        ----------
        phases
            One dict per phase, in order; the kinds are described in ``core/phase_*.h``.

        Raises
        ------
        ValueError
            If a phase does not fit its buffers; the old schedule then stays.
        """
        cdef vector[PhasePtr] made
        cdef _PhaseMaker maker = _PhaseMaker()
        maker.engine = self.engine
        self._enter()
        try:
            for phase in phases:
                made.push_back(maker.make(phase))
            self.engine.get().install(move(made))
        finally:
            self._leave()

    def set_parallel(self, int n_threads=1, int n_parts=0):
        """Set the threads, and the parts that the ranks are cut into (default: one per thread)."""
        self._enter()
        try:
            self.engine.get().set_parallel(n_threads, n_parts if n_parts else n_threads)
        finally:
            self._leave()

    @property
    def parallel(self):
        """Threads and parts."""
        return self.engine.get().deal().n_threads, self.engine.get().deal().n_parts

    # ---- clock

    @property
    def dt(self):
        """Time step in ms."""
        return self.engine.get().clock().dt()

    @property
    def t(self):
        """Time of the next step in ms: ``step * dt``."""
        return self.engine.get().clock().t()

    @property
    def step(self):
        """Counter of steps behind `t`; settable."""
        return self.engine.get().clock().step()

    @step.setter
    def step(self, i64 value):
        self._enter()
        try:
            self.engine.get().set_step(value)
        finally:
            self._leave()

    @property
    def elapsed(self):
        """Steps executed since compile or reset; setting it forgets the spikes in flight."""
        return self.engine.get().clock().elapsed()

    @elapsed.setter
    def elapsed(self, i64 value):
        self._enter()
        try:
            self.engine.get().set_elapsed(value)
        finally:
            self._leave()

    @property
    def rng_step(self):
        """Steps executed since the seed was set; settable."""
        return self.engine.get().clock().rng_step()

    @rng_step.setter
    def rng_step(self, u64 value):
        self._enter()
        try:
            self.engine.get().clock().set_rng_step(value)
        finally:
            self._leave()

    @property
    def seed(self):
        """Seed of the network; setting it leaves `rng_step` alone."""
        return self.engine.get().clock().seed()

    @seed.setter
    def seed(self, u64 value):
        self._enter()
        try:
            self.engine.get().clock().set_seed(value)
        finally:
            self._leave()

    # ---- values

    def apply(self, writes, dirty_contexts=()):
        """Write values at one edge, then recompute derived constants.

        Parameters
        ----------
        writes
            (buffer, itemsize, indices or None, values) each: ``indices`` int64; ``values`` a
            contiguous array with one item per index, or one for all.
        dirty_contexts
            Contexts whose ``prepare`` runs afterwards.

        Returns
        -------
        int
            The step before which the writes took effect.
        """
        cdef vector[Write] made
        cdef vector[i64] dirty = dirty_contexts
        cdef i64 step
        held = []
        for buffer, itemsize, indices, values in writes:
            made.push_back(_write_of(buffer, itemsize, indices, values, held))
        self._check_process()
        with nogil:
            step = self.engine.get().apply(made, dirty)
        return step

    def read(self, requests):
        """Copy buffers at one edge.

        Parameters
        ----------
        requests
            (buffer, n_bytes) each.

        Returns
        -------
        tuple
            List of uint8 arrays, and the step that comes next.
        """
        cdef vector[Read] made
        cdef Read one
        cdef u8[::1] view
        cdef i64 step
        copies = []
        for buffer, n_bytes in requests:
            copies.append(np.empty(n_bytes, np.uint8))
            one.source = (<Buffer?>buffer).storage
            one.n_bytes = n_bytes
            view = copies[len(copies) - 1]
            one.destination = &view[0] if n_bytes > 0 else NULL
            made.push_back(one)
        self._check_process()
        with nogil:
            step = self.engine.get().read(made)
        return copies, step

    def spikes(self, i64 population):
        """Return the ranks that spiked in the last step, ascending, int32."""
        steps, ranks = self.history(population)
        return ranks[steps == self.elapsed - 1]

    def history(self, i64 population):
        """Return the spikes that are kept for delayed arrival: executed steps and ranks."""
        cdef SpikeHistory found
        self._enter()
        try:
            found = self.engine.get().population(population).get().spikes().history(
                self.engine.get().clock().elapsed()
            )
        finally:
            self._leave()
        return np.array(found.steps, np.int64), np.array(found.ranks, np.int32)

    def set_history(self, i64 population, steps, ranks):
        """Replace the spikes that are kept; ascending by step, then rank."""
        cdef SpikeHistory given
        given.steps = np.asarray(steps, np.int64).tolist()
        given.ranks = np.asarray(ranks, np.int32).tolist()
        self._enter()
        try:
            self.engine.get().population(population).get().restore_spikes(
                given, self.engine.get().clock().elapsed()
            )
        finally:
            self._leave()

    # ---- driving in the calling thread

    def run(self, i64 n_steps):
        """Execute up to `n_steps` in the calling thread and return how many were executed.

        Fewer, if `stop` is called.  Signals are looked at every 20 ms; KeyboardInterrupt leaves the
        network at a step edge.

        Raises
        ------
        RuntimeError
            If somebody drives the network already.
        """
        cdef i64 n_done = 0
        cdef Outcome outcome
        self._check_process()
        if not self.engine.get().claim():
            raise RuntimeError("the network is running already")
        try:
            while True:
                with nogil:
                    outcome = self.engine.get().drive(n_steps - n_done, SLICE_SECONDS)
                n_done += outcome.n_steps
                if outcome.reason == Reason.callback:
                    self._call_back(self.engine.get().clock().step())
                elif outcome.reason == Reason.time:
                    PyErr_CheckSignals()
                else:
                    return n_done
        finally:
            self.engine.get().disclaim()

    def set_next_callback(self, i64 step, callback):
        """Call ``callback(step)`` at the edge before `step` (or the first one after it).

        It returns the next such step, or -1.  It runs on the thread that drives the network and may
        read and write.  Of an exception: `run` raises it; a started run stands still and keeps it in
        `failure`.  A negative step or None ends the calls.
        """
        cdef i64 wanted = never if callback is None or step < 0 else step
        self._enter()
        try:
            self.callback = callback
            self.engine.get().set_callback_step(wanted)
        finally:
            self._leave()

    cdef i64 _next_step_of(self, i64 step) except? -2:
        """Call the callback and return the step that it asks for; a change meanwhile goes first."""
        callback = self.callback
        if callback is None:
            return never
        answer = callback(step)
        if self.callback is not callback:
            return self.engine.get().callback_step()
        if answer < 0:
            return never
        if answer <= self.engine.get().clock().step():
            raise ValueError(f"a callback before step {step} asked to be called before step {answer}")
        return answer

    cdef int _call_back(self, i64 step) except -1:
        cdef i64 wanted = self._next_step_of(step)
        self._enter()
        self.engine.get().set_callback_step(wanted)
        self._leave()
        return 0

    cdef i64 _next_callback_step(self, i64 step) noexcept:
        """The same on the runner's thread, where nobody could catch an exception."""
        try:
            return self._next_step_of(step)
        except BaseException as exception:
            self.exception = exception
            return failed_callback

    # ---- driving in a thread of its own

    def start(self, i64 n_steps=-1, double speed=1.0, on_finish=None):
        """Run in a native thread.

        Parameters
        ----------
        n_steps
            How many; -1 means without end.
        speed
            Simulated over wall time; 0 or less means as fast as it goes.
        on_finish
            Called on the runner's thread with the final state, ``"finished"`` or ``"stopped"``.

        Raises
        ------
        RuntimeError
            If somebody drives the network already.
        """
        cdef RunnerCalls calls
        calls.self = <void *>self
        calls.before_step = _before_step
        calls.at_end = _at_end
        self._check_process()
        if self.engine.get().is_claimed():
            raise RuntimeError("the network is running already")
        self.exception = None
        self.on_finish = on_finish
        _started.add(self)
        with nogil:
            self.runner.get().start(n_steps, speed, calls)

    cdef int _finish(self, i32 state) noexcept:
        on_finish, self.on_finish = self.on_finish, None
        if on_finish is None:
            return 0
        try:
            on_finish(STATES[state])
        except BaseException as exception:
            self.exception = exception
        return 0

    def pause(self):
        """Stop at the next step edge and keep the run; returns when it stands."""
        self._check_process()
        with nogil:
            self.runner.get().pause()

    def resume(self):
        """Go on after a pause, or after a callback has failed."""
        self._check_process()
        self.exception = None
        self.runner.get().resume()

    def advance(self, i64 n_steps=1):
        """Execute up to `n_steps` of a paused run and return how many were executed."""
        cdef i64 n_done
        self._check_process()
        with nogil:
            n_done = self.runner.get().advance(n_steps)
        return n_done

    def stop(self):
        """End the run within one step; returns when its thread has ended.

        Without a started run, ends a `run` that another thread is in.
        """
        self._check_process()
        if self.engine.get().is_claimed() and not self.runner.get().is_started():
            self.engine.get().interrupt()
            return
        with nogil:
            self.runner.get().stop()

    def _close(self):
        if self.forks == fork_count():
            with nogil:
                self.runner.get().close()

    def set_speed(self, double speed):
        """Change the speed of a started run; 0 or less means as fast as it goes."""
        self._check_process()
        self.runner.get().set_speed(speed)

    def wait(self, timeout=None):
        """Wait until the started run has ended or failed; False if not within `timeout` seconds."""
        cdef double slice_seconds
        cdef cbool is_over = False
        end = None if timeout is None else time.monotonic() + timeout
        self._check_process()
        while not is_over:
            left = WAIT_SECONDS if end is None else end - time.monotonic()
            slice_seconds = max(0.0, min(left, WAIT_SECONDS))
            with nogil:
                is_over = self.runner.get().wait(slice_seconds)
            PyErr_CheckSignals()
            if end is not None and left <= WAIT_SECONDS:
                break
        return is_over

    @property
    def state(self):
        """``idle``, ``running``, ``paused``, ``finished``, ``stopped`` or ``failed``, of the started run."""
        return STATES[<int>self.runner.get().state()]

    @property
    def is_driven(self):
        """Whether a `run` or a started run has the network."""
        return self.engine.get().is_claimed()

    @property
    def failure(self):
        """The exception of a callback, or of the loop itself, in the started run; else None."""
        if self.exception is not None:
            return self.exception
        text = self.runner.get().failure().decode()
        return RuntimeError(text) if text else None

    @property
    def real_time_factor(self):
        """Simulated over wall time, over about the last half second; 0 while nothing is started."""
        return self.runner.get().meter().real_time_factor()

    @property
    def load(self):
        """Share of the time that the started run spends computing, over about the last half second."""
        return self.runner.get().meter().load()

    # ---- recorders

    def add_recorder(self, str kind, *, Buffer source=None, i64 itemsize=8, i64 n_items=0, indices=None,
                     str stage="end", i64 period_steps=1, i64 offset_steps=0, str policy="keep",
                     i64 capacity=0, i64 population=-1, mask=None, bint is_started=True):
        """Add a recorder and return its number.

        Parameters
        ----------
        kind
            ``rows``: values of a buffer; ``spikes``: steps and ranks; ``counts``: spikes per step.
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
            else:
                raise ValueError(f"kind must be rows, spikes or counts, not {kind!r}")
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

    cdef RecorderPtr _spikes_recorder(self, str kind, i64 population, object mask, i64 capacity) except *:
        cdef SpikesSpec spec
        spec.population = self.engine.get().population(population)
        if mask is not None:
            spec.mask = np.asarray(mask, np.uint8).tolist()
        spec.capacity = capacity
        if kind == "spikes":
            return <RecorderPtr>make_shared[SpikesRecorder](spec)
        return <RecorderPtr>make_shared[CountsRecorder](spec)

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

    def collect(self, i64 recorder, bint keep=False):
        """Return what was recorded and, unless `keep`, forget it.

        Returns
        -------
        dict
            ``steps`` int64, shape (n,); by kind ``data`` uint8, shape (n, bytes of a row), ``ranks`` or
            ``counts`` int32, shape (n,); ``dropped``, rows that were overwritten since the last call;
            ``intervals``, (start, stop) steps during which the recorder was on.
        """
        cdef Collected found
        cdef i64[::1] steps
        cdef u8[:, ::1] data
        self._enter()
        try:
            found = self.engine.get().recorders().get().at(recorder).collect(self.engine.get().clock().step(), keep)
        finally:
            self._leave()
        all_steps = np.empty(found.rows.n_rows(), np.int64)
        all_data = np.empty((found.rows.n_rows(), found.rows.row_bytes), np.uint8)
        if all_data.size > 0:
            steps, data = all_steps, all_data
            with nogil:
                found.rows.copy_to(&steps[0], &data[0, 0])
        return {
            "steps": all_steps,
            **_by_kind(self.recorder_kinds[recorder], all_data),
            "dropped": found.rows.n_dropped,
            "intervals": [(interval.start, interval.stop) for interval in found.intervals],
        }


cdef Write _write_of(Buffer buffer, i64 itemsize, object indices, object values, list held) except *:
    """`held` keeps the arrays alive until the write is done."""
    cdef Write made
    cdef _View view = _View(values)
    made.target = buffer.storage
    made.itemsize = itemsize
    made.values = <const u8 *>view.buffer.buf
    if itemsize < 1 or view.buffer.len % itemsize != 0:
        raise ValueError("values do not consist of items of that size")
    made.n_values = view.buffer.len // itemsize
    held.append(view)
    if indices is None:
        made.indices = NULL
        made.n_items = made.n_values if made.n_values != 1 else buffer.n_bytes // itemsize
        return made
    view = _View(np.ascontiguousarray(indices, np.int64))
    made.indices = <const i64 *>view.buffer.buf
    made.n_items = view.buffer.len // 8
    held.append(view)
    return made


cdef i64 _capacity_of(str policy, i64 capacity) except -1:
    """The core's convention: 0 means that everything is kept."""
    if policy == "keep":
        return 0
    if policy != "latest":
        raise ValueError(f"policy must be keep or latest, not {policy!r}")
    if capacity < 1:
        raise ValueError("a recorder of the latest rows needs a capacity")
    return capacity


cdef dict _by_kind(str kind, object data):
    if kind == "rows":
        return {"data": data}
    return {"ranks" if kind == "spikes" else "counts": data.view(np.int32).reshape(-1)}
