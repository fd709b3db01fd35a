"""What the platform holds a function's settings to; ServiceFileError names setting and limit.

Sources: Function Compute, "Quotas and limits" and "Environment variables";
schema of the fc3 component. The real component leaves much of it to the platform, which
refuses only when it is deployed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from localcloud.reading import whole as whole_number
from localcloud.runner.variables import ServiceFileError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
_ENV_BYTES = 4096
_MEMORY_STEP = 64
_CPU_STEP, _LEAST_CPU, _MOST_CPU = Decimal("0.05"), Decimal("0.05"), Decimal(16)
_DISKS = (512, 10_240)
_LEAST_RATIO, _MOST_RATIO = 1024, 4096
"""MB of memory for one cpu."""


def function_name(where: str, name: str) -> str:
    """1 to 64 letters, digits, `_`, `-`; first a letter or `_`."""
    if not _NAME.fullmatch(name):
        raise ServiceFileError(f"{where}: functionName {name!r} is no name that FC takes")
    return name


def memory(where: str, props: Mapping[str, Any]) -> int:
    """In MB, in steps of 64; cpu and disk are looked at with it."""
    size = whole(where, "memorySize", props.get("memorySize", 512), 128, 32_768)
    if size % _MEMORY_STEP:
        raise ServiceFileError(f"{where}: memorySize is {size}, no multiple of {_MEMORY_STEP}")
    if "cpu" in props:
        _check_cpu(where, props["cpu"], size)
    if props.get("diskSize", _DISKS[0]) not in _DISKS:
        raise ServiceFileError(f"{where}: diskSize is {props['diskSize']!r}, not 512 or 10240")
    return size


def environment(where: str, variables: Mapping[str, Any]) -> dict[str, str]:
    """Texts under names that begin with a letter, `FC_` aside; 4 KB in all."""
    for name, value in variables.items():
        if not isinstance(value, str):
            raise ServiceFileError(f"{where}: the environment variable {name} is no text")
        if not re.match("[A-Za-z]", str(name)):
            raise ServiceFileError(f"{where}: {name!r} does not begin with a letter")
        if name.startswith("FC_"):
            raise ServiceFileError(f"{where}: {name!r}: names with FC_ are the platform's own")
    size = sum(len(name.encode()) + len(value.encode()) for name, value in variables.items())
    if size > _ENV_BYTES:
        raise ServiceFileError(f"{where}: environment variables of {size} bytes, 4 KB at most")
    return dict(variables)


def whole(where: str, name: str, value: Any, low: int, high: int) -> int:
    """A number in its range, or a text of its digits: variables are texts."""
    if isinstance(value, str):
        value = value if whole_number(value) is None else whole_number(value)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ServiceFileError(f"{where}: {name} is {value!r}, not a number from {low} to {high}")
    return value


def _check_cpu(where: str, value: Any, size: int) -> None:
    """0.05 to 16 in steps of 0.05, with 1 to 4 GB for each."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    cpu = Decimal(str(value)) if number else Decimal("NaN")
    if not cpu.is_finite() or not _LEAST_CPU <= cpu <= _MOST_CPU or cpu % _CPU_STEP:
        raise ServiceFileError(f"{where}: cpu is {value!r}, not 0.05 to 16 in steps of 0.05")
    if not cpu * _LEAST_RATIO <= size <= cpu * _MOST_RATIO:
        raise ServiceFileError(f"{where}: cpu {value} with {size} MB is not 1:1 to 1:4")
