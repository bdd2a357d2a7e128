# The spikes that a projection decodes to rates.


cdef class DecodingWindow:
    """The spikes that have reached a projection lately; see ``core/decoding_window.h``.

    Parameters
    ----------
    n_post
        Size of the post population.
    n_steps
        Length of the window.

    Notes
    -----
    Whoever changes anything here holds the edge of the network.
    """

    cdef DecodingWindowPtr window

    def __cinit__(self, i64 n_post, i64 n_steps):
        self.window = make_shared[CDecodingWindow](n_post, n_steps)

    def form_anew(self):
        """Note that weights have changed: sums are formed anew from the spikes of the window."""
        self.window.get().form_anew()

    def clear(self):
        """Forget all spikes."""
        self.window.get().clear()
