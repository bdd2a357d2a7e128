# Arithmetic and random numbers of the core, as Python sees them.  Included by _bridge.pyx.
#
# In: arrays of float32 or float64 and names of functions.  Out: new arrays; nothing is changed in place.
# Used by the reference backend, for which these are the definition, and by tests.
# Not here: networks and modules, which the rest of the bridge handles.

import numpy as _np

cdef extern from "annl_math.h" nogil:
    int annl_modulo(int a, int b)
    int annl_to_i32(double x)
    double annl_powi(double x, int n)
    float annl_powi(float x, int n)

cdef extern from "annl_threefry.h" nogil:
    void annl_threefry4x32(
        int rounds, unsigned& x0, unsigned& x1, unsigned& x2, unsigned& x3,
        unsigned k0, unsigned k1, unsigned k2, unsigned k3,
    )

ctypedef double (*_RealFunction)(double) noexcept nogil
ctypedef unsigned long long _u64

cdef extern from "core_math.h" nogil:
    enum: ANNL_MAP_COUNT
    enum: ANNL_LIBM_COUNT
    const char *annl_map_names[]
    const char *annl_libm_names[]
    void annl_map_f64(int function, const double *x, double *out, long long n)
    void annl_map_f32(int function, const float *x, float *out, long long n)
    void annl_pow_map_f64(const double *x, const double *y, double *out, long long n)
    void annl_pow_map_f32(const float *x, const float *y, float *out, long long n)
    _RealFunction annl_libm1(int function)

cdef extern from "kernels.h" nogil:
    int annl_isa()
    int annl_force_isa(int level)

cdef extern from "random.h" nogil:
    void annl_uniform_f64(double *out256, _u64 seed, _u64 stream, _u64 block, unsigned draw, _u64 rng_step)
    void annl_normal_f64(double *out256, _u64 seed, _u64 stream, _u64 block, unsigned draw, _u64 rng_step)
    void annl_uniform_f32(float *out256, _u64 seed, _u64 stream, _u64 block, unsigned draw, _u64 rng_step)
    void annl_normal_f32(float *out256, _u64 seed, _u64 stream, _u64 block, unsigned draw, _u64 rng_step)
    double annl_uniform_f64_at(_u64 seed, _u64 stream, _u64 element, unsigned draw, _u64 rng_step)
    double annl_normal_f64_at(_u64 seed, _u64 stream, _u64 element, unsigned draw, _u64 rng_step)
    float annl_uniform_f32_at(_u64 seed, _u64 stream, _u64 element, unsigned draw, _u64 rng_step)
    float annl_normal_f32_at(_u64 seed, _u64 stream, _u64 element, unsigned draw, _u64 rng_step)
    void annl_uniform_draws_f64(
        double *out, long long n, _u64 seed, _u64 stream, _u64 element, unsigned first_draw, _u64 rng_step
    )

_MAP_IDS = {annl_map_names[i].decode(): i for i in range(ANNL_MAP_COUNT)}
_LIBM_IDS = {annl_libm_names[i].decode(): i for i in range(ANNL_LIBM_COUNT)}

# ---- functions ---------------------------------------------------------------------------------


def _as_real(array):
    """Return ``array`` in C order, if it is float32 or float64."""
    result = _np.asarray(array, order="C")
    if result.dtype not in (_np.float32, _np.float64):
        raise TypeError(f"expected an array of float32 or float64, not of {result.dtype}")
    return result


def _id_of(ids, name):
    """Return the number of a function, or refuse a name that is none."""
    if name not in ids:
        raise ValueError(f"no function '{name}'; there are {', '.join(sorted(ids))}")
    return ids[name]


def map_unary(name: str, array):
    """Apply one of the functions that the core defines itself.

    Parameters
    ----------
    name : str
        exp, expm1, log, log1p, sin, cos, tanh, sqrt, floor, ceil, round, pos, neg, abs or flush.
    array : array_like of float32 or float64
        Arguments, of any shape.

    Returns
    -------
    numpy.ndarray
        Same shape and dtype; the bits that a compiled module computes.

    Raises
    ------
    ValueError
        If there is no such function.
    TypeError
        If ``array`` has another dtype.
    """
    cdef int function = _id_of(_MAP_IDS, name)
    cdef const double[::1] x64
    cdef double[::1] out64
    cdef const float[::1] x32
    cdef float[::1] out32
    x = _as_real(array)
    out = _np.empty_like(x, order="C", subok=False)
    if x.size == 0:
        return out
    if x.dtype == _np.float64:
        x64, out64 = x.reshape(-1), out.reshape(-1)
        with nogil:
            annl_map_f64(function, &x64[0], &out64[0], x64.shape[0])
    else:
        x32, out32 = x.reshape(-1), out.reshape(-1)
        with nogil:
            annl_map_f32(function, &x32[0], &out32[0], x32.shape[0])
    return out


def map_pow(a, b):
    """Raise ``a`` to the real power ``b``.

    Parameters
    ----------
    a, b : array_like of float32 or float64
        Base and exponent, of one dtype; broadcast against each other.

    Returns
    -------
    numpy.ndarray
        Broadcast shape, same dtype.

    Raises
    ------
    TypeError
        If the dtypes differ or are others.
    """
    cdef const double[::1] x64, y64
    cdef double[::1] out64
    cdef const float[::1] x32, y32
    cdef float[::1] out32
    x, y = _as_real(a), _as_real(b)
    if x.dtype != y.dtype:
        raise TypeError(f"base and exponent must have one dtype, not {x.dtype} and {y.dtype}")
    x, y = (_np.asarray(part, order="C") for part in _np.broadcast_arrays(x, y))
    out = _np.empty(x.shape, dtype=x.dtype)
    if out.size == 0:
        return out
    if out.dtype == _np.float64:
        x64, y64, out64 = x.reshape(-1), y.reshape(-1), out.reshape(-1)
        with nogil:
            annl_pow_map_f64(&x64[0], &y64[0], &out64[0], x64.shape[0])
    else:
        x32, y32, out32 = x.reshape(-1), y.reshape(-1), out.reshape(-1)
        with nogil:
            annl_pow_map_f32(&x32[0], &y32[0], &out32[0], x32.shape[0])
    return out


def libm(name: str, array):
    """Apply one of the rarer functions, which come from the C library.

    Parameters
    ----------
    name : str
        log10, tan, asin, acos, atan, sinh, cosh, asinh, acosh or atanh.
    array : array_like of float32 or float64
        Arguments, of any shape.  float32 is computed in double and rounded.

    Returns
    -------
    numpy.ndarray
        Same shape and dtype; equal on one machine, not always between machines.

    Raises
    ------
    ValueError
        If there is no such function.
    TypeError
        If ``array`` has another dtype.
    """
    cdef _RealFunction function = annl_libm1(_id_of(_LIBM_IDS, name))
    cdef Py_ssize_t i
    x = _as_real(array)
    values = x.astype(_np.float64)
    cdef double[::1] flat = values.reshape(-1)
    with nogil:
        for i in range(flat.shape[0]):
            flat[i] = function(flat[i])
    with _np.errstate(over="ignore"):  # a double beyond float32 becomes an infinity, as in a module
        return values.astype(x.dtype)


def powi(array, int n):
    """Multiply ``n`` factors ``array`` from left to right.

    Parameters
    ----------
    array : array_like of float32 or float64
        Base, of any shape.
    n : int
        Number of factors; below 1 the result is 1.

    Returns
    -------
    numpy.ndarray
        Same shape and dtype.

    Raises
    ------
    TypeError
        If ``array`` has another dtype.
    """
    cdef double[::1] flat64
    cdef float[::1] flat32
    cdef Py_ssize_t i
    out = _as_real(array).copy()
    if out.dtype == _np.float64:
        flat64 = out.reshape(-1)
        for i in range(flat64.shape[0]):
            flat64[i] = annl_powi(flat64[i], n)
    else:
        flat32 = out.reshape(-1)
        for i in range(flat32.shape[0]):
            flat32[i] = annl_powi(flat32[i], n)
    return out


def modulo(a, b):
    """Remainder with the sign of ``a``; 0 where ``b`` is 0.

    Parameters
    ----------
    a, b : array_like of int32
        Broadcast against each other.

    Returns
    -------
    numpy.ndarray of int32
        Broadcast shape.
    """
    cdef Py_ssize_t i
    pair = _np.broadcast_arrays(_np.asarray(a, dtype=_np.int32), _np.asarray(b, dtype=_np.int32))
    out = pair[0].copy(order="C")
    cdef int[::1] flat = out.reshape(-1)
    cdef const int[::1] divisors = _np.asarray(pair[1], order="C").reshape(-1)
    for i in range(flat.shape[0]):
        flat[i] = annl_modulo(flat[i], divisors[i])
    return out


def to_i32(array):
    """Convert to int32: truncated, saturated, NaN to 0.

    Parameters
    ----------
    array : array_like of float32 or float64
        Numbers, of any shape.

    Returns
    -------
    numpy.ndarray of int32
        Same shape.

    Raises
    ------
    TypeError
        If ``array`` has another dtype.
    """
    cdef Py_ssize_t i
    x = _as_real(array)
    out = _np.empty(x.shape, dtype=_np.int32)
    cdef const double[::1] values = x.astype(_np.float64).reshape(-1)
    cdef int[::1] flat = out.reshape(-1)
    for i in range(flat.shape[0]):
        flat[i] = annl_to_i32(values[i])
    return out

# ---- random numbers ----------------------------------------------------------------------------


def threefry4x32(counter, key, int rounds):
    """Run the generator once.

    Parameters
    ----------
    counter, key : sequence of 4 int
        32-bit words.
    rounds : int
        0 to 20; the core itself uses 12.

    Returns
    -------
    tuple of 4 int
        Random words.

    Raises
    ------
    ValueError
        If ``rounds`` is out of range.

    References
    ----------
    Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC11, 2011.
    """
    cdef unsigned x0, x1, x2, x3, k0, k1, k2, k3
    if not 0 <= rounds <= 20:
        raise ValueError(f"rounds must be 0 to 20, not {rounds}")
    x0, x1, x2, x3 = counter
    k0, k1, k2, k3 = key
    annl_threefry4x32(rounds, x0, x1, x2, x3, k0, k1, k2, k3)
    return (x0, x1, x2, x3)


def uniform_block(dtype, _u64 seed, _u64 stream, Py_ssize_t n, unsigned draw, _u64 rng_step):
    """Draw uniform numbers in (0, 1) for the elements 0 to n - 1.

    Parameters
    ----------
    dtype : {numpy.float64, numpy.float32}
        Of the result; each dtype has numbers of its own.
    seed, stream : int
        64-bit key: the network's seed and the place in the model's text.
    n : int
        Number of elements.
    draw : int
        32-bit index of the draw within a step.
    rng_step : int
        64-bit count of executed steps.

    Returns
    -------
    numpy.ndarray
        Shape (n,).

    Raises
    ------
    TypeError
        If ``dtype`` is neither.
    """
    return _fill(dtype, False, seed, stream, n, draw, rng_step)


def normal_block(dtype, _u64 seed, _u64 stream, Py_ssize_t n, unsigned draw, _u64 rng_step):
    """Draw standard normal numbers for the elements 0 to n - 1.

    Parameters, result and errors are those of ``uniform_block``.
    """
    return _fill(dtype, True, seed, stream, n, draw, rng_step)


cdef _fill(dtype, bint is_normal, _u64 seed, _u64 stream, Py_ssize_t n, unsigned draw, _u64 rng_step):
    cdef double[::1] out64
    cdef float[::1] out32
    cdef _u64 block, n_blocks = (n + 255) // 256
    out = _as_real(_np.empty(n_blocks * 256, dtype=dtype))
    if out.dtype == _np.float64:
        out64 = out
        for block in range(n_blocks):
            if is_normal:
                annl_normal_f64(&out64[256 * block], seed, stream, block, draw, rng_step)
            else:
                annl_uniform_f64(&out64[256 * block], seed, stream, block, draw, rng_step)
    else:
        out32 = out
        for block in range(n_blocks):
            if is_normal:
                annl_normal_f32(&out32[256 * block], seed, stream, block, draw, rng_step)
            else:
                annl_uniform_f32(&out32[256 * block], seed, stream, block, draw, rng_step)
    return out[:n]


def uniform_at(dtype, _u64 seed, _u64 stream, elements, unsigned draw, _u64 rng_step):
    """Draw uniform numbers in (0, 1) for chosen elements, equal to those of ``uniform_block``.

    Parameters
    ----------
    dtype, seed, stream, draw, rng_step
        See ``uniform_block``.
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
    return _pick(dtype, False, seed, stream, elements, draw, rng_step)


def normal_at(dtype, _u64 seed, _u64 stream, elements, unsigned draw, _u64 rng_step):
    """Draw standard normal numbers for chosen elements, equal to those of ``normal_block``.

    Parameters, result and errors are those of ``uniform_at``.
    """
    return _pick(dtype, True, seed, stream, elements, draw, rng_step)


cdef _pick(dtype, bint is_normal, _u64 seed, _u64 stream, elements, unsigned draw, _u64 rng_step):
    cdef double[::1] out64
    cdef float[::1] out32
    cdef Py_ssize_t i
    ranks = _np.asarray(elements, dtype=_np.uint64, order="C")
    out = _as_real(_np.empty(ranks.shape, dtype=dtype))
    cdef const _u64[::1] flat = ranks.reshape(-1)
    if out.dtype == _np.float64:
        out64 = out.reshape(-1)
        for i in range(flat.shape[0]):
            if is_normal:
                out64[i] = annl_normal_f64_at(seed, stream, flat[i], draw, rng_step)
            else:
                out64[i] = annl_uniform_f64_at(seed, stream, flat[i], draw, rng_step)
    else:
        out32 = out.reshape(-1)
        for i in range(flat.shape[0]):
            if is_normal:
                out32[i] = annl_normal_f32_at(seed, stream, flat[i], draw, rng_step)
            else:
                out32[i] = annl_uniform_f32_at(seed, stream, flat[i], draw, rng_step)
    return out


def uniform_draws(_u64 seed, _u64 stream, _u64 element, unsigned first_draw, Py_ssize_t n, _u64 rng_step):
    """Draw ``n`` uniform numbers in (0, 1) for one element, with successive draw indices.

    Parameters
    ----------
    seed, stream, rng_step
        See ``uniform_block``.
    element : int
        Index of the element.
    first_draw, n : int
        The draws are ``first_draw`` to ``first_draw + n - 1``.

    Returns
    -------
    numpy.ndarray of float64
        Shape (n,).
    """
    out = _np.empty(n)
    cdef double[::1] values = out
    if n > 0:
        annl_uniform_draws_f64(&values[0], n, seed, stream, element, first_draw, rng_step)
    return out


def isa() -> int:
    """Return the instruction set that the core's loops use: 0 baseline, 1 AVX2, 2 AVX-512."""
    return annl_isa()


def force_isa(int level) -> int:
    """Choose the instruction set, for tests; results never depend on it.

    Parameters
    ----------
    level : int
        0 baseline, 1 AVX2, 2 AVX-512.

    Returns
    -------
    int
        The level from now on: at most what the processor has.
    """
    return annl_force_isa(level)
