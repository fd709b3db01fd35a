"""Finds a handler by the rules of the platform's python3.9 loader.

`pkg.module.function`: each folder needs an `__init__.py`. `folder/module.function`: the folder
needs none, and the module's name keeps the slash, so that relative imports fail in it.
"""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from localcloud.runner.harness.compiled import loader_of


class LoadError(Exception):
    """The handler cannot be had. `kind` is the platform's error type, `trace` a flat list."""

    def __init__(self, kind: str, message: str, trace: list[str] | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.trace = trace or []


def load(handler: str, code: str) -> Callable[..., Any]:
    """The callable that `handler` names. LoadError; nothing of a failed load stays behind."""
    module_name, dot, function_name = handler.rpartition(".")
    if not dot:
        raise LoadError("InvalidHandleName", f"Invalid handler '{handler}'")
    module = _import(module_name, handler, code)
    function = getattr(module, function_name, None)
    if function is None:
        message = f"Handler '{function_name}' is missing on module '{module_name}'"
        raise LoadError("HandlerNotFound", message)
    found: Callable[..., Any] = function
    return found


def _import(name: str, handler: str, code: str) -> ModuleType:
    try:
        return sys.modules[name] if name in sys.modules else _execute(_find(name, code))
    except ImportError as error:
        raise _failed("ImportModuleError", f"Unable to import module '{name}'") from error
    except SyntaxError as error:
        raise _failed("UserCodeSyntaxError", f"Syntax error in module '{name}'") from error
    except ValueError as error:
        raise _failed("InvalidHandleName", f"Invalid handler '{handler}'") from error
    except Exception as error:
        raise _failed("UserCodeError", f"Module initialization error: '{error}'") from error


def _failed(kind: str, message: str) -> LoadError:
    return LoadError(kind, message, traceback.format_exc().splitlines())


def _find(name: str, code: str) -> ModuleSpec:
    before, _, dotted = name.rpartition("/")
    folder = Path(code, before)
    *packages, last = dotted.split(".")
    for package in packages:
        folder /= package
        if not (folder / "__init__.py").is_file():
            raise ImportError(f"No module named {package!r}")
    inside = folder / last / "__init__.py"
    path = inside if inside.is_file() else folder / f"{last}.py"
    loader = loader_of(name, path)
    spec = spec_from_file_location(name, path, loader=loader) if path.is_file() else None
    if spec is None:
        raise ImportError(f"No module named {last!r}")
    return spec


def _execute(spec: ModuleSpec) -> ModuleType:
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        assert spec.loader is not None  # noqa: S101 - a spec made from a file has one
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return module
