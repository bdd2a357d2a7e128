"""The one description of every message between the kernel and the browser, and its generator.

In: ``messages.json``.
Out: ``lab/messages.py`` and ``labextension/src/messages.ts``, both committed.
"""
