"""Whether a function runs with the packages that were shipped with it.

Function Compute's Python runtimes bring packages of their own, in other versions and without
notice of a change (Function Compute, "Built-in modules"); one of them, aliyun-mns 1.1.5, prints
the secret of the access key on each request. The code folder comes first on sys.path, so ours
win, unless a package was built or deployed wrongly. That is told here before any SDK is imported.
"""

from __future__ import annotations

import json
import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

from certbind.errors import CertbindError

MARKER = "certbind-package.json"
"""At the root of a built package, beside the library (scripts/package.py). Where there is none,
as on the local cloud and in tests, the packages are those of the environment, on purpose."""

SHIPPED = ("aliyunsdkcas", "aliyunsdkcdn", "aliyunsdkcore", "cryptography", "mns", "oss2")
"""What speaks to the cloud with the role's credentials, and what judges certificates."""

REINSTALL = (
    "Say `pip uninstall aliyun-mns`, then `pip install --force-reinstall aliyun-mns-sdk`: each "
    "overwrites and removes the other's files."
)
"""The way out where packages are installed one by one, not shipped."""

_ROOT = Path(__file__).parents[3]


class WrongPackageError(CertbindError):
    """The package is for another runtime, or it is not what runs. `faults`: what is wrong."""

    code = "wrong_package"
    default_hint = "Run `make package`, and deploy the archive for the runtime that s.yaml names."

    def __init__(self, faults: dict[str, str], hint: str = "") -> None:
        """All faults at once."""
        self.faults = dict(faults)
        text = "; ".join(f"{name} {fault}" for name, fault in sorted(faults.items()))
        super().__init__(f"The packages that are here cannot be used: {text}.", hint=hint)


def check_provenance(root: Path = _ROOT) -> None:
    """WrongPackageError: another Python than the package was built for, or a foreign SDK.

    root: the folder that the library lies in. Imports nothing; costs a few look-ups of files.
    """
    faults = {}
    marker = root / MARKER
    is_packaged = marker.is_file()
    if is_packaged:
        faults = _python_fault(marker) or _foreign(root)
    if not faults and _prints_secrets(find_spec("mns")):
        faults = {"mns": "is aliyun-mns, which prints the secret; aliyun-mns-sdk is the other one"}
    if faults:
        raise WrongPackageError(faults, "" if is_packaged else REINSTALL)


def _python_fault(marker: Path) -> dict[str, str]:
    built_for = json.loads(marker.read_text("utf-8")).get("python")
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    if built_for == running:
        return {}
    return {"certbind": f"was packaged for Python {built_for}, and this is Python {running}"}


def _foreign(root: Path) -> dict[str, str]:
    """The names whose module would come from elsewhere, or from nowhere."""
    faults = {}
    for name in SHIPPED:
        place = _place(find_spec(name))
        if place is None:
            faults[name] = "is missing in the package"
        elif not place.is_relative_to(root):
            faults[name] = f"would come from {place}, not from the package in {root}"
    return faults


def _prints_secrets(mns: ModuleSpec | None) -> bool:
    """Releases of aliyun-mns have mns/compat.py, and no mns/auth.py as aliyun-mns-sdk has."""
    place = _place(mns)
    return (
        place is not None and (place / "compat.py").exists() and not (place / "auth.py").exists()
    )


def _place(spec: ModuleSpec | None) -> Path | None:
    """The folder of a package."""
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))
