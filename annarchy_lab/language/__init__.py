"""The words that users write: from text to a frozen, checked declaration, positions kept.

In: text of equations, parameters, events.
Out: `NeuronDeclaration`, `SynapseDeclaration`; or every mistake with its place.
Not here: arrays, sizes, numerical methods, C++.

The way of a model::

    tokens -> definitions -> parser -> read -> attributes, build -> checks -> declaration
"""
