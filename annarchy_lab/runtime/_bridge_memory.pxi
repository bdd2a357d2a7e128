# Buffers and modules as Python objects.

from cpython.buffer cimport PyBuffer_FillInfo


cdef class Buffer:
    """Zeroed, 64-byte aligned native memory; on huge pages from 4 MiB on.

    Parameters
    ----------
    n_bytes
        Size; the memory may be read and written through the buffer protocol,
        ``np.frombuffer(buffer, dtype)``, and lives as long as anything refers to it.

    Notes
    -----
    A buffer of an `EdgeTable` may grow: views that were taken before then show what it held.
    """

    cdef StoragePtr storage

    def __cinit__(self, i64 n_bytes):
        self.storage = make_shared[Storage](n_bytes)

    @property
    def n_bytes(self):
        """Size in bytes."""
        return self.storage.get().n_bytes()

    def __len__(self):
        return self.storage.get().n_bytes()

    def __getbuffer__(self, Py_buffer *view, int flags):
        PyBuffer_FillInfo(view, self, self.storage.get().bytes(), self.storage.get().n_bytes(), False, flags)
        view.internal = new shared_ptr[u8](self.storage.get().memory())

    def __releasebuffer__(self, Py_buffer *view):
        cdef shared_ptr[u8] *memory = <shared_ptr[u8] *>view.internal
        del memory


cdef class Module:
    """A generated module in memory.

    Parameters
    ----------
    path
        Of the shared library.

    Raises
    ------
    RuntimeError
        If the file cannot be loaded, is no module, or was built for another ABI version.
    """

    cdef ModulePtr module

    def __cinit__(self, path):
        self.module = <ModulePtr>make_shared[CModule](<string>os.fsencode(path))

    @property
    def fingerprint(self):
        """What the module was generated from, as text."""
        return self.module.get().fingerprint().decode()

    @property
    def buffers(self):
        """The attribute table: (name, dtype, extent, access) per buffer, as numbered in the ABI."""
        cdef const annl_module *table = &self.module.get().table()
        return tuple(
            (table.buffers[k].name.decode(), table.buffers[k].dtype, table.buffers[k].extent, table.buffers[k].access)
            for k in range(table.n_buffers)
        )

    @property
    def functions(self):
        """Names of the functions that the module has."""
        return frozenset(name.decode() for name in self.module.get().functions())


cdef StoragePtr storage_or_none(object buffer) except *:
    if buffer is None:
        return StoragePtr()
    return (<Buffer?>buffer).storage


cdef vector[StoragePtr] storages(object buffers) except *:
    cdef vector[StoragePtr] found
    for buffer in buffers:
        found.push_back(storage_or_none(buffer))
    return found
