# A network in the core: its edge, its structure, its clock, its values.

from libc.string cimport memcpy


cdef class _Hold:
    """Holds the edge of a network for a ``with`` block; see `Engine.hold`."""

    cdef _Network network

    def __cinit__(self, _Network network):
        self.network = network

    def __enter__(self):
        self.network._enter()

    def __exit__(self, *exc_info):
        self.network._leave()


cdef class _Network:
    """What `Engine` is made of but for driving and recording."""

    cdef shared_ptr[CEngine] engine
    cdef shared_ptr[Runner] runner
    cdef unsigned int forks
    cdef object __weakref__

    def __cinit__(self, double dt, u64 seed=0):
        self.engine = make_shared[CEngine](dt, seed)
        self.runner = make_shared[Runner](self.engine)
        self.forks = fork_count()

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

    def forget_spikes(self, i64 population):
        """Let no spike arrive that was emitted so far, nor count for a mean firing rate."""
        self._enter()
        try:
            self.engine.get().forget_spikes(population)
        finally:
            self._leave()

    def set_rate_window(self, i64 population, i64 n_steps):
        """Count the spikes of the last `n_steps` for mean firing rates; 0: do not count them.

        A longer window does not bring back the spikes that have left a shorter one.
        """
        self._enter()
        try:
            self.engine.get().set_rate_window(population, n_steps)
        finally:
            self._leave()

    def add_context(self, Module module, buffers, i64 size, i64 n_pre=0, i64 n_post=0, EdgeTable edges=None):
        """Apply a module to buffers and return the number of the context.

        Parameters
        ----------
        buffers
            One `Buffer` or None per line of ``module.buffers``.
        size, n_pre, n_post
            As in the ABI.
        edges
            Where edges come and go: keeps the context up to date.
        """
        cdef vector[StoragePtr] pointers = storages(buffers)
        cdef ContextSizes sizes
        cdef i64 number
        sizes.size, sizes.n_pre, sizes.n_post = size, n_pre, n_post
        self._enter()
        try:
            number = self.engine.get().add_context(module.module, pointers, sizes)
            if edges is not None:
                edges.table.get().add_context(self.engine.get().context(number))
            return number
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
        self._enter()
        try:
            made = self._made(phases)
            self.engine.get().install(move(made))
        finally:
            self._leave()

    def install_tail(self, phases):
        """Let other phases follow the schedule in each step of a run that waits for something.

        Raises
        ------
        ValueError
            If a phase does not fit its buffers; those of before then stay.
        """
        cdef vector[PhasePtr] made
        self._enter()
        try:
            made = self._made(phases)
            self.engine.get().install_tail(move(made))
        finally:
            self._leave()

    cdef vector[PhasePtr] _made(self, phases) except *:
        cdef vector[PhasePtr] made
        cdef _PhaseMaker maker = _PhaseMaker()
        maker.engine = self.engine
        for phase in phases:
            made.push_back(maker.make(phase))
        return made

    def profile(self):
        """Return where the time of a step went since `install`, as the leading thread saw it.

        Returns
        -------
        dict
            ``phases``: seconds of each, as installed; ``conditions``, ``waiting`` for other threads, and
            ``end`` of the step: seconds; ``n_steps`` that they stand for, ``n_measured`` of these.
        """
        cdef ProfileFigures figures
        self._enter()
        try:
            figures = self.engine.get().profile().figures()
        finally:
            self._leave()
        return {
            "phases": list(figures.phase_seconds),
            "conditions": figures.condition_seconds,
            "waiting": figures.waiting_seconds,
            "end": figures.end_seconds,
            "n_steps": figures.n_steps,
            "n_measured": figures.n_measured,
        }

    def set_parallel(self, int n_threads=1, int n_parts=0, plan=None):
        """Set the threads, and the parts that the ranks are cut into (default: one per thread).

        Parameters
        ----------
        plan
            How many of the threads take a step, in turn; empty: as many as are worth having.
            Default: all of them.
        """
        cdef vector[int] numbers = (n_threads,) if plan is None else plan
        self._enter()
        try:
            self.engine.get().set_parallel(n_threads, n_parts if n_parts else n_threads, numbers)
        finally:
            self._leave()

    def n_events(self):
        """Spikes times the synapses that they passed; about, where several threads share the synapses."""
        self._enter()
        try:
            return self.engine.get().crew().n_events()
        finally:
            self._leave()

    def n_steps_with(self):
        """Steps that were taken by 0, 1, 2, ... threads."""
        self._enter()
        try:
            return list(self.engine.get().crew().n_steps_with())
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

    # ---- spikes

    cdef tuple _history(self, i64 population, i64 n_steps):
        cdef SpikeHistory found
        cdef i64 elapsed
        self._enter()
        try:
            elapsed = self.engine.get().clock().elapsed()
            found = self.engine.get().population(population).get().spikes().history(elapsed - n_steps, elapsed)
        finally:
            self._leave()
        return arrays_of(found)

    def spikes(self, i64 population):
        """Return the ranks that spiked in the last step, ascending, int32."""
        return self._history(population, 1)[1]

    def history(self, i64 population):
        """Return the spikes that are kept for delayed arrival: executed steps and ranks."""
        return self._history(population, self.engine.get().population(population).get().spikes().n_slots())

    def set_history(self, i64 population, steps, ranks):
        """Replace the spikes that are kept; ascending by step, then rank."""
        cdef SpikeHistory given = history_of(steps, ranks)
        self._enter()
        try:
            self.engine.get().population(population).get().restore_spikes(
                given, self.engine.get().clock().elapsed()
            )
        finally:
            self._leave()

    def counted_spikes(self, i64 population):
        """Return the spikes that mean firing rates count: executed steps and ranks."""
        cdef SpikeHistory found
        self._enter()
        try:
            found = self.engine.get().population(population).get().counted_spikes()
        finally:
            self._leave()
        return arrays_of(found)

    def set_counted_spikes(self, i64 population, steps, ranks):
        """Replace the spikes that are counted; ascending by step, then rank."""
        cdef SpikeHistory given = history_of(steps, ranks)
        self._enter()
        try:
            self.engine.get().population(population).get().restore_counted_spikes(
                given, self.engine.get().clock().elapsed()
            )
        finally:
            self._leave()


cdef tuple arrays_of(const SpikeHistory &found):
    """Return spikes as arrays: int64 steps, int32 ranks."""
    steps, ranks = np.empty(found.steps.size(), np.int64), np.empty(found.ranks.size(), np.int32)
    copy_to(steps, found.steps.data(), found.steps.size() * sizeof(i64))
    copy_to(ranks, found.ranks.data(), found.ranks.size() * sizeof(i32))
    return steps, ranks


cdef SpikeHistory history_of(object steps, object ranks) except *:
    cdef SpikeHistory given
    given.steps = np.asarray(steps, np.int64).tolist()
    given.ranks = np.asarray(ranks, np.int32).tolist()
    return given


cdef int copy_to(object array, const void *source, size_t n_bytes) except -1:
    """Fill a fresh array."""
    cdef u8[::1] view
    if n_bytes > 0:
        view = array.view(np.uint8)
        memcpy(&view[0], source, n_bytes)
    return 0
