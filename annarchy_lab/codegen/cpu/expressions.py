"""Expressions as C++, with as few parentheses as meaning allows.

In: level-2 expressions.
Out: text; names come from the module's `Namer`.
Not here: statements.  Types are those of the tree: nothing is converted that is not a `Cast`.
"""

import math
from typing import Literal, assert_never

from annarchy_lab.codegen.naming import Namer
from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.functions import FLUSH, LIBM
from annarchy_lab.ir.kernel import N_AGES

__all__ = ["ExpressionPrinter"]

_ATOM, _UNARY, _PRODUCT, _SUM, _ORDER, _EQUAL, _AND, _OR, _SELECT = range(9)
_RANK = {
    "*": _PRODUCT,
    "/": _PRODUCT,
    "+": _SUM,
    "-": _SUM,
    "<": _ORDER,
    "<=": _ORDER,
    ">": _ORDER,
    ">=": _ORDER,
    "==": _EQUAL,
    "!=": _EQUAL,
}
_TYPE = {
    DType.BOOL: "bool",
    DType.INT: "annl_i32",
    DType.SINGLE: "float",
    DType.REAL: "real",
    DType.TIME: "double",
    DType.STEP: "annl_i64",
}


class ExpressionPrinter:
    """Prints the expressions of one module.

    Parameters
    ----------
    namer
        Identifiers of buffers and locals.
    is_double
        Whether ``real`` is double.

    Attributes
    ----------
    sections
        Sections of annl_math.h that the printed text calls.
    values
        Buffers whose names stand for their one value, not for a pointer to it.
    held
        Elements that a local variable stands for.
    ages
        Whether it is known that ages are in their tables, or that some are not.
    is_vectorised
        Whether the text is that of a loop which compilers shall turn into vector operations.
    has_flushed
        Whether anything was printed that differs in steps in which what decays ends.
    """

    def __init__(self, namer: Namer, *, is_double: bool) -> None:
        self.sections: set[str] = set()
        self.values: frozenset[str] = frozenset()
        self.held: dict[tuple[str, str | None], str] = {}
        self.ages: Literal["known", "unknown", "old"] = "unknown"
        self.is_vectorised = False
        self.has_flushed = False
        self._name = namer
        self._suffix = "f64" if is_double else "f32"
        self._is_double = is_double

    def __call__(self, expr: e.Expr) -> str:
        """Return `expr` as text."""
        return self._print(expr)[0]

    def type_name(self, dtype: DType) -> str:
        """Return the name of the type of values of `dtype`."""
        return _TYPE[dtype]

    def kept(self, guard: e.Expr, value: e.Expr, old: e.Load) -> str:
        """Return the text of `value` where `guard` holds, else of what is stored already."""
        select = e.Select(guard, value, old, value.dtype)
        if self.is_vectorised and _may_branch(select):
            return self._branchless(select)
        return self._choice(select)[0]  # a store under a mask costs nothing

    def element(self, buffer: str, index: str | None) -> str:
        """Return the text of one element of a buffer."""
        if (buffer, index) in self.held:
            return self.held[buffer, index]
        name = self._name(buffer)
        return name if buffer in self.values else f"{name}[{index or 0}]"

    def _print(self, expr: e.Expr) -> tuple[str, int]:
        match expr:
            case e.Const():
                return self._constant(expr), _UNARY if _is_negative(expr.value) else _ATOM
            case e.Local(name):
                return self._name(name), _ATOM
            case e.Load(buffer, index):
                return self.element(buffer, index), _ATOM
            case e.LateLoad(buffer, delay, edge, index):
                return f"{self.element(buffer, self.element(delay, edge))}[{index or 0}]", _ATOM
            case e.Symbol(name):
                return name, _ATOM
            case e.Unary(op, operand):
                return f"{'!' if op == 'not' else '-'}{self._inside(operand, _ATOM)}", _UNARY
            case e.Binary(op, left, right) | e.Compare(op, left, right):
                return self._infix(op, left, right), _RANK[op]
            case e.Logical(op, left, right):
                return self._logical(op, left, right)
            case e.Select():
                return self._select(expr)
            case e.Cast():
                return self._cast(expr), _ATOM
            case e.Call():
                return self._call(expr), _ATOM
            case _:
                return self._special(expr), _ATOM

    def _special(self, expr: e.Expr) -> str:
        match expr:
            case e.BlockDraw(array, index):
                return f"{self._name(array)}[{index} - base]"
            case e.SingleDraw():
                return self._single_draw(expr)
            case e.Since():
                return f"annl_since({self.age(expr)}, step_ms)"
            case e.AgeTime():
                return "annl_since(age, step_ms)"
            case e.Aged():
                return self._aged(expr)
            case e.Coincident(buffer, index):
                return f"({self.element(buffer, index)} == ctx->emitted)"
            case e.Flag(name):
                return f"(bool)ctx->{name}"
            case _:
                raise AssertionError(f"{type(expr).__name__} does not belong to level 2")

    def _aged(self, aged: e.Aged) -> str:
        if self.ages == "old":
            return self(aged.value)
        table, age = self._name(aged.table), self.age(aged.since)
        if self.ages == "known":
            return f"{table}[{age}]"
        return f"ANNL_AGED({table}, {N_AGES}, {age}, {self(aged.value)})"

    def age(self, since: e.Since) -> str:
        """Return the text of an age in steps."""
        now = f"elapsed - {since.lag}" if since.lag else "elapsed"
        return f"{now} - {self.element(since.buffer, since.index)}"

    def _single_draw(self, draw: e.SingleDraw) -> str:
        element = f"(annl_u64){draw.index or 0}"
        where = f"clock->seed, {self.element(draw.stream, None)}, {element}"
        if not draw.arguments:
            return f"core->{draw.source}_{self._suffix}_at({where}, 0, clock->rng_step)"
        function = draw.source if draw.dtype is DType.INT else f"{draw.source}_{self._suffix}"
        arguments = ", ".join(self(argument) for argument in draw.arguments)
        return f"core->{function}_at({arguments}, {where}, clock->rng_step)"

    def _inside(self, expr: e.Expr, limit: int) -> str:
        text, rank = self._print(expr)
        return text if rank <= limit else f"({text})"

    def _infix(self, op: str, left: e.Expr, right: e.Expr) -> str:
        # All operators bind to the left: a right operand of equal rank needs its parentheses.
        rank = _RANK[op]
        return f"{self._inside(left, rank)} {op} {self._inside(right, rank - 1)}"

    def _logical(self, op: str, left: e.Expr, right: e.Expr) -> tuple[str, int]:
        # & and | instead of && and ||: both sides are evaluated, and loops stay free of branches.
        # Compilers take ! beside them for a slip.
        sign, rank = ("&", _AND) if op == "and" else ("|", _OR)
        return f"{self._inside(left, _ATOM)} {sign} {self._inside(right, _ATOM)}", rank

    def _select(self, select: e.Select) -> tuple[str, int]:
        if self.is_vectorised and (select.dtype is DType.REAL or _may_branch(select)):
            # ?: would let the compiler move an arm into a branch, or branch where the condition is
            # the same for the whole loop: the loop would lose its vectors, or work with masks.
            return self._branchless(select), _ATOM
        return self._choice(select)

    def _branchless(self, select: e.Select) -> str:
        self.sections.add("ite")
        return f"annl_ite({', '.join(map(self, e.parts(select)))})"

    def _choice(self, select: e.Select) -> tuple[str, int]:
        clipped = _clipped(select)
        if clipped is not None:
            self.sections.add("clip")
            return f"annl_clip({', '.join(map(self, clipped))})", _ATOM
        condition = self._inside(select.condition, _UNARY)
        then, otherwise = self._inside(select.then, _UNARY), self._inside(select.otherwise, _UNARY)
        return f"{condition} ? {then} : {otherwise}", _SELECT

    def _cast(self, expr: e.Cast) -> str:
        inner = self._inside(expr.operand, _ATOM)
        match expr.dtype:
            case DType.BOOL:
                return f"({inner} != 0)"
            case DType.INT if expr.operand.dtype in (DType.REAL, DType.TIME):
                self.sections.add("to_i32")
                return f"annl_to_i32({self(expr.operand)})"
            case DType.INT | DType.SINGLE | DType.REAL | DType.TIME:
                return f"({_TYPE[expr.dtype]}){inner}"
            case DType.STEP:
                raise AssertionError("steps are only compared")
            case _:
                assert_never(expr.dtype)

    def _call(self, expr: e.Call) -> str:
        arguments = ", ".join(self(argument) for argument in expr.arguments)
        if expr.function in LIBM:
            self.sections.add("libm")
            return f"(real)core->libm[ANNL_LIBM_{expr.function.upper()}]((double)({arguments}))"
        self.sections.add(expr.function)
        if expr.function == FLUSH:
            self.has_flushed = True
            return f"annl_settled(settles, {arguments})"
        return f"annl_{expr.function}({arguments})"

    def _constant(self, const: e.Const) -> str:
        if const.dtype is DType.BOOL:
            return "true" if const.value else "false"
        if const.dtype is DType.INT:
            return str(int(const.value))
        return self._real_constant(float(const.value), const.dtype)

    def _real_constant(self, value: float, dtype: DType) -> str:
        name = _TYPE[DType.SINGLE if dtype is DType.SINGLE else DType.REAL]
        if not math.isfinite(value):
            sign = "-" if value < 0 else ""
            return (
                f"({name})({sign}__builtin_inf())"
                if math.isinf(value)
                else f'({name})__builtin_nan("")'
            )
        text = repr(value)
        is_real_double = self._is_double and dtype is DType.REAL
        return text if is_real_double or dtype is DType.TIME else f"({name}){text}"


def _is_negative(value: float) -> bool:
    return math.copysign(1.0, value) < 0


def _clipped(select: e.Select) -> tuple[e.Expr, e.Expr, e.Expr] | None:
    """Return value, least and greatest, if that is what the text chooses from."""
    match select:
        case e.Select(
            e.Compare("<", value, least),
            lower,
            e.Select(e.Compare(">", above, greatest), upper, inside, _),
            _,
        ):
            pairs = ((value, above), (value, inside), (least, lower), (greatest, upper))
            is_clip = all(repr(one) == repr(other) for one, other in pairs)  # 0.0 equals -0.0
            return (value, least, greatest) if is_clip else None
        case _:
            return None


def _may_branch(select: e.Select) -> bool:
    """Tell whether compilers like to branch: over a call, or where all elements go one way."""
    branches = (select.then, select.otherwise)
    has_call = any(isinstance(node, e.Call) for part in branches for node in e.walk(part))
    return has_call or isinstance(select.condition, e.Flag | e.Local)
