"""Which packages are here: the root set's, and the one that must not be."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from certbind.adapters.machine.provenance import (
    REINSTALL,
    WrongPackageError,
    check_provenance,
)

BANNED = "aliyun-mns"
"""1.1.5 prints the secret of the access key on each request, and shares its module's name with
aliyun-mns-sdk, which certbind uses."""


def root_set_version() -> str:
    """certifi's, from the module: a package for Function Compute has no metadata."""
    import certifi  # noqa: PLC0415

    return str(getattr(certifi, "__version__", ""))


def refuse_wrong_packages() -> None:
    """WrongPackageError: a foreign SDK, or the distribution that prints secrets."""
    check_provenance()
    try:
        found = version(BANNED)
    except PackageNotFoundError:
        return
    fault = f"is there twice: {BANNED} {found} is installed as well"
    raise WrongPackageError({"mns": fault}, REINSTALL)
