# The edges of a projection that come and go.

from libc.string cimport memcpy


cdef class EdgeTable:
    """The arrays of a projection whose edges come and go; see ``core/edge_table.h``.

    Parameters
    ----------
    n_pre, n_post
        Sizes of the populations.
    row_ptr, pre_rank, post_rank
        `Buffer` of the edges, post-major, ascending by pre rank: int64, int32, int32.
    columns
        (buffer, bytes per edge, one item as bytes: what new edges start with, or None for a clock)
        for every value of edges.

    Notes
    -----
    Buffers given here grow as edges are added.  Whoever reads or changes anything here holds the
    edge of the network.
    """

    cdef EdgeTablePtr table

    def __cinit__(self, i64 n_pre, i64 n_post, Buffer row_ptr, Buffer pre_rank, Buffer post_rank, columns):
        cdef EdgeTableSpec spec
        spec.n_pre, spec.n_post = n_pre, n_post
        spec.row_ptr = row_ptr.storage
        spec.pre_rank = pre_rank.storage
        spec.post_rank = post_rank.storage
        cdef EdgeColumn column
        for buffer, itemsize, fresh in columns:
            column.values = (<Buffer?>buffer).storage
            column.itemsize = itemsize
            column.is_clock = fresh is None
            column.fresh = 0 if fresh is None else word_of(fresh)
            spec.columns.push_back(column)
        self.table = make_shared[CEdgeTable](spec)

    @property
    def n_edges(self):
        """How many edges there are."""
        return self.table.get().n_edges()

    @property
    def n_changes(self):
        """How often the edges have changed."""
        return self.table.get().n_changes()

    def set_fresh(self, i64 column, bytes item):
        """Set what new edges start with in a column."""
        self.table.get().set_fresh(column, word_of(item))

    def lay_out(self, rows, delays=None):
        """Set how spikes find edges, and what delays these have.

        Parameters
        ----------
        rows
            For every epoch of emission (``pre_ptr``, ``edges``, ``posts``, ``delays``, ``pieces``):
            `Buffer` of int64, int64, int32; int32, the number of each edge's delay; (``has``,
            ``before``, ``begin``, words), or None and None where there is one delay.
        delays
            For spikes emitted from now on (`Buffer` of the numbers, that of a new edge, how many
            there are); None: one delay for all.
        """
        cdef EdgeDelays own
        cdef vector[EdgeRowsSpec] made
        if delays is not None:
            numbers, own.fresh, own.n_delays = delays
            own.numbers = storage_or_none(numbers)
        for each in rows:
            made.push_back(rows_of(each))
        self.table.get().lay_out(own, made)

    def insert(self, pre_ranks, post_ranks, i64 clock, delays=None):
        """Add edges, ascending by post rank, then pre rank; return where they stand, int64.

        `delays` are the numbers of their delays; None: as in every new edge.
        """
        cdef vector[Pair] pairs
        cdef Pair pair
        cdef vector[i64] found
        for pre, post in zip(pre_ranks, post_ranks, strict=True):
            pair.pre, pair.post = pre, post
            pairs.push_back(pair)
        found = self.table.get().insert(pairs, clock)
        if delays is not None:
            self.table.get().set_delays(found, delays)
        self.table.get().settle(found)
        self.table.get().finish()
        positions = np.empty(found.size(), np.int64)
        copy_to(positions, found.data(), found.size() * sizeof(i64))
        return positions

    def remove(self, positions):
        """Remove the edges at these positions, ascending."""
        cdef vector[i64] given = positions
        self.table.get().remove(given)
        self.table.get().finish()


cdef EdgeRowsSpec rows_of(tuple described) except *:
    cdef EdgeRowsSpec made
    pre_ptr, edges, posts, delays, pieces = described
    made.ptr = storage_or_none(pre_ptr)
    made.edges = storage_or_none(edges)
    made.posts = storage_or_none(posts)
    made.delays = storage_or_none(delays)
    if pieces is not None:
        made.pieces = pieces_of(pieces)
    return made


cdef u64 word_of(bytes item) except? 0:
    cdef u64 word = 0
    if len(item) > 8:
        raise ValueError("an item of a column has 8 bytes at most")
    memcpy(&word, <const char *>item, len(item))
    return word


cdef EdgeTablePtr table_or_none(object table) except *:
    if table is None:
        return EdgeTablePtr()
    return (<EdgeTable?>table).table


def lay_rows(const i64[::1] row_ptr, const i32[::1] pre_ranks, const i64[::1] row_starts, *,
             const i64[::1] order=None, posts=None, places=None):
    """Sort the edges of dendrites by pre rank; see ``core/row_layout.h``.

    Parameters
    ----------
    row_ptr, pre_ranks
        The edges in dendrite order.
    row_starts
        First place of each pre neuron's edges, and the end of the last.
    order
        Edges by number of their delay, where delays differ: the order within a row.
    posts
        Is filled with post ranks, by place, int32 or uint16.
    places
        Is filled with the place of each edge, int32 or int64.
    """
    cdef RowLayout layout
    cdef LaidRows laid
    cdef size_t n = len(pre_ranks)
    layout.next.assign(&row_starts[0], &row_starts[0] + len(row_starts))
    layout.row_ptr = &row_ptr[0]
    layout.n_post = len(row_ptr) - 1
    if n == 0:
        return
    layout.pre = &pre_ranks[0]
    layout.order = NULL
    if order is not None:
        layout.order = &order[0]
    if posts is not None and posts.dtype == np.uint16:
        laid.narrow_posts = first_u16(posts)
    elif posts is not None:
        laid.posts = first_i32(posts)
    if places is not None and places.dtype == np.int32:
        laid.narrow_places = first_i32(places)
    elif places is not None:
        laid.places = first_i64(places)
    with nogil:
        c_lay_rows(layout, laid)


cdef u16 *first_u16(u16[::1] values) except NULL:
    return &values[0]


cdef i32 *first_i32(i32[::1] values) except NULL:
    return &values[0]


cdef i64 *first_i64(i64[::1] values) except NULL:
    return &values[0]
