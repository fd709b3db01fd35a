"""A frozen class of certbind is the standard library's, but for when its methods are written."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from certbind.values import dataclass, field, fields, replace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ours(Generic[T]):
    """A value with all that ours have."""

    first: T
    second: int = 2
    many: list[int] = field(default_factory=list)
    hidden: str = field(default="h", compare=False, repr=False)
    of_all: ClassVar[int] = 5

    def __post_init__(self) -> None:
        if self.second < 0:
            raise ValueError("negative")


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs(Generic[T]):
    """The same."""

    first: T
    second: int = 2
    many: list[int] = dataclasses.field(default_factory=list)
    hidden: str = dataclasses.field(default="h", compare=False, repr=False)
    of_all: ClassVar[int] = 5


@dataclass(frozen=True, slots=True)
class Plain:
    """A value as nearly all are: names, some with a value, and nothing else."""

    first: str
    second: int = 2
    many: tuple[int, ...] = ()
    of_all: ClassVar[int] = 5


@dataclasses.dataclass(frozen=True, slots=True)
class TheirPlain:
    """The same."""

    first: str
    second: int = 2
    many: tuple[int, ...] = ()
    of_all: ClassVar[int] = 5


@dataclass(frozen=True, slots=True)
class Nothing:
    """Of no field."""


@dataclass(frozen=True, slots=True)
class Further(Ours[T]):
    """More of it."""

    third: int = 3


@dataclass(frozen=True, slots=True)
class OwnWays:
    """Says itself how it looks, and what it is alike to."""

    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnWays)

    def __hash__(self) -> int:
        return 7


def fresh() -> type[Any]:
    """One of which nothing was used."""

    @dataclass(frozen=True, slots=True)
    class Fresh:
        """A value."""

        name: str
        size: int = 1

    return Fresh


@pytest.mark.parametrize(
    "use",
    [
        lambda made, _: repr(made),
        lambda made, _: made.of_all,
        lambda made, cls: made == cls("a", 2, []),
        lambda made, cls: made == cls("a", 2, [], "other"),
        lambda made, cls: made == cls("b"),
        lambda made, _: made == "a",
        lambda made, cls: hash(dataclasses.replace(made, many=())) == hash(cls("a", 2, ())),
        lambda made, _: repr(replace(made, second=9)),
        lambda made, _: [one.name for one in fields(made)],
        lambda _, cls: [one.name for one in fields(cls)],
        lambda made, cls: copy.copy(made) == made == copy.deepcopy(made) == cls("a"),
        lambda made, _: pickle.loads(pickle.dumps(made)) == made,  # noqa: S301 - our own
        lambda _, cls: cls.__match_args__,
        lambda _, cls: sorted(cls.__slots__),
        lambda _, cls: str(inspect.signature(cls)),
        lambda made, _: dataclasses.asdict(made),
        lambda made, _: dataclasses.is_dataclass(made),
        lambda made, _: hasattr(made, "__dict__"),
    ],
)
def test_it_does_what_the_standard_library_s_does(use: Callable[[Any, type[Any]], Any]) -> None:
    ours, theirs = use(Ours("a"), Ours), use(Theirs("a"), Theirs)
    assert str(ours).replace("Ours", "Theirs") == str(theirs)


@pytest.mark.parametrize(
    "use",
    [
        lambda cls: cls("a"),
        lambda cls: cls("a", many=(1,), second=3),
        lambda cls: cls("a", 3, (1,)) == cls(first="a", second=3, many=(1,)) != cls("a"),
        lambda cls: replace(cls("a"), second=4),
        inspect.signature,
        lambda cls: cls.__init__.__annotations__,
        lambda cls: cls.__init__.__qualname__,
        lambda cls: cls.__init__(cls("a"), "b"),
        lambda cls: raised(cls, second=1),
        lambda cls: raised(cls, "a", 1, (), "more"),
        lambda cls: raised(cls, "a", other=1),
    ],
)
def test_a_plain_one_is_made_as_the_standard_library_makes_it(
    use: Callable[[type[Any]], Any],
) -> None:
    ours, theirs = use(Plain), use(TheirPlain)
    assert str(ours).replace("Plain", "TheirPlain") == str(theirs)


def test_a_plain_one_sets_its_slots_itself() -> None:
    """Not by `object.__setattr__`, which looks each up by its name."""
    assert "__setattr__" not in Plain.__init__.__code__.co_names
    assert "__setattr__" in TheirPlain.__init__.__code__.co_names
    assert Nothing() == Nothing()


def raised(cls: type[Any], *given: object, **named: object) -> str:
    """Of what is given wrongly."""
    with pytest.raises(TypeError) as told:
        cls(*given, **named)
    return str(told.value)


def test_nothing_is_written_before_it_is_used() -> None:
    cls = fresh()
    assert not inspect.isfunction(vars(cls)["__init__"])
    assert cls("a").size == 1
    assert inspect.isfunction(vars(cls)["__init__"])
    assert not inspect.isfunction(vars(cls)["__eq__"])
    assert cls("a") == cls("a")
    for name in ("__eq__", "__hash__", "__repr__"):
        assert inspect.isfunction(vars(cls)[name])


@pytest.mark.parametrize("first", [fields, lambda cls: cls("a"), lambda cls: cls.__match_args__])
def test_whatever_is_used_first(first: Callable[[type[Any]], Any]) -> None:
    cls = fresh()
    first(cls)
    assert cls("a") == cls("a", 1) != cls("a", 2)


def test_none_can_be_changed() -> None:
    made = Ours("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'second'"):
        made.second = 3  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'second'"):
        del made.second
    with pytest.raises(ValueError, match="negative"):
        Ours("a", -1)
    with pytest.raises(TypeError, match="first"):
        Ours()  # type: ignore[call-arg]


def test_one_that_is_made_of_another() -> None:
    made = Further("a", third=4)
    assert repr(made) == "Further(first='a', second=2, many=[], third=4)"
    assert vars(Further)["__slots__"] == ("third",)
    assert made != Ours("a")
    match made:
        case Further(first, second, _, _, third):
            assert (first, second, third) == ("a", 2, 4)


def test_what_the_author_wrote_stays() -> None:
    assert repr(OwnWays("a")) == "<a>"
    assert OwnWays("a") == OwnWays("b")
    assert hash(OwnWays("a")) == 7


def test_every_other_form_is_the_standard_library_s() -> None:
    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """Can be sorted."""

        size: int

    @dataclass
    class Loose:
        """Can be changed."""

        size: int = 1

    assert Ordered(1) < Ordered(2)
    loose = Loose()
    loose.size = 2
    assert loose == Loose(2)
