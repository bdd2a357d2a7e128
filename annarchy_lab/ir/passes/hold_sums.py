"""What every turn of a loop adds to is loaded before the loop and stored behind it.

In: a module as it was lowered.
Out: the same module; loops over listed neurons say which elements they hold meanwhile.
Not here: other loops, in which each turn has an element of its own.

No result changes: it is the same sum in the same order.  Compilers do not see it by themselves, as
the element might be what is read through the other end; and a sum that goes through memory takes
three times as long as the sum alone.
"""

from dataclasses import replace

from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.passes.rewriting import words_in

__all__ = ["hold_sums"]


def hold_sums(module: k.Module) -> k.Module:
    """Return `module` with what its loops over listed neurons hold."""
    functions = tuple(
        replace(f, body=tuple(_holding(statement, module) for statement in f.body))
        for f in module.functions
    )
    return replace(module, functions=functions)


def _holding(statement: k.KernelStatement, module: k.Module) -> k.KernelStatement:
    match statement:
        case k.ListedLoop(index, body):
            stores = (s for s in body if isinstance(s, k.Assign) and s.buffer.startswith("target:"))
            held = tuple(
                dict.fromkeys((s.buffer, s.index) for s in stores if s.index not in (None, index))
            )
            return replace(statement, held=held if _are_alone(held, body, module) else ())
        case _:
            return statement


def _are_alone(
    held: tuple[tuple[str, str | None], ...],
    body: tuple[k.KernelStatement, ...],
    module: k.Module,
) -> bool:
    """Tell whether nothing in a loop may be one of the targets under another name."""
    known = set(words_in(body)) - {buffer for buffer, _ in held}
    return not any(b.may_have_two_names for b in module.buffers if b.name in known)
