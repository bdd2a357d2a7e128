"""Statements and loops as C++.

In: level-2 statements, a `Writer`.
Out: lines in the writer.
Not here: function heads, pointers (`module`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from annarchy_lab.codegen.cpu.expressions import ExpressionPrinter
from annarchy_lab.codegen.naming import Namer, comment_text
from annarchy_lab.codegen.writer import Writer
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.expression import Aged, DType, Expr, Load, walk
from annarchy_lab.ir.passes.rewriting import words_in
from annarchy_lab.ir.passes.settle_guards import settle_guards

__all__ = ["StatementPrinter"]

_PLACE = {"e": "e", "pair": "pre"}
_START = {"sum": "0", "mean": "0", "min": "__builtin_inf()", "max": "-__builtin_inf()"}


class StatementPrinter:
    """Prints the statements of one module.

    Parameters
    ----------
    writer
        Receives the lines.
    namer
        Identifiers of buffers and locals.
    expression
        Prints expressions.
    """

    def __init__(self, writer: Writer, namer: Namer, expression: ExpressionPrinter) -> None:
        self._out = writer
        self._name = namer
        self._expr = expression

    def body(self, statements: tuple[k.KernelStatement, ...]) -> None:
        """Print `statements` in their order."""
        for statement in statements:
            self._statement(statement)

    def _statement(self, statement: k.KernelStatement) -> None:
        match statement:
            case k.Name(name, value, note):
                self._note(note)
                dtype = self._expr.type_name(value.dtype)
                self._out.line(f"const {dtype} {self._name(name)} = {self._expr(value)};")
            case k.Assign():
                self._assign(statement)
            case k.Stamp(buffer, index):
                self._out.line(f"{self._expr.element(buffer, index)} = elapsed;")
            case k.SetFlag(buffer, index, value):
                self._out.line(f"{self._expr.element(buffer, index)} = {self._expr(value)};")
            case k.FillAges():
                self._fill_ages(statement)
            case k.MarkLoop():
                self._mark_loop(statement)
            case k.NewEdgeLoop():
                self._new_edge_loop(statement)
            case k.LaneReduction():
                self._lane_reduction(statement)
            case _:
                self._loop(statement)

    def _loop(
        self, loop: k.RangeLoop | k.BlockLoop | k.ListedLoop | k.DendriteLoop | k.EventLoop
    ) -> None:
        match loop:
            case k.RangeLoop():
                self._range_loop(loop)
            case k.BlockLoop():
                self._block_loop(loop)
            case k.ListedLoop():
                self._listed_loop(loop)
            case k.DendriteLoop():
                self._dendrite_loop(loop)
            case k.EventLoop():
                self._event_loop(loop)

    @contextmanager
    def _independent(self, head: str) -> Iterator[None]:
        """Print a loop whose iterations become vector operations."""
        self._out.line("ANNL_IVDEP")
        with self._out.block(head):
            outer, self._expr.is_vectorised = self._expr.is_vectorised, True
            yield
            self._expr.is_vectorised = outer

    def _note(self, note: str) -> None:
        if note:
            self._out.line(f"// {comment_text(note)}")

    def _assign(self, statement: k.Assign) -> None:
        self._note(statement.note)
        text = self._expr(statement.value)
        if statement.guard is not None:
            old = Load(statement.buffer, statement.index, statement.value.dtype)
            text = self._expr.kept(statement.guard, statement.value, old)
        target = self._expr.element(statement.buffer, statement.index)
        self._out.line(f"{target} = {text};")

    def _rank(self, name: str, ranks: k.Ranks | None, edge: str) -> None:
        if ranks is None:
            return
        rank = f"{edge} + shift" if ranks.is_gapless else f"{self._name(ranks.buffer)}[{edge}]"
        self._out.line(f"const annl_i64 {name} = {rank};")

    def _shift(self, ranks: k.Ranks | None, first: str) -> None:
        """Print what leads from the edges of a dendrite to ranks that follow one another."""
        if ranks is not None and ranks.is_gapless:
            rank = f"{self._name(ranks.buffer)}[{first}]"
            self._out.line(f"const annl_i64 shift = {rank} - {first};")

    def _range_loop(self, loop: k.RangeLoop) -> None:
        settled = settle_guards(loop)
        if settled is None:
            self._plain_loop(loop)
            return
        with self._out.block(f"if ({self._expr(settled.condition)})"):
            self._plain_loop(settled.then)
        if settled.otherwise is not None:
            with self._out.block("else"):
                self._plain_loop(settled.otherwise)

    def _plain_loop(self, loop: k.RangeLoop) -> None:
        i = loop.index
        with self._independent(f"for (annl_i64 {i} = {loop.start}; {i} < {loop.stop}; ++{i})"):
            self._rank("pre", loop.pre_ranks, i)
            self.body(loop.body)

    def _block_loop(self, loop: k.BlockLoop) -> None:
        start, stop = loop.start, loop.stop
        if not loop.is_row:
            self._arrays(loop.fills)
        with self._out.block(f"for (annl_i64 base = {start} & -256; base < {stop}; base += 256)"):
            self._block(loop.fills, start, stop, is_row=loop.is_row)
            self._range_loop(k.RangeLoop(loop.index, "first", "last", loop.body, loop.pre_ranks))

    def _arrays(self, fills: tuple[k.Fill, ...]) -> None:
        for fill in fills:
            dtype = self._expr.type_name(fill.dtype)
            self._out.line(f"alignas(64) {dtype} {self._name(fill.array)}[256];")

    def _block(self, fills: tuple[k.Fill, ...], start: str, stop: str, *, is_row: bool) -> None:
        """Print the ends of a block, and its draws; a row that goes on in it has them already."""
        self._out.line(f"const annl_i64 first = base < {start} ? {start} : base;")
        self._out.line(f"const annl_i64 last = base + 256 < {stop} ? base + 256 : {stop};")
        if not is_row:
            self._fills(fills, "first - base, last - base")
            return
        with self._out.block("if (base != drawn)"):
            self._fills(fills, "0, 256")
            self._out.line("drawn = base;")

    def _fills(self, fills: tuple[k.Fill, ...], part: str) -> None:
        for fill in fills:
            array, where = self._name(fill.array), self._where(fill)
            if not fill.arguments:
                function = f"ANNL_CORE({fill.source})"
                self._out.line(f"{function}({array}, {where}, 0, clock->rng_step);")
                continue
            is_int = fill.dtype is DType.INT
            function = f"core->{fill.source}" if is_int else f"ANNL_CORE({fill.source})"
            arguments = ", ".join(self._expr(argument) for argument in fill.arguments)
            parts = f"{array}, {part}, {arguments}, {where}, clock->rng_step"
            self._out.line(f"{function}({parts});")

    def _where(self, fill: k.Fill) -> str:
        return f"clock->seed, {self._expr.element(fill.stream, None)}, (annl_u64)base / 256"

    def _listed_loop(self, loop: k.ListedLoop) -> None:
        held = {(buffer, index): self._name(f"{buffer} held") for buffer, index in loop.held}
        for element, name in held.items():
            self._out.line(f"real {name} = {self._expr.element(*element)};")
        self._expr.held = held
        with self._out.block("for (annl_i64 k = 0; k < n_ranks; ++k)"):
            if loop.index in words_in(loop.body):
                self._out.line(f"const annl_i64 {loop.index} = ranks[k];")
            self.body(loop.body)
        self._expr.held = {}
        for element, name in held.items():
            self._out.line(f"{self._expr.element(*element)} = {name};")

    def _dendrite_loop(self, loop: k.DendriteLoop) -> None:
        drawing = (x for x in loop.body if isinstance(x, k.BlockLoop | k.LaneReduction))
        fills = tuple(fill for statement in drawing for fill in statement.fills)
        if fills:
            self._arrays(fills)
            self._out.line("annl_i64 drawn = -1;")
        with self._out.block("for (annl_i64 post = lo; post < hi; ++post)"):
            index = self._name(loop.index)
            if loop.is_flag:
                self._out.line(f"if (!{index}[post]) continue;")
                self.body(loop.body)
                return
            self._out.line(f"const annl_i64 begin = {index}[post], end = {index}[post + 1];")
            self._out.line("if (begin == end) continue;")
            edge_loops = (k.RangeLoop, k.BlockLoop, k.LaneReduction)
            for statement in loop.body:
                if isinstance(statement, edge_loops):
                    self._shift(statement.pre_ranks, "begin")
            self.body(loop.body)

    def _event_loop(self, loop: k.EventLoop) -> None:
        self._shift(loop.ranks, "lo")
        if loop.ages:
            self._aged_row(loop)
            return
        if loop.other == "pre":
            self._row(loop, "lo", "hi")
            return
        with self._out.block("for (const annl_row *row = rows; row < rows + n_rows; ++row)"):
            self._out.line("[[maybe_unused]] const annl_i64 pre = row->pre_rank;")
            self._row(loop, "row->lo", "row->hi")

    def _aged_row(self, loop: k.EventLoop) -> None:
        """Print the two ways of a row: with tables, where all ages are in them, and without."""
        self._out.line("annl_u64 bits = 0; // of all ages")
        with self._out.block("for (annl_i64 e = lo; e < hi; ++e)"):
            if any(since.index == loop.other for since in loop.ages):
                self._rank(loop.other, loop.ranks, "e")
            for since in loop.ages:
                self._out.line(f"bits |= (annl_u64)({self._expr.age(since)});")
        self._expr.ages = "known"
        with self._out.block(f"if (bits < {k.N_AGES})"):
            self._row(loop, "lo", "hi")
            self._out.line("return;")
        self._expr.ages = "old"
        self._row(loop, "lo", "hi")
        self._expr.ages = "unknown"

    def _row(self, loop: k.EventLoop, first: str, last: str) -> None:
        head = f"for (annl_i64 k = {first}; k < {last}; ++k)"
        is_fast = loop.is_independent and not (
            self._expr.ages == "unknown" and _asks_for_ages(loop)
        )
        with self._independent(head) if is_fast else self._out.block(head):
            if loop.ranks is not None or "e" in words_in(loop.body):
                self._out.line(f"const annl_i64 e = {'edges[k]' if loop.is_indexed else 'k'};")
            self._rank(loop.other, loop.ranks, "e")
            self.body(loop.body)

    def _fill_ages(self, fill: k.FillAges) -> None:
        """Print the loop that fills a table, and what it is skipped by: a table is never empty."""
        table, inputs = self._name(fill.table), ["1.0", *map(self._expr, fill.inputs)]
        known = [f"{table}[{k.N_AGES + n}]" for n in range(len(inputs))]
        is_known = " & ".join(f"({a} == {b})" for a, b in zip(known, inputs, strict=True))
        with self._out.block(f"if (!({is_known}))"):
            for place, value in zip(known, inputs, strict=True):
                self._out.line(f"{place} = {value};")
            with self._independent(f"for (annl_i64 age = 0; age < {k.N_AGES}; ++age)"):
                self._out.line(f"{table}[age] = {self._expr(fill.value)};")

    def _mark_loop(self, loop: k.MarkLoop) -> None:
        if loop.index == "pair":
            row = "row = post * ctx->n_pre"
            self._out.line(f"const annl_i64 {row}, begin = row + lo, end = row + hi;")
        with self._out.block("for (annl_i64 base = begin & -256; base < end; base += 256)"):
            self._out.line("const annl_i64 first = base < begin ? begin : base;")
            self._out.line("const annl_i64 last = base + 256 < end ? base + 256 : end;")
            self._arrays(loop.fills)
            self._fills(loop.fills, "first - base, last - base")
            if loop.chance is not None:
                self._out.line("annl_u8 any = 0;")
            with self._each_mark(loop):
                if loop.index == "e":
                    self._rank("pre", loop.pre_ranks, "e")
                self.body(loop.body)
                self._out.line(f"const annl_u8 mark = {self._expr(loop.condition)};")
                self._out.line(f"marks[{_PLACE[loop.index]}] = mark;")
                if loop.chance is not None:
                    self._out.line("any |= mark;")
            if loop.chance is not None:
                with self._out.block("if (any)"):
                    self._arrays(loop.chance_fills)
                    self._chance_fills(loop)
                    with self._each_mark(loop):
                        chance = self._expr(loop.chance)
                        self._out.line(f"marks[{_PLACE[loop.index]}] &= (annl_u8)({chance});")

    def _chance_fills(self, loop: k.MarkLoop) -> None:
        """Draw the chances: uniform numbers only of elements that are marked, mostly few."""
        own = "marks + first - row" if loop.index == "pair" else "marks + first"
        part = "(annl_i32)(first - base), (annl_i32)(last - base)"
        for fill in loop.chance_fills:
            if fill.source == "uniform":
                array, where = self._name(fill.array), self._where(fill)
                function = "ANNL_CORE(uniform_marked)"
                self._out.line(f"{function}({array}, {own}, {part}, {where}, clock->rng_step);")
            else:
                self._fills((fill,), "first - base, last - base")

    @contextmanager
    def _each_mark(self, loop: k.MarkLoop) -> Iterator[None]:
        i = loop.index
        with self._independent(f"for (annl_i64 {i} = first; {i} < last; ++{i})"):
            if i == "pair":
                self._out.line("const annl_i64 pre = pair - row;")
            yield

    def _new_edge_loop(self, loop: k.NewEdgeLoop) -> None:
        pre, post = self._name(loop.pre_ranks), self._name(loop.post_ranks)
        with self._out.block("for (annl_i64 k = lo; k < hi; ++k)"):
            self._out.line("const annl_i64 e = edges[k];")
            pair = f"{post}[e] * ctx->n_pre + {pre}[e]"
            self._out.line(f"[[maybe_unused]] const annl_i64 pair = {pair};")
            self.body(loop.body)

    def _lane_reduction(self, reduction: k.LaneReduction) -> None:
        start = _START[reduction.operation]
        self._out.line("real lanes[16];")
        self._out.line(f"for (real &lane : lanes) lane = (real){start};")
        if reduction.fills:
            self._block_lanes(reduction)
        else:
            self._lanes(reduction, "begin", "end")
        self._out.line(f"real result = annl_join_{_join(reduction.operation)}(lanes);")
        if reduction.operation == "mean":
            self._out.line("result = result / (real)(end - begin);")
        for target in reduction.targets:
            element = self._expr.element(target, "post")
            self._out.line(f"{element} = {element} + result;")

    def _block_lanes(self, reduction: k.LaneReduction) -> None:
        with self._out.block("for (annl_i64 base = begin & -256; base < end; base += 256)"):
            self._block(reduction.fills, "begin", "end", is_row=True)
            self._lanes(reduction, "first", "last")

    def _lanes(self, reduction: k.LaneReduction, start: str, stop: str) -> None:
        """Print a loop whose inner sixteen iterations are one vector operation each."""
        if not reduction.fills:
            self._out.line(f"annl_i64 row = {start};")
            vectors = self._out.block(f"for (; row + 16 <= {stop}; row += 16)")
            with vectors, self._independent("for (int lane = 0; lane < 16; ++lane)"):
                if reduction.pre_ranks is not None or "e" in words_in(reduction.value):
                    self._out.line("const annl_i64 e = row + lane;")
                self._rank("pre", reduction.pre_ranks, "e")
                self._join(reduction.operation, "lane", reduction.value)
            start = "row"
        with self._out.block(f"for (annl_i64 e = {start}; e < {stop}; ++e)"):
            self._out.line("const int lane = (int)((e - begin) & 15);")
            self._rank("pre", reduction.pre_ranks, "e")
            self._join(reduction.operation, "lane", reduction.value)

    def _join(self, operation: str, lane: str, value: Expr) -> None:
        self._out.line(f"const real psp = {self._expr(value)};")
        match operation:
            case "min" | "max":
                self._out.line(f"lanes[{lane}] = annl_fold_{operation}(lanes[{lane}], psp);")
            case _:
                self._out.line(f"lanes[{lane}] = lanes[{lane}] + psp;")


def _join(operation: str) -> str:
    return {"mean": "sum"}.get(operation, operation)


def _asks_for_ages(loop: k.EventLoop) -> bool:
    """Tell whether each edge asks for itself whether an age is in its table: a branch."""
    values = (x.value for x in loop.body if isinstance(x, k.Name | k.Assign))
    return any(isinstance(node, Aged) for value in values for node in walk(value))
