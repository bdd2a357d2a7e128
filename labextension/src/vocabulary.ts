/**
 * The words of the modelling language, and what they mean.
 *
 * Written by annarchy_lab.lab.assist.generate; do not edit by hand.
 */

import type { BridgeWord } from './messages.js';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Lines `word | insert | kind | form | text | unit | argument: meaning; ...`. */
const table = (text: string): readonly BridgeWord[] =>
  text
    .trim()
    .split('\n')
    .map(line => {
      const [word, insert, kind, form, told, unit = '', rest = ''] = line
        .split('|')
        .map(part => part.trim());
      const args = rest ? rest.split('; ').map(part => part.split(': ')) : [];
      return { word, insert, kind, form, text: told, unit, arguments: args };
    });

/** Words that open a section of a neuron. */
export const NEURON_SECTIONS = words(
  'description reference parameters equations functions spike axon_spike reset axon_reset refractory'
);

/** The same of a synapse. */
export const SYNAPSE_SECTIONS = words(
  'description reference parameters equations functions psp operation pre_spike pre_axon_spike post_spike pruning creating'
);

/** Both. */
export const SECTIONS = words(
  'description reference parameters equations functions spike axon_spike reset axon_reset refractory psp operation pre_spike pre_axon_spike post_spike pruning creating'
);

/** Sections that hold prose, not the language. */
export const PROSE = words('description reference');

/** What is called: functions, distributions, reductions. */
export const FUNCTIONS = words(
  'cos sin tan acos asin atan cosh sinh tanh acosh asinh atanh exp log ln log10 sqrt abs fabs floor ceil round isnan isfinite pos positive neg negative clip modulo pow power ite sum min max mean norm1 norm2 Uniform DiscreteUniform Normal LogNormal Exponential Gamma Binomial'
);

/** Words that may stand behind the colon of a definition. */
export const FLAGS = words(
  'init min max unless_refractory unless_post explicit implicit semiimplicit exponential midpoint rk4 runge-kutta4 event-driven exact local semiglobal postsynaptic global population projection float int bool'
);

/** Words of the grammar. */
export const KEYWORDS = words('if else and or not is');

/** How the contributions of a dendrite are joined. */
export const OPERATIONS = words('sum max min mean');

/** Names with a meaning of their own: time, and what never changes. */
export const ATOMS = words('t dt t_last t_pre t_post pi True False');

/** The words of `SECTIONS`. */
export const SECTION_WORDS = table(`
description | description: | section | description | one sentence about the model; a docstring says the same |  |
reference | reference: | section | reference | the paper that describes it |  |
parameters | parameters: | section | parameters | name = value in lo..hi  # meaning (unit) |  |
equations | equations: | section | equations | assignments and ODEs; options behind a colon |  |
functions | functions: | section | functions | f(x) = expression, one per line |  |
spike | spike: | section | spike | condition of a spike; without it the neuron is rate-coded |  |
axon_spike | axon_spike: | section | axon_spike | condition of an additional spike of the axon |  |
reset | reset: | section | reset | what happens at a spike |  |
axon_reset | axon_reset: | section | axon_reset | what happens at a spike of the axon |  |
refractory | refractory: | section | refractory | how long nothing else happens after a spike (ms) |  |
psp | psp: | section | psp | what a synapse transmits; default w * pre.r |  |
operation | operation: | section | operation | how contributions are joined: sum, max, min or mean |  |
pre_spike | pre_spike: | section | pre_spike | what happens when a spike arrives; default g_target += w |  |
pre_axon_spike | pre_axon_spike: | section | pre_axon_spike | what happens when a spike of the axon arrives |  |
post_spike | post_spike: | section | post_spike | what happens when the post-synaptic neuron spikes |  |
pruning | pruning: | section | pruning | condition : proba=1.0, when a synapse goes |  |
creating | creating: | section | creating | condition : proba=1.0, w=0.0, d=1.0, when a synapse comes |  |
`);

/** The words of `FUNCTIONS`. */
export const FUNCTION_WORDS = table(`
cos | cos | function | cos(x) | cosine, x in radians |  | x: the number
sin | sin | function | sin(x) | sine, x in radians |  | x: the number
tan | tan | function | tan(x) | tangent, x in radians |  | x: the number
acos | acos | function | acos(x) | inverse of the cosine, in radians |  | x: the number
asin | asin | function | asin(x) | inverse of the sine, in radians |  | x: the number
atan | atan | function | atan(x) | inverse of the tangent, in radians |  | x: the number
cosh | cosh | function | cosh(x) | hyperbolic cosine |  | x: the number
sinh | sinh | function | sinh(x) | hyperbolic sine |  | x: the number
tanh | tanh | function | tanh(x) | hyperbolic tangent |  | x: the number
acosh | acosh | function | acosh(x) | inverse of the hyperbolic cosine |  | x: the number
asinh | asinh | function | asinh(x) | inverse of the hyperbolic sine |  | x: the number
atanh | atanh | function | atanh(x) | inverse of the hyperbolic tangent |  | x: the number
exp | exp | function | exp(x) | e to the power of x |  | x: the number
log | log | function | log(x) | natural logarithm |  | x: the number
ln | ln | function | ln(x) | natural logarithm, as log |  | x: the number
log10 | log10 | function | log10(x) | logarithm to base 10 |  | x: the number
sqrt | sqrt | function | sqrt(x) | square root |  | x: the number
abs | abs | function | abs(x) | absolute value |  | x: the number
fabs | fabs | function | fabs(x) | absolute value, as abs |  | x: the number
floor | floor | function | floor(x) | largest integer not above x |  | x: the number
ceil | ceil | function | ceil(x) | smallest integer not below x |  | x: the number
round | round | function | round(x) | nearest integer, halves away from zero |  | x: the number
isnan | isnan | function | isnan(x) | whether x is not a number |  | x: the number
isfinite | isfinite | function | isfinite(x) | whether x is neither infinite nor not a number |  | x: the number
pos | pos | function | pos(x) | positive part: x above zero, else 0 |  | x: the number
positive | positive | function | positive(x) | positive part, as pos |  | x: the number
neg | neg | function | neg(x) | negative part: x below zero, else 0 |  | x: the number
negative | negative | function | negative(x) | negative part, as neg |  | x: the number
clip | clip | function | clip(x, low, high) | x kept between two bounds |  | x: the number; low: nothing below it; high: nothing above it
modulo | modulo | function | modulo(a, b) | remainder of integer division, with the sign of a |  | a: dividend, its fraction cut off; b: divisor, its fraction cut off
pow | pow | function | pow(x, y) | x to the power of y |  | x: base; y: exponent, any number
power | power | function | power(x, n) | x to the power of an integer, by repeated products |  | x: base; n: exponent, an integer of at least 1
ite | ite | function | ite(condition, a, b) | a if the condition holds, else b |  | condition: true or false; a: the value if it is true; b: the value otherwise
sum | sum | function | sum(target) | weighted sum of a target's inputs |  | target: name of the target, such as exc, or nothing for all
min | min | function | min(name) | smallest value over the whole population |  | name: one local attribute, in a synapse pre.name or post.name
max | max | function | max(name) | largest value over the whole population |  | name: one local attribute, in a synapse pre.name or post.name
mean | mean | function | mean(name) | mean over the whole population |  | name: one local attribute, in a synapse pre.name or post.name
norm1 | norm1 | function | norm1(name) | sum of the absolute values over the whole population |  | name: one local attribute, in a synapse pre.name or post.name
norm2 | norm2 | function | norm2(name) | root of the sum of squares over the whole population |  | name: one local attribute, in a synapse pre.name or post.name
Uniform | Uniform | distribution | Uniform(min, max) | random number between two ends, all equally likely |  | min: lower end; max: upper end
DiscreteUniform | DiscreteUniform | distribution | DiscreteUniform(min, max) | random integer between two ends, both included |  | min: smallest integer; max: largest integer
Normal | Normal | distribution | Normal(mu, sigma[, min, max]) | normally distributed random number |  | mu: mean; sigma: standard deviation, at least 0; min: values below are set to it; max: values above are set to it
LogNormal | LogNormal | distribution | LogNormal(mu, sigma[, min, max]) | random number with a normally distributed logarithm |  | mu: mean of the logarithm; sigma: standard deviation of the logarithm, at least 0; min: values below are set to it; max: values above are set to it
Exponential | Exponential | distribution | Exponential(lambda[, min, max]) | exponentially distributed random number |  | lambda: rate, so that the mean is 1/lambda; min: values below are set to it; max: values above are set to it
Gamma | Gamma | distribution | Gamma(alpha, beta[, min, max]) | gamma-distributed random number |  | alpha: shape; beta: scale; min: values below are set to it; max: values above are set to it
Binomial | Binomial | distribution | Binomial(n, p) | random number of successes in n trials |  | n: number of trials; p: probability of success in one trial
`);

/** The words of `FLAGS`. */
export const FLAG_WORDS = table(`
init | init= | flag | init=0.0 | value at the start and after reset |  |
min | min= | flag | min=0.0 | lower bound, kept after each step |  |
max | max= | flag | max=1.0 | upper bound, kept after each step |  |
unless_refractory | unless_refractory | flag | unless_refractory | accepted; every equation pauses then anyway |  |
unless_post | unless_post | flag | unless_post | not if both neurons spiked in the same step |  |
explicit | explicit | method | explicit | Euler's method, from old values |  |
implicit | implicit | method | implicit | backward Euler; solved for the new value |  |
semiimplicit | semiimplicit | method | semiimplicit | Euler's method, stable for linear decay |  |
exponential | exponential | method | exponential | exact while the input is constant; linear equations only |  |
midpoint | midpoint | method | midpoint | Runge-Kutta method of second order |  |
rk4 | rk4 | method | rk4 | Runge-Kutta method of fourth order |  |
runge-kutta4 | runge-kutta4 | method | runge-kutta4 | as rk4 |  |
event-driven | event-driven | method | event-driven | integrated at spikes only; linear equations of spiking synapses |  |
exact | exact | method | exact | old word for event-driven |  |
local | local | locality | local | one value per neuron or synapse |  |
semiglobal | semiglobal | locality | semiglobal | one value per post-synaptic neuron |  |
postsynaptic | postsynaptic | locality | postsynaptic | as semiglobal |  |
global | global | locality | global | one value for all |  |
population | population | locality | population | one value per population |  |
projection | projection | locality | projection | one value per projection |  |
float | float | type | float | a real number |  |
int | int | type | int | an integer, fractions cut off |  |
bool | bool | type | bool | True or False |  |
`);

/** Time, and the grammar. */
export const OTHER_WORDS = table(`
t | t | constant | t | time at the beginning of the step | ms |
dt | dt | constant | dt | length of a step | ms |
t_last | t_last | constant | t_last | time of the neuron's last spike | ms |
t_pre | t_pre | constant | t_pre | time of the last spike of the pre-neuron | ms |
t_post | t_post | constant | t_post | time of the last spike of the post-neuron | ms |
pi | pi | constant | pi | 3.14159... |  |
if | if | keyword | if | if condition: a else: b |  |
else | else | keyword | else | if condition: a else: b |  |
and | and | keyword | and | both hold |  |
or | or | keyword | or | at least one holds |  |
not | not | keyword | not | does not hold |  |
is | is | keyword | is | equals |  |
True | True | keyword | True | the truth |  |
False | False | keyword | False | the opposite of True |  |
`);
