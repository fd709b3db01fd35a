"""All checks of s.yaml that the component's schema leaves to us, in one list.

The schema takes unknown keys and any trigger configuration, and fc3 deploys even what fails its
schema; so these are what stands between a slip of the pen and a function that never starts.
"""

from __future__ import annotations

import ast
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.function_checks import (
    check_environment,
    check_keys,
    check_names,
    check_runtime,
    check_size,
)
from scripts.package import MARKER
from scripts.service_values import Fault, items, mapping, one_of, unknown_keys
from scripts.trigger_checks import check_async, check_triggers

Check = Callable[[str, Mapping[str, Any]], Iterator[Fault]]

_TOP = ("edition", "name", "access", "vars", "template", "resources", "actions", "flow")
_RESOURCE = ("component", "extend", "props", "actions")
_TEMPLATE = ("name",)
_SECRET_VALUE = re.compile(r"LTAI[A-Za-z0-9]{8,}|\bSTS\.[A-Za-z0-9]{8,}|-----BEGIN")
_SECRET_NAME = re.compile(
    r"\w*(?:SECRET|PASSWORD|PRIVATE_KEY|SECURITY_TOKEN|ACCESS_KEY)\w*['\"]?\s*:", re.IGNORECASE
)
_FROM_WHO_DEPLOYS = re.compile(r"\s*(CERTBIND_NOTICE_[A-Z_]+): \$\{env\('\1', ' '\)\}")
"""A chat robot's secret is no key of the account, and no role can stand in for it: it comes from
the environment of whoever deploys, and is never written down.
"""


def check_document(document: Mapping[str, Any]) -> Iterator[Fault]:
    """The file as written. Without `edition` the `s` command does nothing and exits 0."""
    if document.get("edition") != "3.0.0":
        yield Fault(
            "s.yaml",
            f"edition is {document.get('edition')!r}; write `edition: 3.0.0`,"
            " without which `s` does nothing and reports success",
        )
    yield from unknown_keys("s.yaml", document, _TOP, required=("name", "access", "resources"))
    for name, resource in mapping(document.get("resources")).items():
        yield from unknown_keys(name, resource, _RESOURCE, required=("component", "props"))
        yield from one_of(name, "component", mapping(resource).get("component"), ("fc3",))
        yield from unknown_keys(f"{name}, extend", mapping(resource).get("extend"), _TEMPLATE)


def check_text(text: str) -> Iterator[Fault]:
    """No secret: the role's credentials come from the platform, a person's from their profile."""
    for number, line in enumerate(text.splitlines(), 1):
        is_comment = line.lstrip().startswith("#")
        named = _SECRET_NAME.search(line) and not _FROM_WHO_DEPLOYS.fullmatch(line)
        if _SECRET_VALUE.search(line) or (not is_comment and named):
            yield Fault(f"s.yaml, line {number}", "a secret, or a name for one, stands here")


def check_alone(name: str, props: Mapping[str, Any]) -> Iterator[Fault]:
    """What a timer starts runs once at a time.

    Two at once would change nothing twice (event ids are derived from what was seen, and the
    ledger takes one writer), but would read the whole account twice against the same rate limits.
    The call that comes second is refused and repeated by the platform.
    """
    kinds = {mapping(trigger).get("triggerType") for trigger in items(props.get("triggers"))}
    reserved = mapping(props.get("concurrencyConfig")).get("reservedConcurrency")
    if "timer" in kinds and reserved != 1:
        yield Fault(
            name, f"a timer starts it; concurrencyConfig.reservedConcurrency is {reserved}, not 1"
        )


def check_values(name: str, props: Mapping[str, Any]) -> Iterator[Fault]:
    """No secret came in by a variable either."""
    for key, value in mapping(props.get("environmentVariables")).items():
        if _SECRET_VALUE.search(str(value)):
            yield Fault(name, f"the environment variable {key} holds a secret")


CHECKS: tuple[Check, ...] = (
    *(check_keys, check_names, check_runtime, check_size, check_environment),
    *(check_triggers, check_async, check_alone, check_values),
)
"""Of one function each."""


def check_functions(resolved: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    """Every check of every function, and no two of one name. `resolved`: props by resource."""
    names = [props.get("functionName") for props in resolved.values()]
    for name, props in resolved.items():
        if names.count(props.get("functionName")) > 1:
            yield Fault(name, f"two functions are named {props.get('functionName')!r}")
        for check in CHECKS:
            yield from check(name, props)


def check_package(name: str, props: Mapping[str, Any], folder: Path) -> Iterator[Fault]:
    """`code` is a package that `make package` built for this runtime, and has the handler.

    folder: that of s.yaml, which `code` is relative to.
    """
    code = folder / str(props.get("code"))
    marker = _read(code, MARKER)
    if marker is None:
        archive = f"./build/package/{props.get('runtime')}.zip"
        what = f"code: {props.get('code')} is no built package; run `make package` and"
        yield Fault(name, f"{what} set CERTBIND_CODE={archive}")
        return
    built_for = f"python{json.loads(marker).get('python')}"
    if built_for != props.get("runtime"):
        yield Fault(name, f"the package is for {built_for}, the runtime is {props.get('runtime')}")
    module, _, function = str(props.get("handler")).rpartition(".")
    source = _read(code, f"{module}.py")
    if source is None or function not in _functions(source):
        yield Fault(name, f"the package has no {function!r} in {module}.py at its root")


def _read(code: Path, place: str) -> str | None:
    """A file of a package, which is a folder or an archive; None where it is not."""
    try:
        if code.suffix == ".zip":
            with zipfile.ZipFile(code) as archive:
                return archive.read(place).decode()
        return (code / place).read_text("utf-8")
    except (OSError, KeyError, zipfile.BadZipFile):
        return None


def _functions(source: str) -> set[str]:
    return {n.name for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)}
