# Driving a network: in the calling thread, or in a native thread of its own.

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
    return (<_Driver>self)._next_callback_step(step)


cdef cbool _make_room(void *self) noexcept with gil:
    return (<_Driver>self)._try_to_make_room()


cdef void _at_end(void *self, i32 state) noexcept with gil:
    (<_Driver>self)._finish(state)


cdef class _Driver(_Network):
    """What `Engine` is made of but for recording."""

    cdef object callback
    cdef object on_full
    cdef object on_finish
    cdef object exception

    def __dealloc__(self):
        if self.runner.get() != NULL and self.forks == fork_count():
            with nogil:
                self.runner.get().close()

    def run(self, i64 n_steps, until=()):
        """Execute up to `n_steps` in the calling thread and return how many were executed.

        Fewer, if `stop` is called or the condition of a halt phase holds.  Signals are looked at every
        20 ms; KeyboardInterrupt leaves the network at a step edge.

        Parameters
        ----------
        until
            Phases that follow the schedule in each step of this run, a halt phase among them.

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
            if until:
                self.install_tail(until)
            while True:
                with nogil:
                    outcome = self.engine.get().drive(n_steps - n_done, SLICE_SECONDS)
                n_done += outcome.n_steps
                if outcome.reason == Reason.callback:
                    self._call_back(self.engine.get().clock().step())
                elif outcome.reason == Reason.full:
                    self._make_room()
                elif outcome.reason == Reason.time:
                    PyErr_CheckSignals()
                else:
                    return n_done
        finally:
            if until:
                self.install_tail(())
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

    def limit_recorders(self, i64 n_bytes, on_full):
        """Call ``on_full()`` at an edge where recorders that keep everything hold more than `n_bytes`.

        It is called on the thread that drives the network, and should collect.  What it leaves does
        not count again.  Of an exception: `run` raises it; a started run stands still and keeps it
        in `failure`.  None ends the calls.
        """
        self._enter()
        try:
            self.on_full = on_full
            self.engine.get().limit_recorders(never if on_full is None else n_bytes)
        finally:
            self._leave()

    cdef int _make_room(self) except -1:
        call = self.on_full
        if call is not None:
            call()
        self._enter()
        self.engine.get().accept_recorders()
        self._leave()
        return 0

    cdef cbool _try_to_make_room(self) noexcept:
        """The same on the runner's thread, where nobody could catch an exception."""
        try:
            self._make_room()
            return True
        except BaseException as exception:
            self.exception = exception
            return False

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
        calls.make_room = _make_room
        calls.at_end = _at_end
        self._check_process()
        with nogil:
            self.runner.get().claim()
        self.exception = None
        self.on_finish = on_finish
        _started.add(self)
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

    @property
    def serving(self):
        """Share of the time that the started run stands at edges for others, callbacks too."""
        return self.runner.get().meter().serving()
