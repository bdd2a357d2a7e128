# Gamma, Binomial and DiscreteUniform of the core, as Python sees them.  Included by _bridge.pyx.
#
# In: the arguments of a distribution, a stream, and elements.  Out: new arrays.
# Used by the reference backend, for which these are the definition, and by tests.
# Not here: uniform and normal numbers (_bridge_math.pxi).

cdef extern from "samplers.h" nogil:
    void annl_gamma_f64(
        double *out256, long long first, long long last, double shape, double scale, _u64 seed, _u64 stream,
        _u64 block, _u64 rng_step
    )
    void annl_gamma_f32(
        float *out256, long long first, long long last, double shape, double scale, _u64 seed, _u64 stream,
        _u64 block, _u64 rng_step
    )
    void annl_binomial(
        int *out256, long long first, long long last, int n, double p, _u64 seed, _u64 stream, _u64 block,
        _u64 rng_step
    )
    void annl_discrete(
        int *out256, long long first, long long last, int least, int most, _u64 seed, _u64 stream, _u64 block,
        _u64 rng_step
    )
    double annl_gamma_f64_at(double shape, double scale, _u64 seed, _u64 stream, _u64 element, _u64 rng_step)
    float annl_gamma_f32_at(double shape, double scale, _u64 seed, _u64 stream, _u64 element, _u64 rng_step)
    int annl_binomial_at(int n, double p, _u64 seed, _u64 stream, _u64 element, _u64 rng_step)
    int annl_discrete_at(int least, int most, _u64 seed, _u64 stream, _u64 element, _u64 rng_step)


def gamma_block(dtype, double shape, double scale, _u64 seed, _u64 stream, Py_ssize_t n, _u64 rng_step):
    """Draw from a gamma distribution for the elements 0 to n - 1.

    Parameters
    ----------
    dtype : {numpy.float64, numpy.float32}
        Of the result; both round the same number.
    shape, scale : float
        Mean ``shape * scale``, variance ``shape * scale**2``.
    seed, stream : int
        64-bit key: the network's seed and the place in the model's text.
    n : int
        Number of elements.
    rng_step : int
        64-bit count of executed steps.

    Returns
    -------
    numpy.ndarray
        Shape (n,); ``shape * scale`` where the shape is 0 or infinite, NaN where it is negative or NaN.

    Raises
    ------
    TypeError
        If ``dtype`` is neither.
    """
    cdef double[::1] out64
    cdef float[::1] out32
    cdef Py_ssize_t first
    out = _as_real(_np.empty(n, dtype=dtype))
    if out.dtype == _np.float64:
        out64 = out
        for first in range(0, n, 256):
            annl_gamma_f64(&out64[first], 0, min(256, n - first), shape, scale, seed, stream, first // 256, rng_step)
    else:
        out32 = out
        for first in range(0, n, 256):
            annl_gamma_f32(&out32[first], 0, min(256, n - first), shape, scale, seed, stream, first // 256, rng_step)
    return out


def gamma_at(dtype, double shape, double scale, _u64 seed, _u64 stream, elements, _u64 rng_step):
    """Draw from a gamma distribution for chosen elements, equal to those of ``gamma_block``.

    Parameters
    ----------
    dtype, shape, scale, seed, stream, rng_step
        See ``gamma_block``.
    elements : array_like of int
        Indices of elements, 64 bits, of any shape.

    Returns
    -------
    numpy.ndarray
        Shape of ``elements``.

    Raises
    ------
    TypeError
        If ``dtype`` is neither float64 nor float32.
    """
    cdef double[::1] out64
    cdef float[::1] out32
    cdef Py_ssize_t i
    ranks = _np.asarray(elements, dtype=_np.uint64, order="C")
    out = _as_real(_np.empty(ranks.shape, dtype=dtype))
    cdef const _u64[::1] flat = ranks.reshape(-1)
    if out.dtype == _np.float64:
        out64 = out.reshape(-1)
        for i in range(flat.shape[0]):
            out64[i] = annl_gamma_f64_at(shape, scale, seed, stream, flat[i], rng_step)
    else:
        out32 = out.reshape(-1)
        for i in range(flat.shape[0]):
            out32[i] = annl_gamma_f32_at(shape, scale, seed, stream, flat[i], rng_step)
    return out


def binomial_block(int n_trials, double p, _u64 seed, _u64 stream, Py_ssize_t n, _u64 rng_step):
    """Draw the number of successes in ``n_trials`` trials for the elements 0 to n - 1.

    Parameters
    ----------
    n_trials : int
        Trials; below 1 the result is 0.
    p : float
        Probability of success: clipped to 0 ... 1, NaN is 0.
    seed, stream, n, rng_step
        See ``gamma_block``.

    Returns
    -------
    numpy.ndarray of int32
        Shape (n,).
    """
    cdef int[::1] values
    cdef Py_ssize_t first
    out = _np.empty(n, dtype=_np.int32)
    values = out
    for first in range(0, n, 256):
        annl_binomial(&values[first], 0, min(256, n - first), n_trials, p, seed, stream, first // 256, rng_step)
    return out


def binomial_at(int n_trials, double p, _u64 seed, _u64 stream, elements, _u64 rng_step):
    """Draw numbers of successes for chosen elements, equal to those of ``binomial_block``.

    Parameters
    ----------
    n_trials, p, seed, stream, rng_step
        See ``binomial_block``.
    elements : array_like of int
        Indices of elements, 64 bits, of any shape.

    Returns
    -------
    numpy.ndarray of int32
        Shape of ``elements``.
    """
    cdef Py_ssize_t i
    ranks = _np.asarray(elements, dtype=_np.uint64, order="C")
    out = _np.empty(ranks.shape, dtype=_np.int32)
    cdef const _u64[::1] flat = ranks.reshape(-1)
    cdef int[::1] values = out.reshape(-1)
    for i in range(flat.shape[0]):
        values[i] = annl_binomial_at(n_trials, p, seed, stream, flat[i], rng_step)
    return out


def discrete_block(int least, int most, _u64 seed, _u64 stream, Py_ssize_t n, _u64 rng_step):
    """Draw integers from ``least`` to ``most``, both included, for the elements 0 to n - 1.

    Parameters
    ----------
    least, most : int
        The ends; the result is ``least`` where ``most`` is below it.
    seed, stream, n, rng_step
        See ``gamma_block``.

    Returns
    -------
    numpy.ndarray of int32
        Shape (n,).
    """
    cdef int[::1] values
    cdef Py_ssize_t first
    out = _np.empty(n, dtype=_np.int32)
    values = out
    for first in range(0, n, 256):
        annl_discrete(&values[first], 0, min(256, n - first), least, most, seed, stream, first // 256, rng_step)
    return out


def discrete_at(int least, int most, _u64 seed, _u64 stream, elements, _u64 rng_step):
    """Draw integers for chosen elements, equal to those of ``discrete_block``.

    Parameters
    ----------
    least, most, seed, stream, rng_step
        See ``discrete_block``.
    elements : array_like of int
        Indices of elements, 64 bits, of any shape.

    Returns
    -------
    numpy.ndarray of int32
        Shape of ``elements``.
    """
    cdef Py_ssize_t i
    ranks = _np.asarray(elements, dtype=_np.uint64, order="C")
    out = _np.empty(ranks.shape, dtype=_np.int32)
    cdef const _u64[::1] flat = ranks.reshape(-1)
    cdef int[::1] values = out.reshape(-1)
    for i in range(flat.shape[0]):
        values[i] = annl_discrete_at(least, most, seed, stream, flat[i], rng_step)
    return out
