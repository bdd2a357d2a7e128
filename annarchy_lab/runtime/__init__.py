"""Build, load and run: the native core, its bridge, the toolchain, the cache and the backends.

In: modules and a network as data.  Out: a loaded program whose buffers can be read and written and
which advances by steps.  ``core`` holds the hand-written C++; what an operating system must be
asked for stands in ``core/os`` alone.

May import: ``codegen`` and the rooms below it.
"""
