"""Whatever name a user gives, it is a name and nothing else once it meets a compiler."""

from annarchy_lab.language.declare import Neuron, Synapse

# Words of C and C++, macros of common headers, what generated code uses itself, near misses.
NAMES = """
int double float bool char void class struct template typename new delete this operator auto
while for switch case default goto return signed unsigned static const volatile inline nullptr
NULL INFINITY NAN M_PI EOF I complex linux unix errno stdin main real ctx core lo hi base lane
row block first last e k post_ annl annl_x annl_i32 ANNL_FRAME __x _ _x x__y x_ X x next stage
value buffers clock edges result lanes target_ stream spiked draw
""".split()  # noqa: SIM905 - read as a list


def test_odd_names(sketch, trace):
    equations = [f"{name} = {name} + {position}.0" for position, name in enumerate(NAMES)]
    neuron = Neuron("", "\n".join([*equations, f"r = {' + '.join(NAMES[:20])}"]), name="Odd")
    net = sketch()
    net.population("int x;", 2, neuron)
    found = trace(net.load(), 2, *(f"int x;.{name}" for name in NAMES), "int x;.r")
    for position, name in enumerate(NAMES):
        assert found[f"int x;.{name}"][1].tolist() == [2.0 * position] * 2, name
    assert found["int x;.r"][1].tolist() == [2.0 * sum(range(20))] * 2


def test_odd_names_of_synapses(sketch, trace):
    odd = [*NAMES[20:40], *NAMES[-12:], "index"]
    equations = "\n".join(f"{name} = pre.r + {position}" for position, name in enumerate(odd))
    net = sketch()
    net.population("pop", 2, Neuron("", "r = 1.0 + sum(void)"))
    synapse = Synapse("", equations, psp=f"w * ({' + '.join(odd[:9])})", name="while")
    net.projection("pop", "pop", synapse, name='quote"\\', targets=("void",))
    found = trace(net.load(), 1, *(f'quote"\\.{name}' for name in odd))
    for position, name in enumerate(odd):
        assert (found[f'quote"\\.{name}'] == 1.0 + position).all(), name
