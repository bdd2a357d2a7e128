"""Modules written by hand in C++, for tests of the run loop without a code generator.

`build_module` compiles one; `ENGINE_MODULES` are small ones that the tests of the engine share.
"""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray
from source_tree import PACKAGE

from annarchy_lab.runtime._bridge import Buffer, Engine, Module

CORE = PACKAGE / "runtime" / "core"
FLAGS = ("-std=c++20", "-O2", "-ffp-contract=off", "-fPIC", "-shared")

# A table of functions in the order of annl_module, null where a module lacks one.
NAMES = """
    prepare update_global update detect psp on_pre on_post semiglobal synapse stop
    pruning creating created on_axon reset axon_reset on_pre_once update_pre on_pre_to_one
"""
FUNCTIONS = NAMES.split()

# `script` says which neuron spikes in which executed step.
SCRIPTED = """
static void detect(annl_ctx *ctx, annl_i64 lo, annl_i64 hi) {
  const annl_u8 *script = (const annl_u8 *)ctx->buffers[0] + ctx->clock->elapsed * ctx->size;
  annl_u8 *flags = (annl_u8 *)ctx->buffers[1];
  for (annl_i64 i = lo; i < hi; ++i) flags[i] = script[i];
}
"""
# Sums what each phase saw, so that a lost or repeated call shows.
COUNTING = """
static void prepare(annl_ctx *ctx) {
  ((double *)ctx->buffers[1])[0] = 2 * ((double *)ctx->buffers[0])[0];
}
static void update_global(annl_ctx *ctx) { ((double *)ctx->buffers[2])[0] += ctx->clock->t; }
static void update(annl_ctx *ctx, annl_i64 lo, annl_i64 hi) {
  const double step = ((double *)ctx->buffers[1])[0];
  const double *seen = (double *)ctx->buffers[2];
  double *v = (double *)ctx->buffers[3];
  for (annl_i64 i = lo; i < hi; ++i) v[i] = 0.5 * v[i] + step * (double)i + seen[0];
}
"""
# Follows a delayed value of the pre population.
DELAYED = """
static void psp(annl_ctx *ctx, annl_i64 lo, annl_i64 hi) {
  const double *r = (double *)ctx->buffers[0];
  double *sum = (double *)ctx->buffers[1];
  for (annl_i64 i = lo; i < hi; ++i) sum[i] = r[i];
}
"""
# Order matters: a pre event scales, a post event shifts.
PLASTIC = """
static void on_pre(annl_ctx *ctx, const annl_i64 *edges, const annl_row *rows, annl_i64 n_rows) {
  double *w = (double *)ctx->buffers[0];
  double *g = (double *)ctx->buffers[1];
  const annl_i32 *post = (const annl_i32 *)ctx->buffers[2];
  for (annl_i64 n = 0; n < n_rows; ++n) {
    for (annl_i64 k = rows[n].lo; k < rows[n].hi; ++k) {
      const annl_i64 e = edges ? edges[k] : k;
      g[post[e]] += w[e];
      if (ctx->is_plastic) w[e] = 0.75 * w[e] + 0.01 * (double)rows[n].pre_rank;
    }
  }
}
static void on_post(annl_ctx *ctx, annl_i64 lo, annl_i64 hi, annl_i64 post) {
  double *w = (double *)ctx->buffers[0];
  for (annl_i64 e = lo; e < hi; ++e) w[e] += 0.1 + 0.001 * (double)post;
}
"""
# The same events, where all synapses lead to one neuron.
TO_ONE = """
static void on_pre_to_one(annl_ctx *ctx, const annl_i32 *ranks, annl_i64 n_ranks) {
  double *w = (double *)ctx->buffers[0];
  double *g = (double *)ctx->buffers[1];
  for (annl_i64 n = 0; n < n_ranks; ++n) {
    g[0] += w[ranks[n]];
    if (ctx->is_plastic) w[ranks[n]] = 0.75 * w[ranks[n]] + 0.01 * (double)ranks[n];
  }
}
"""
SLOW = """
static void update(annl_ctx *ctx, annl_i64 lo, annl_i64 hi) {
  double *v = (double *)ctx->buffers[0];
  for (annl_i64 n = 0; n < 2000000; ++n) v[lo] = v[lo] * 0.5 + 1.0 + (double)hi;
}
"""
# Overwrites x in each step and reads it again; counts how often a value was stored in its place.
PASSING = """
static void update(annl_ctx *ctx, annl_i64 lo, annl_i64 hi) {
  double *x = (double *)ctx->buffers[0], *stored = (double *)ctx->buffers[1];
  double *v = (double *)ctx->buffers[2];
  for (annl_i64 n = 0; n < ctx->n_pre; ++n) x[lo] = x[lo] * 0.5 + 1.0 + (double)n;
  for (annl_i64 i = lo; i < hi; ++i) {
    x[i] = (double)(ctx->clock->elapsed + i);
    stored[i] += 1.0;
    v[i] += x[i];
  }
}
static void detect(annl_ctx *ctx, annl_i64 lo, annl_i64 hi) {
  const double *x = (const double *)ctx->buffers[0];
  annl_u8 *flags = (annl_u8 *)ctx->buffers[3];
  for (annl_i64 i = lo; i < hi; ++i) flags[i] = (annl_i64)x[i] % 7 == 0;
}
"""
ENGINE_MODULES = {
    "passing": (PASSING, "x stored v flags"),
    "scripted": (SCRIPTED, "script flags"),
    "counting": (COUNTING, "input derived total v"),
    "delayed": (DELAYED, "pre.r sum"),
    "plastic": (PLASTIC, "w g index:post"),
    "to one": (TO_ONE, "w g index:post"),
    "slow": (SLOW, "v"),
}


def module_text(body: str, buffers: str, abi_version: str = "ANNL_ABI_VERSION") -> str:
    """Wrap functions into a module: the header before, the table behind."""
    types, abi = ((CORE / name).read_text() for name in ("annl_types.h", "annl_abi.h"))
    names = buffers.split()
    entries = "".join(f'{{"{name}", ANNL_F64, ANNL_NEURON, ANNL_READ}}, ' for name in names)
    functions = ", ".join(f if f" {f}(" in body else "nullptr" for f in FUNCTIONS)
    return f"""{types}{abi.replace('#include "annl_types.h"', "//")}{body}
static const annl_buffer_entry entries[] = {{{entries}}};
static const annl_module module = {{{abi_version}, "by hand", {len(names)}, entries, {functions}}};
extern "C" const annl_module *annl_module_entry(void) {{ return &module; }}
"""


def build_module(path: Path, text: str) -> Module:
    """Compile `text` to ``path`` and load it."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    assert compiler is not None
    subprocess.run(
        [compiler, *FLAGS, "-x", "c++", "-", "-o", path], input=text, text=True, check=True
    )
    return Module(path)


def buffer_of(values: ArrayLike, dtype: DTypeLike = np.float64) -> tuple[Buffer, NDArray]:
    """A buffer with these values, and the array that shares its memory."""
    values = np.asarray(values, dtype)
    buffer = Buffer(values.nbytes)
    view = np.frombuffer(buffer, dtype).reshape(values.shape)
    view[...] = values
    return buffer, view


@dataclass
class Net:
    """An engine with scripted spikes, as most tests need it."""

    modules: dict[str, Module]
    dt: float = 1.0
    engine: Engine = field(init=False)
    phases: list[dict] = field(default_factory=list)
    flags: list[Buffer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = Engine(self.dt, 1)

    def scripted(self, script: ArrayLike, n_slots: int = 2) -> int:
        """A population that spikes where ``script[step, rank]``; detected at the end."""
        script = np.asarray(script, np.uint8)
        size = script.shape[1]
        flags = Buffer((size + 63) // 64 * 64)
        self.flags.append(flags)
        last_spike, last = buffer_of(np.full(size, -10000), np.int64)
        self.last_spike = last
        number = self.engine.add_population(size, n_slots, flags, last_spike)
        buffers = [buffer_of(script, np.uint8)[0], flags]
        context = self.engine.add_context(self.modules["scripted"], buffers, size)
        self.phases.append({"kind": "detect", "context": context, "population": number})
        return number

    def run(self, n_steps: int, *before: dict) -> None:
        """Install these phases before those of the populations, and run."""
        self.engine.install([*before, *self.phases])
        assert self.engine.run(n_steps) == n_steps
