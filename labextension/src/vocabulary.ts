/**
 * The words of the modelling language, as the highlighter needs them.
 *
 * The kernel package owns them (`language/vocabulary.py` and the sections of model cells); a test
 * of the kernel package compares the two lists, so a word added there and forgotten here fails.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words that open a section of a model cell. */
export const SECTIONS = words(
  'description reference parameters equations functions spike axon_spike reset axon_reset refractory psp operation pre_spike post_spike pre_axon_spike pruning creating'
);

/** Sections that hold prose, not the language. */
export const PROSE = words('description reference');

/** Built-in functions, distributions and reductions: highlighted where they are called. */
export const FUNCTIONS = words(
  'cos sin tan acos asin atan cosh sinh tanh asinh acosh atanh exp log ln log10 sqrt abs fabs floor ceil isnan isfinite pos positive neg negative round modulo pow power clip ite sum min max mean norm1 norm2 Uniform DiscreteUniform Normal LogNormal Exponential Gamma Binomial'
);

/** Words that may stand behind the colon of a definition. */
export const FLAGS = words(
  'init min max explicit implicit semiimplicit exponential midpoint rk4 runge-kutta4 event-driven exact local semiglobal global postsynaptic population projection int bool float unless_refractory unless_post'
);

/** Words of the grammar. */
export const KEYWORDS = words('if else and or not is');

/** How the contributions of a dendrite are joined. */
export const OPERATIONS = words('sum max min mean');

/** Names with a meaning of their own: time, and what never changes. */
export const ATOMS = words('t dt t_last t_pre t_post pi True False');
