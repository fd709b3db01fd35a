"""A key that stands twice in one mapping: `s` refuses it, and YAML readers take the last one."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scripts.service_values import Fault


def keys_twice(text: str) -> Iterator[Fault]:
    """One fault a repeated key, with its path and both lines; `text` is YAML that can be read."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None:
        yield from _within(root, "", set())


def _within(node: Node, path: str, seen: set[int]) -> Iterator[Fault]:
    """An alias stands for a node that was looked at where its anchor is."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, MappingNode):
        yield from _of_mapping(node, path, seen)
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from _within(item, f"{path}.{number}", seen)


def _of_mapping(node: MappingNode, path: str, seen: set[int]) -> Iterator[Fault]:
    """Keys are compared as text: `s` is JavaScript, where 1 and "1" are one key."""
    first: dict[str, int] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            continue
        line, here = key.start_mark.line + 1, f"{path}.{key.value}".removeprefix(".")
        if key.value in first:
            stands = f"the key {here!r} stands at line {first[key.value]} already"
            yield Fault(f"s.yaml, line {line}", stands)
        first.setdefault(key.value, line)
        yield from _within(value, here, seen)
