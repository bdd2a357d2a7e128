"""Files that outlive a network: its values, its connectivity, its parameters.

In: a network, a population or a projection.  Out: a file, and the same values back from it.
`docs/file-versions.md` says what these files promise.

One file per kind of file: `container` (bytes on disk), `states` (what is in one), `restoring` (what
is done with it), `connectivity`, `parameters`, `xml_parameters`, `matlab`.
"""
