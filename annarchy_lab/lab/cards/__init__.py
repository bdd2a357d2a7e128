"""What the lab shows as HTML below a cell: models, networks, differences, journals.

In: objects of the API and of the journal.
Out: escaped HTML, readable without any script.
Not here: pictures that move (`widgets`).
"""
