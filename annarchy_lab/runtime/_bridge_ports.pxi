# All values of one attribute, read and written by one call each.

cdef object ndarray = np.ndarray
cdef object float64 = np.dtype(np.float64)
cdef i64 EXACT = 2**53  # every whole number up to here is a float64


cdef class Port:
    """The way to all values of one attribute: each call waits for the edge and copies.

    Parameters
    ----------
    engine
        Of the network.
    values
        The memory where they are, one-dimensional; of shape ``()`` what all neurons share.
    note
        Called behind each write, at the edge; None: nobody derives anything from them.
    """

    cdef _Network engine
    cdef object values
    cdef object dtype
    cdef object note
    cdef i64 size
    cdef cbool is_real
    cdef double limit
    cdef cbool is_open

    def __cinit__(self, _Network engine, values, note=None):
        self.engine, self.values, self.note = engine, values, note
        self.dtype, self.size = values.dtype, values.size
        self.is_real = self.dtype.kind == "f"
        self.limit = np.finfo(self.dtype).max if self.is_real else 0.0
        self.is_open = True

    def close(self):
        """Refuse from now on: the values are elsewhere, or mean something else.

        The caller holds the edge.
        """
        self.is_open = False

    def read(self):
        """Return a copy of all values; None once it is closed."""
        self.engine._enter()
        try:
            return self.values.copy() if self.is_open else None
        finally:
            self.engine._leave()

    def write(self, value, tuple unless=()):
        """Set all values where nothing has to be looked at but `value`, and tell whether it was so.

        Parameters
        ----------
        value
            A finite number for all, if they are real; or an array with one for each, of their type or
            wider.  Anything else is refused.
        unless
            While one of these holds anything, everything is refused.  They are asked at the edge:
            whoever adds to one of them finds in the network all that was written before.
        """
        if any_of(unless) or not self._fits(value):  # to be quick
            return False
        self.engine._enter()
        try:
            if not self.is_open or any_of(unless):
                return False
            self._put(value)
            if self.note is not None:
                self.note()
            return True
        finally:
            self.engine._leave()

    cdef cbool _fits(self, value) except *:
        if type(value) is ndarray:
            is_wider = self.is_real and value.dtype is float64
            return (is_wider or value.dtype is self.dtype) and value.ndim > 0 and value.size == self.size
        if type(value) is int:
            return self.is_real and -EXACT <= value <= EXACT
        return isinstance(value, float) and self.is_real and -self.limit <= <double>value <= self.limit

    cdef int _put(self, value) except -1:
        if type(value) is not ndarray:
            self.values[...] = value
        elif value.dtype is self.dtype:
            self.values[...] = value if value.ndim == 1 else value.ravel()
        else:
            with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite
                self.values[...] = value.ravel()
        return 0


cdef cbool any_of(tuple containers) except *:
    for each in containers:
        if each:
            return True
    return False
