"""Check s.yaml before it is deployed: `python -m scripts.check_service [-t s.yaml]`.

Prints one line for each fault and exits 1; variables come from the environment, as for `s`.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from localcloud.runner.service_file import resolved_props
from localcloud.runner.variables import ServiceFileError
from scripts.service_checks import check_document, check_functions, check_package, check_text
from scripts.service_values import Fault, mapping
from scripts.stage_functions import ROOT
from scripts.yaml_keys import keys_twice

_NEEDED = re.compile(r"\$\{\s*env\(\s*['\"](\w+)['\"]\s*\)\s*\}")


def main() -> None:
    """Report, and say with the exit code whether it can be deployed."""
    parser = argparse.ArgumentParser(description="Check a service file without any account.")
    parser.add_argument("-t", "--template", type=Path, default=ROOT / "s.yaml")
    parser.add_argument("--without-package", action="store_true", help="only the file itself")
    arguments = parser.parse_args()
    path: Path = arguments.template
    faults = check_service(path, os.environ, with_package=not arguments.without_package)
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(1)
    print(f"{path}: nothing to object to")


def check_service(
    path: Path, environment: Mapping[str, str], *, with_package: bool = True
) -> list[Fault]:
    """Every fault that can be seen; what keeps the file from being read at all comes alone."""
    try:
        text = path.read_text("utf-8")
        document = yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: a date that is none
        return [Fault(path.name, f"it cannot be read: {error}")]
    faults = [*keys_twice(text), *check_document(mapping(document)), *check_text(text)]
    missing = sorted(n for n in set(_NEEDED.findall(text)) if not environment.get(n))
    if missing:
        verb = "are" if len(missing) > 1 else "is"
        return [*faults, Fault("environment", f"{', '.join(missing)} {verb} not set")]
    try:
        resolved = resolved_props(path, environment)
    except ServiceFileError as error:
        return [*faults, Fault(path.name, str(error))]
    faults += check_functions(resolved)
    if with_package:
        for name, props in resolved.items():
            faults += check_package(name, props, path.parent)
    return faults


if __name__ == "__main__":
    main()
