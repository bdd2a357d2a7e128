"""The inspector: everything there is in the networks of a kernel, as it is now.

In: sessions; what a page wants to see.
Out: rows for JupyterLab's side bar; live views for tabs.
Not here: the comms (`channel`), drawing (the labextension).
"""
