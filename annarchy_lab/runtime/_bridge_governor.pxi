# The governor of threads, by itself: for tests, which tell it what steps take.

cdef class Governor:
    """Chooses how many of some threads are worth having.

    Parameters
    ----------
    n_threads
        The threads there are.
    """

    cdef unique_ptr[CGovernor] governor

    def __cinit__(self, int n_threads):
        self.governor = make_unique[CGovernor](n_threads)

    @property
    def choice(self):
        """Threads, the steps to be taken with them, and the seconds after which it wants to hear at once."""
        cdef const Choice *choice = &self.governor.get().choice()
        return choice.n_threads, choice.n_steps, choice.most_seconds

    def note(self, i64 n_steps, double seconds):
        """Tell what steps took with the choice."""
        self.governor.get().note(n_steps, seconds)

    def note_absence(self):
        """Tell that the threads did not come."""
        self.governor.get().note_absence()
