"""Our dataclasses do what the standard ones do."""

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, field, fields, make_dataclass
from importlib import import_module
from math import nan
from pkgutil import walk_packages

import pytest

import annarchy_lab
from annarchy_lab.lightweight import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    rank: int = 0
    note: str = field(default="", compare=False, repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class StandardPlace:
    name: str
    rank: int = 0
    note: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Named(Place):
    title: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    pass


@dataclass(frozen=True, slots=True)
class One:
    value: object


def test_text_and_hash_are_those_of_the_standard_library():
    ours, standard = Place("v", 3, "x"), StandardPlace("v", 3, "x")
    assert repr(ours) == repr(standard).replace("StandardPlace", "Place")
    assert hash(ours) == hash(standard)
    assert [each.name for each in dataclasses.fields(Place)] == ["name", "rank", "note"]
    assert Place.__match_args__ == StandardPlace.__match_args__
    assert not hasattr(ours, "__dict__")


def test_objects_are_compared_by_class_and_by_values():
    assert Place("v", note="left out") == Place("v")
    assert len({Place("v"), Place("v"), Place("u")}) == 2
    assert Place("v") != Place("v", 1)
    assert Place("v") != StandardPlace("v")
    assert Place("v") != Named("v")
    assert Named("v", title="a") != Named("v", title="b")
    assert Empty() == Empty()
    assert hash(Empty()) == hash(())


def test_one_value_is_compared_as_a_tuple_of_one():
    assert One(nan) == One(nan)  # the same object, as in any tuple
    assert hash(One("a")) == hash(("a",))


def test_copies_are_equal():
    place = Named("v", 2, "x", "t")
    assert pickle.loads(pickle.dumps(place)) == place
    assert copy.deepcopy(place) == place
    assert dataclasses.replace(place, rank=5) == Named("v", 5, "x", "t")
    assert dataclasses.asdict(place) == {"name": "v", "rank": 2, "note": "x", "title": "t"}


def test_what_is_frozen_refuses_to_be_changed():
    place = Place("v")
    with pytest.raises(FrozenInstanceError):
        place.rank = 1
    with pytest.raises(FrozenInstanceError):
        del place.rank


def test_what_changes_has_no_hash():
    @dataclass(slots=True)
    class Counter:
        value: int = 0

    counter = Counter()
    counter.value += 1
    assert counter == Counter(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(counter)


def test_options_leave_out_methods():
    @dataclass(frozen=True, slots=True, eq=False, repr=False)
    class Handle:
        value: int

    assert Handle(1) != Handle(1)
    assert len({Handle(1), Handle(1)}) == 2
    assert "object at" in repr(Handle(1))


def test_methods_of_the_class_itself_stay():
    @dataclass(frozen=True, slots=True)
    class Own:
        value: int

        def __repr__(self):
            return "own"

        def __eq__(self, other):
            return True

        def __hash__(self):
            return 7

    assert repr(Own(1)) == "own"
    assert Own(1) == Own(2)
    assert hash(Own(1)) == 7


def test_an_object_within_itself_has_an_end():
    @dataclass(slots=True, eq=False)
    class Loop:
        inner: object = None

    loop = Loop()
    loop.inner = loop
    assert repr(loop).endswith("Loop(inner=...)")


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize("slots", [False, True])
def test_constructors_take_what_those_of_the_standard_library_take(frozen, slots):
    def declare(decorator):
        @decorator(frozen=frozen, slots=slots)
        class Trace:
            name: str
            gain: float = 2.0
            samples: list = field(default_factory=list)
            last: int = field(default=-1, init=False)
            marks: set = field(default_factory=set, init=False)
            window: int = field(init=False)
            unit: str = field(kw_only=True)
            is_on: bool = field(default=True, kw_only=True)
            notes: list = field(default_factory=list, kw_only=True)
            rank: int = 0

            def __post_init__(self):
                object.__setattr__(self, "window", len(self.samples))

        return Trace

    ours, standard = declare(dataclass), declare(dataclasses.dataclass)
    for given in ({}, {"gain": 3.0}, {"samples": [1, 2]}, {"is_on": False, "notes": ["a"]}):
        assert repr(ours("v", unit="mV", **given)) == repr(standard("v", unit="mV", **given))
    assert repr(ours("v", 1.0, [4], 2, unit="")) == repr(standard("v", 1.0, [4], 2, unit=""))
    assert ours("v", unit="").samples is not ours("u", unit="").samples
    assert ours("v", unit="").notes is not ours("u", unit="").notes
    assert str(inspect.signature(ours)) == str(inspect.signature(standard))
    with pytest.raises(TypeError, match=r"__init__\(\) missing 1 required .* argument: 'name'"):
        ours(unit="mV")
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'unit'"):
        ours("v")
    with pytest.raises(TypeError, match="takes from 2 to 5 positional arguments but 6"):
        ours("v", 1.0, [4], 2, "mV")
    with pytest.raises(TypeError, match="unexpected keyword argument 'last'"):
        ours("v", unit="mV", last=3)


def test_classes_that_share_a_template_keep_their_names():
    @dataclass(frozen=True, slots=True)
    class Span:
        start: int
        stop: int

    @dataclass(frozen=True, slots=True)
    class Pair:
        pre: int
        post: int

    assert (Span(start=1, stop=2), Pair(pre=3, post=4)) == (Span(1, 2), Pair(3, 4))
    assert Span.__init__.__code__ is not Pair.__init__.__code__


def test_a_field_without_a_default_after_one_with_it_is_refused():
    with pytest.raises(TypeError, match="'second' has no default"):

        @dataclass(frozen=True)
        class Wrong:
            first: int = 0
            second: int


def test_the_constructor_of_the_class_itself_stays():
    @dataclass(frozen=True, slots=True, init=False)
    class Doubled:
        value: int

        def __init__(self, value):
            object.__setattr__(self, "value", 2 * value)

    assert Doubled(2).value == 4


def constructed_classes():
    """Yield the package's dataclasses that do not write their constructors themselves."""
    for module in walk_packages(annarchy_lab.__path__, "annarchy_lab."):
        if module.name == "annarchy_lab._build_hook":  # it needs the tools that build
            continue
        for found in vars(import_module(module.name)).values():
            is_own = isinstance(found, type) and found.__module__ == module.name
            if not is_own or "__dataclass_fields__" not in vars(found):
                continue
            if "def __init__" not in inspect.getsource(found):
                yield found


def standard(found):
    """Return a dataclass of the standard library with the same fields."""
    options = ("default", "default_factory", "init", "kw_only")
    declared = []
    for each in fields(found):
        given = {name: getattr(each, name) for name in options}
        declared.append((each.name, each.type, field(**given)))
    return make_dataclass(found.__name__, declared)


def test_every_constructor_of_the_package_is_that_of_the_standard_library():
    every = list(constructed_classes())
    assert len(every) > 250
    for found in every:
        assert str(inspect.signature(found)) == str(inspect.signature(standard(found))), found
        assert found.__match_args__ == standard(found).__match_args__
