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

    def spikes(self):
        """Return the spikes that have arrived lately: executed steps and pre ranks."""
        return arrays_of(self.window.get().history())

    def sums(self):
        """Return the sum of weights of each post neuron, and the number of its spikes.

        Numbers of -1: sums are formed anew.
        """
        cdef i64 n_post = self.window.get().n_post()
        sums, counts = np.empty(n_post, np.float64), np.empty(n_post, np.int32)
        copy_to(sums, self.window.get().sums(), n_post * sizeof(double))
        copy_to(counts, self.window.get().counts(), n_post * sizeof(i32))
        return sums, counts

    def restore(self, steps, ranks, sums, counts):
        """Replace everything by what `spikes` and `sums` have returned."""
        cdef i64 n_post = self.window.get().n_post()
        cdef double[::1] new_sums = np.ascontiguousarray(sums, np.float64)
        cdef i32[::1] new_counts = np.ascontiguousarray(counts, np.int32)
        if len(new_sums) != n_post or len(new_counts) != n_post:
            raise ValueError("there must be one sum and one number for each post neuron")
        self.window.get().restore(history_of(steps, ranks))
        memcpy(self.window.get().sums(), &new_sums[0], n_post * sizeof(double))
        memcpy(self.window.get().counts(), &new_counts[0], n_post * sizeof(i32))
