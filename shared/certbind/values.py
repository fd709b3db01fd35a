"""`dataclass` as the standard library has it, whose methods are written when they are first used.

Writing the methods of a frozen class takes half a millisecond, and there are hundreds: a third of
what a function spent before it worked, most of it on classes that the invocation never makes. So
`dataclass(frozen=True, slots=True)` makes the class alone. When one of its methods is asked for,
the standard library writes it. Every other form is the standard library's at once.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, field, fields, replace
from dataclasses import dataclass as _standard
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "field", "fields", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: Any = None, /, **options: bool) -> Any:
        """See dataclasses.dataclass."""
        if cls is None and options == {"frozen": True, "slots": True}:
            return _made
        return _standard(cls, **options)


_TO_MAKE = ("__init__", "__dataclass_fields__", "__match_args__")
_TO_COMPARE = ("__repr__", "__eq__", "__hash__", "__dataclass_params__")
"""Half of the classes are only made: their other methods wait on."""


def _made(cls: type[Any]) -> type[Any]:
    """The class with slots for its fields. Defaults are in __init__, once that is written."""
    given = {name: it for name, it in vars(cls).items() if name not in _OF_NO_SLOTS}
    names = [name for name, said in given.get("__annotations__", {}).items() if _is_field(said)]
    inherited = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
    content = {name: it for name, it in given.items() if name not in names}
    content["__slots__"] = tuple(name for name in names if name not in inherited)
    together = (
        _Methods(_TO_MAKE, given, {"repr": False, "eq": False}),
        _Methods(_TO_COMPARE, given, {"init": False, "match_args": False}),
    )
    for methods in together:
        lacking = (name for name in methods.names if content.get(name) is None)
        content.update({name: _Later(name, methods) for name in lacking})
    owner = type(cls.__name__, cls.__bases__, {**_AT_ONCE, **content})
    for methods in together:
        methods.owner = owner
    return owner


_OF_NO_SLOTS = ("__dict__", "__weakref__")


def _is_field(annotation: str) -> bool:
    """Annotations are texts: every module says `from __future__ import annotations`."""
    return not annotation.startswith("ClassVar")


class _Methods:
    """names: those of `owner` that are written together, by the standard library's `options`. Two
    threads may both write them: they are the same.
    """

    __slots__ = ("_given", "_options", "names", "owner")

    def __init__(
        self, names: tuple[str, ...], given: dict[str, Any], options: dict[str, bool]
    ) -> None:
        self.names = names
        self._given = given
        self._options = options
        self.owner: type[Any] = object

    def write(self) -> None:
        """From a twin without slots, which is then forgotten."""
        owner = self.owner
        copied = type(owner.__name__, owner.__bases__, dict(self._given))
        is_ours = "__init__" in self.names and _is_plain(self._given, owner)
        options = {**self._options, "init": False} if is_ours else self._options
        twin: type[Any] = _standard(frozen=True, **options)(copied)
        written = dict(vars(twin))
        if is_ours:
            written["__init__"] = _init(owner, fields(twin))
        for name in self.names:
            if isinstance(vars(owner).get(name), _Later):
                setattr(owner, name, written[name])


def _is_plain(given: dict[str, Any], owner: type[Any]) -> bool:
    """Whether each field is a name alone or with a value, and nothing follows when all are set."""
    is_plain = not any(isinstance(it, Field) for it in given.values())
    return is_plain and owner.__bases__ == (object,) and "__post_init__" not in given


def _init(owner: type[Any], found: tuple[Field[Any], ...]) -> Any:
    """By the slots themselves: the standard library asks `object` to look each up by its name,
    which takes twice as long, and a sweep makes a dozen values of each address.
    """
    scope, taken, lines = dict[str, Any](), list[str](), list[str]()
    for one in found:
        scope[f"_set_{one.name}"] = vars(owner)[one.name].__set__
        scope[f"_default_{one.name}"] = one.default
        taken.append(one.name if one.default is MISSING else f"{one.name}=_default_{one.name}")
        lines.append(f"    _set_{one.name}(self, {one.name})")
    head = f"def __init__(self, {', '.join(taken)}):"
    exec("\n".join((head, *lines, "    return None")), scope)  # noqa: S102
    made = scope["__init__"]
    made.__annotations__ = {**{one.name: one.type for one in found}, "return": None}
    made.__qualname__ = f"{owner.__qualname__}.__init__"
    return made


class _Later:
    """In the place of one of them."""

    __slots__ = ("_methods", "_name")

    def __init__(self, name: str, methods: _Methods) -> None:
        self._name = name
        self._methods = methods

    def __get__(self, instance: object, asked: type[Any]) -> Any:
        self._methods.write()
        return getattr(asked if instance is None else instance, self._name)


def _set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


_AT_ONCE = {
    "__setattr__": _set,
    "__delattr__": _delete,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
