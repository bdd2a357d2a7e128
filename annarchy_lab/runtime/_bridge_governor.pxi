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

    def note(self, i64 n_steps, double seconds, double n_events=0):
        """Tell what steps took with the choice, and how many events they had."""
        cdef Turn turn
        turn.seconds, turn.n_steps, turn.n_events = seconds, <double> n_steps, n_events
        self.governor.get().note(turn)

    def note_absence(self):
        """Tell that the threads did not come."""
        self.governor.get().note_absence()
