"""Random texts against the whole way of a model: what users type by mistake, and by intent.

``make fuzz`` runs many; ``tests/fuzz`` runs few of the same ones.
"""
