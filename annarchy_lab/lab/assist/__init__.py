"""Help while a model cell is written: completions, meanings of words, mistakes underlined.

In: the text of a ``%%neuron`` or ``%%synapse`` cell, mostly unfinished; the place of the cursor.
Out: words that fit there, what a word means, what is wrong so far.
Not here: the language (`annarchy_lab.language`), anything drawn.

`completions`, `meaning` and `problems` are plain functions of the text; IPython (`hooks`) and the
JupyterLab extension (`answers`) are thin callers of them.
"""
