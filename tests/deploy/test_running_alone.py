"""The package, unpacked elsewhere, under the Python that it is for: no checkout in reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.package import PYTHONS
from tests.deploy.calling import (
    BUILDS,
    PAYLOADS,
    SETTINGS,
    Unpack,
    call,
    python_or_skip,
    standard_library,
    wired_modules,
)

pytestmark = BUILDS
OTHER = {"3.10": "3.12", "3.12": "3.10"}


@pytest.mark.parametrize("version", PYTHONS)
def test_without_settings_each_function_names_what_is_missing(
    version: str, unpacked: Unpack
) -> None:
    python, code = python_or_skip(version), unpacked(version)
    for name in PAYLOADS:
        answer = call(python, code, name, settings={})
        told = answer.get("returned", answer)
        assert told["code"] == "bad_configuration", (name, answer)
        assert "ALIBABA_CLOUD_ACCESS_KEY_ID: is not set" in told["message"]
        assert "CERTBIND_REGION: is not set" in told["message"]


@pytest.mark.parametrize("version", PYTHONS)
def test_wrong_settings_are_named_too(version: str, unpacked: Unpack) -> None:
    python, code = python_or_skip(version), unpacked(version)
    wrong = {**SETTINGS, "CERTBIND_VERIFY_AFTER_SECONDS": "soon", "CA_BUNDLE": "/nowhere"}
    for name in PAYLOADS:
        answer = call(python, code, name, settings=wrong)
        told = answer.get("returned", answer)
        assert told["code"] == "bad_configuration", (name, answer)
        assert "CERTBIND_VERIFY_AFTER_SECONDS" in told["message"]


@pytest.mark.parametrize("version", PYTHONS)
def test_each_function_is_wired_from_the_package_and_the_standard_library_alone(
    version: str, unpacked: Unpack
) -> None:
    python, code = python_or_skip(version), unpacked(version)
    standard = standard_library(python)
    for name in PAYLOADS:
        files = wired_modules(python, code, name)
        foreign = {
            module: file
            for module, file in files.items()
            if file and not any(Path(file).is_relative_to(place) for place in (code, standard))
        }
        assert foreign == {}, name
        assert Path(files["oss2"]).is_relative_to(code)


@pytest.mark.parametrize("version", PYTHONS)
def test_on_another_python_each_function_names_both(version: str, unpacked: Unpack) -> None:
    python, code = python_or_skip(OTHER[version]), unpacked(version)
    for name in PAYLOADS:
        answer = call(python, code, name, settings=SETTINGS)
        told = answer.get("returned", answer)
        assert told["code"] == "wrong_package", (name, answer)
        assert f"packaged for Python {version}" in told["message"]
        assert f"this is Python {OTHER[version]}" in told["message"]
