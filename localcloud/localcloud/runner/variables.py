"""The variables of a Serverless Devs file: `${env('X', 'default')}`, `${vars.a}`, `${this.…}`.

Only forms whose meaning is known are taken; any other `${…}` is an error, as it is for the `s`
command (Serverless Devs documentation, yaml specification).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_ENV = re.compile(r"env\(\s*(['\"])(?P<name>\w+)\1\s*(?:,\s*(['\"])(?P<default>.*?)\3\s*)?\)")
_MAX_DEPTH = 20


class ServiceFileError(Exception):
    """The service file cannot be used; the message says where and why."""


class Variables:
    """Resolves values of one file. `resources` are those after `extend` was applied."""

    def __init__(
        self,
        variables: Mapping[str, Any],
        resources: Mapping[str, Mapping[str, Any]],
        env: Mapping[str, str],
    ) -> None:
        self._vars = variables
        self._resources = resources
        self._env = env

    def resolve(self, value: Any, resource: str, depth: int = 0) -> Any:
        """The value with all variables replaced, seen from `resource` (for `this`).

        A string that is one variable and nothing else takes the type of what it refers to.
        """
        if isinstance(value, Mapping):
            return {key: self.resolve(item, resource, depth) for key, item in value.items()}
        if isinstance(value, list):
            return [self.resolve(item, resource, depth) for item in value]
        if not isinstance(value, str) or "${" not in value:
            return value
        if depth > _MAX_DEPTH:
            raise ServiceFileError(f"{resource}: {value!r} refers to itself")
        whole = _VARIABLE.fullmatch(value)
        if whole:
            return self._filled(whole[1].strip(), resource, depth + 1)
        return _VARIABLE.sub(
            lambda match: _text(self._filled(match[1].strip(), resource, depth + 1), match[0]),
            value,
        )

    def _filled(self, expression: str, resource: str, depth: int) -> Any:
        """`s` takes what comes out empty (or zero) for missing, so that it fails here too."""
        value = self._value(expression, resource, depth)
        if not value and not isinstance(value, bool):
            raise ServiceFileError(f"{resource}: ${{{expression}}} is empty, which `s` refuses")
        return value

    def _value(self, expression: str, resource: str, depth: int) -> Any:
        env = _ENV.fullmatch(expression)
        if env:
            return self._environment(env, resource)
        root, _, rest = expression.partition(".")
        if root == "vars" and rest:
            found = _walk(self._vars, rest, expression, resource)
            return self.resolve(found, resource, depth)
        if root == "this" and rest:
            return self._of_resource(resource, rest, expression, resource, depth)
        if root == "resources" and rest.count(".") >= 1:
            other, _, path = rest.partition(".")
            return self._of_resource(other, path, expression, resource, depth)
        raise ServiceFileError(f"{resource}: ${{{expression}}} is no variable that is known here")

    def _environment(self, match: re.Match[str], resource: str) -> str:
        # A variable that is set but empty counts as not set, as it does for `s`.
        value = self._env.get(match["name"]) or match["default"]
        if value is None:
            raise ServiceFileError(
                f"{resource}: the environment variable {match['name']} is not set"
            )
        return value

    def _of_resource(
        self, name: str, path: str, expression: str, resource: str, depth: int
    ) -> Any:
        if path == "name":
            return name
        if name not in self._resources:
            raise ServiceFileError(f"{resource}: ${{{expression}}}: there is no resource {name!r}")
        if not path.startswith("props."):
            raise ServiceFileError(f"{resource}: ${{{expression}}}: only name and props are known")
        found = _walk(self._resources[name], path, expression, resource)
        return self.resolve(found, name, depth)


def _walk(tree: Any, path: str, expression: str, resource: str) -> Any:
    for step in path.split("."):
        if not isinstance(tree, Mapping) or step not in tree:
            raise ServiceFileError(f"{resource}: ${{{expression}}}: there is no {step!r}")
        tree = tree[step]
    return tree


def _text(value: Any, variable: str) -> str:
    if isinstance(value, (Mapping, list)):
        raise ServiceFileError(f"{variable} stands inside a text but is no text itself")
    return "true" if value is True else "false" if value is False else str(value)
