"""Loading the lab into a notebook or an IPython shell: ``%load_ext annarchy_lab``.

In: the shell.
Out: magics, help in model cells, cards of models, journals of all networks from now on, the line to
the JupyterLab extension.  Cheap: no widget, plot or algebra is imported.
Not here: any of these.
"""

from typing import Any

from annarchy_lab.api.model_diff import ModelDiff
from annarchy_lab.lab.cards.diff import diff_bundle
from annarchy_lab.lab.cards.model import model_bundle
from annarchy_lab.lab.channel import Channel
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.magics.magics import LabMagics, without_body
from annarchy_lab.language.declare import Neuron, Synapse

__all__ = ["load_ipython_extension", "unload_ipython_extension"]

NAME = "LabMagics"


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401 - shells have no common type
    """Make everything ready."""
    channel = Channel(LABORATORY)
    magics = LabMagics(shell, channel)
    shell.register_magics(magics)
    shell.input_transformers_cleanup.append(without_body)
    magics.hooks.install()
    shell.events.register("post_execute", channel.refresh)
    shell.events.register("post_execute", magics.ahead.look)
    for kind in (Neuron, Synapse):
        _bundles(shell).for_type(kind, _bundle)
    _bundles(shell).for_type(ModelDiff, _diff_bundle)
    LABORATORY.namespace = lambda: shell.user_ns
    LABORATORY.watch()
    channel.open()


def unload_ipython_extension(shell: Any) -> None:  # noqa: ANN401
    """Undo `load_ipython_extension`; stops the runs that go on."""
    magics = shell.magics_manager.registry.pop(NAME, None)
    if magics is not None:
        shell.events.unregister("post_execute", magics.channel.refresh)
        shell.events.unregister("post_execute", magics.ahead.look)
        magics.channel.close()
        magics.hooks.remove()
    for table in shell.magics_manager.magics.values():
        for word, function in tuple(table.items()):
            if getattr(function, "__self__", None) is magics:
                del table[word]
    if without_body in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.remove(without_body)
    for kind in (Neuron, Synapse, ModelDiff):
        _bundles(shell).pop(kind, None)
    LABORATORY.close()
    LABORATORY.namespace = dict


def _bundles(shell: Any) -> Any:  # noqa: ANN401
    return shell.display_formatter.mimebundle_formatter


def _bundle(model: Neuron | Synapse, **_: object) -> dict[str, str]:
    name = model.name
    return model_bundle(model, name if LABORATORY.namespace().get(name) is model else "")


def _diff_bundle(diff: ModelDiff, **_: object) -> dict[str, str]:
    return diff_bundle(diff)
