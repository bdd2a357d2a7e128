/* annl_abi.h: the contract between a generated module and the core.
 *
 * The text of this header is pasted into every generated module, so a module includes nothing.  A module
 * is the code of one neuron or synapse model in one context (storage order, localities, dtypes); sizes,
 * connectivity, parameter values, delays, dt, seeds and threads are data that arrive through `annl_ctx`.
 *
 * A module exports exactly one symbol, `annl_module_entry`, imports none, keeps no state, allocates
 * nothing, never blocks and keeps no pointer after a call returns.
 *
 * Version 10.  Any change of a struct or of a meaning raises ANNL_ABI_VERSION.
 */
#ifndef ANNL_ABI_H
#define ANNL_ABI_H
#include "annl_types.h" /* cut when pasted: annl_types.h is pasted before */

#define ANNL_ABI_VERSION 10u

/* dtype of a buffer's elements */
enum { ANNL_BOOL = 0, ANNL_I32 = 1, ANNL_F32 = 2, ANNL_F64 = 3, ANNL_I64 = 4, ANNL_U64 = 5 };

/* extent: how many elements a buffer has, and by what they are indexed */
enum {
  ANNL_SCALAR = 0, /* one */
  ANNL_NEURON = 1, /* one per neuron of the module's own population (rank) */
  ANNL_PRE = 2,    /* one per neuron of the pre-synaptic population (pre_rank) */
  ANNL_POST = 3,   /* one per neuron of the post-synaptic population (post_rank) */
  ANNL_EDGE = 4,   /* one per edge, in the projection's storage order */
  ANNL_INDEX = 5,  /* structural: row pointers, ranks of the other side */
  ANNL_LATE = 6    /* a pointer for each delay of the projection, to the values that are seen with it */
};

/* access: what the module's functions do with a buffer */
enum { ANNL_READ = 1, ANNL_WRITE = 2 };

/* One line of the module's attribute table; `annl_ctx.buffers` follows its order. */
typedef struct annl_buffer_entry {
  const char *name; /* "v", "pre.r", "post.g_exc", "stream:equations.I.0", "index:post_of_edge" */
  annl_i32 dtype;
  annl_i32 extent;
  annl_i32 access;
} annl_buffer_entry;

/* The time of the step that is being computed.  Each thread has its own. */
typedef struct annl_clock {
  double t;         /* ms, step * dt */
  double dt;        /* ms; several steps in equations that run every so many steps */
  annl_i64 step;    /* settable step counter behind t */
  annl_i64 elapsed; /* steps executed since compile or reset: the clock of events */
  annl_u64 rng_step; /* steps executed since the seed was set */
  annl_u64 seed;    /* of the network */
  double step_ms;   /* from one step to the next */
} annl_clock;

/* What the core offers to modules.  A block is 256 elements; see docs/exactness.md, section 2. */
typedef struct annl_core {
  void (*uniform_f64)(double *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
  void (*normal_f64)(double *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
  void (*uniform_f32)(float *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
  void (*normal_f32)(float *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
  /* of the elements first to last - 1 of a block those that marks[0], marks[1], ... ask for; others stay as they are */
  void (*uniform_marked_f64)(double *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                             annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*uniform_marked_f32)(float *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                             annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  /* one element, equal to what the block functions give for it */
  double (*uniform_f64_at)(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step);
  double (*normal_f64_at)(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step);
  float (*uniform_f32_at)(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step);
  float (*normal_f32_at)(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step);
  /* Gamma, Binomial and DiscreteUniform of some elements of a block, in out256[first ... last - 1] */
  void (*gamma_f64)(double *out256, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed,
                    annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*gamma_f32)(float *out256, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed,
                    annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*binomial)(annl_i32 *out256, annl_i64 first, annl_i64 last, annl_i32 n, double p, annl_u64 seed,
                   annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*discrete)(annl_i32 *out256, annl_i64 first, annl_i64 last, annl_i32 least, annl_i32 most, annl_u64 seed,
                   annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  /* one element of them */
  double (*gamma_f64_at)(double shape, double scale, annl_u64 seed, annl_u64 stream, annl_u64 element,
                         annl_u64 rng_step);
  float (*gamma_f32_at)(double shape, double scale, annl_u64 seed, annl_u64 stream, annl_u64 element,
                        annl_u64 rng_step);
  annl_i32 (*binomial_at)(annl_i32 n, double p, annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u64 rng_step);
  annl_i32 (*discrete_at)(annl_i32 least, annl_i32 most, annl_u64 seed, annl_u64 stream, annl_u64 element,
                          annl_u64 rng_step);
  /* rarer functions, through the C library; index = enum annl_libm of annl_math.h */
  double (*const *libm)(double);
} annl_core;

/* Everything a module function works on.  One per thread; `buffers` is in attribute-table order. */
typedef struct annl_ctx {
  void **buffers;
  const annl_clock *clock;
  const annl_core *core;
  annl_i64 size;   /* neurons of the population; for a synapse module: edges */
  annl_i64 n_pre;  /* synapse modules only */
  annl_i64 n_post; /* synapse modules only */
  annl_i32 is_plastic; /* synapse modules only: assignments to w take effect */
  annl_i64 emitted;    /* on_pre only: the (executed) step in which the spike was emitted */
} annl_ctx;

/* What one arriving spike reaches: entries lo..hi, a part of the row of `pre_rank`. */
typedef struct annl_row {
  annl_i64 lo;
  annl_i64 hi;
  annl_i64 pre_rank;
} annl_row;

/* Functions are present or null.  [lo, hi) is a range of ranks: of the population, or of post_ranks. */
typedef struct annl_module {
  annl_u32 abi_version;
  const char *fingerprint;
  annl_i32 n_buffers;
  const annl_buffer_entry *buffers;

  void (*prepare)(annl_ctx *ctx);       /* derived constants; run before the first step after each edge,
                                           and when a timetable has set one that they derive from */
  void (*update_global)(annl_ctx *ctx); /* global variables; once per step, before `update` */
  void (*update)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi); /* local equations of neurons */
  void (*detect)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi); /* sets spike flags, counts refractoriness */
  void (*psp)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi);    /* sums over dendrites, added to the target buffer */
  /* Spikes that were emitted in one step arrive, in the order of `rows`.  `edges` maps entries to edge positions where
     storage is post-major; it is null where storage is pre-major (positions are the entries themselves). */
  void (*on_pre)(annl_ctx *ctx, const annl_i64 *edges, const annl_row *rows, annl_i64 n_rows);
  /* One emitted spike of a post neuron: edges lo..hi are its dendrite (storage is post-major). */
  void (*on_post)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi, annl_i64 post_rank);
  void (*semiglobal)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi); /* once per dendrite, post ranks lo..hi */
  void (*synapse)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi);    /* per-step equations, dendrites of post ranks lo..hi */
  void (*stop)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi);       /* flags the neurons in which the stop condition holds */

  /* Rules by which edges come and go (storage is post-major).  marks[edge] = whether the edge goes: */
  void (*pruning)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi, annl_u8 *marks); /* dendrites of post ranks lo..hi */
  /* marks[pre_rank] = whether there shall be an edge, for pre ranks lo..hi of one post neuron: */
  void (*creating)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi, annl_i64 post_rank, annl_u8 *marks);
  /* edges[lo..hi) are new: their values, where these are not the same for all new edges. */
  void (*created)(annl_ctx *ctx, const annl_i64 *edges, annl_i64 lo, annl_i64 hi);

  /* The same as `on_pre` for arriving axonal spikes. */
  void (*on_axon)(annl_ctx *ctx, const annl_i64 *edges, const annl_row *rows, annl_i64 n_rows);

  /* What follows the spikes (the axonal spikes) of some neurons, in this order. */
  void (*reset)(annl_ctx *ctx, const annl_i32 *ranks, annl_i64 n_ranks);
  void (*axon_reset)(annl_ctx *ctx, const annl_i32 *ranks, annl_i64 n_ranks);

  /* Of a synapse module, for what is stored once per pre neuron: what its spikes do once when they arrive, before
     `on_pre`; and equations, pre ranks lo..hi. */
  void (*on_pre_once)(annl_ctx *ctx, const annl_i32 *ranks, annl_i64 n_ranks);
  void (*update_pre)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi);

  /* In the place of `on_pre`, where there is one post neuron and edge k comes from pre neuron k: what spikes of some pre
     neurons do that were emitted in one step, in this order. */
  void (*on_pre_to_one)(annl_ctx *ctx, const annl_i32 *ranks, annl_i64 n_ranks);

  /* The same as `synapse` for a step behind which nobody looks: what the next step overwrites is not stored. */
  void (*synapse_unseen)(annl_ctx *ctx, annl_i64 lo, annl_i64 hi);
} annl_module;

#endif
