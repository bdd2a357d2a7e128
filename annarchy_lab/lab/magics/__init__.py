"""What users write in cells: ``%%neuron``, ``%%synapse``, ``%%network`` and the line magics.

In: lines and bodies of cells.
Out: calls of the API, and cards to show.
Not here: any work of its own; each magic has a plain Python twin.
"""
