"""Reports: a network described as in a paper, one file per format.

In: a network, before or after it is compiled.
Out: a file.
Not here: the model cards of the lab.

What a report says is gathered once, as a `document.Document`; the formats only print it.
"""
