"""`make check-service`: what is written wrongly is said before anything is deployed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.check_service import check_service
from scripts.stage_functions import ROOT
from tests.deploy.service_sample import ACCOUNT

ENV = {"ALIBABA_CLOUD_ACCOUNT_ID": ACCOUNT}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "s.yaml"
    path.write_text((ROOT / "s.yaml").read_text())
    return path


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def said(path: Path, env: dict[str, str] = ENV) -> str:
    return "\n".join(map(str, check_service(path, env, with_package=False)))


def run(path: Path, env: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.check_service", "-t", path, *options],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_s_exit_code_and_lines(copy: Path) -> None:
    done = run(copy, ENV, "--without-package")
    assert (done.returncode, done.stdout) == (0, f"{copy}: nothing to object to\n")
    edit(copy, "memorySize: 512", "memorysize: 512")
    done = run(copy, ENV, "--without-package")
    assert done.returncode == 1
    assert "watch: the key 'memorysize' is not known; write it memorySize\n" in done.stdout
    assert done.stderr == ""


def test_missing_variables_are_named_together(copy: Path) -> None:
    edit(copy, "${env('CERTBIND_PREFIX', 'certbind')}", "${env('CERTBIND_PREFIX')}")
    assert said(copy, {}) == ("environment: ALIBABA_CLOUD_ACCOUNT_ID, CERTBIND_PREFIX are not set")


def test_a_long_prefix_is_said_for_every_name_that_it_breaks(copy: Path) -> None:
    text = said(copy, {**ENV, "CERTBIND_PREFIX": "p" * 60})
    assert "watch: functionName" in text
    assert "(66 characters) is not 1 to 64" in text
    assert "watch: the log project" in text


def test_variables_over_4_kb_are_said_with_the_longest(copy: Path) -> None:
    pins = ",".join(f"www{n}.example.com=1234567{n}-cn-hangzhou" for n in range(120))
    text = said(copy, {**ENV, "CERTBIND_PINS": pins})
    assert "4096 at most; the longest is CERTBIND_PINS" in text


def test_what_is_no_yaml_is_said_with_its_line(copy: Path) -> None:
    copy.write_text("edition: 3.0.0\nresources: [\n")
    assert "s.yaml: it cannot be read" in said(copy)
    assert "line 3" in said(copy)
    assert "s.yaml: it cannot be read" in said(copy.with_name("absent") / "s.yaml")


def test_an_unknown_variable_is_said(copy: Path) -> None:
    edit(copy, "handler: watch.handler", "handler: ${functionName}.handler")
    assert "${functionName} is no variable that is known here" in said(copy)


def test_without_a_built_package_it_says_how_to_get_one(copy: Path) -> None:
    done = run(copy, {**ENV, "CERTBIND_CODE": "./nowhere.zip"})
    assert done.returncode == 1
    assert "is no built package; run `make package`" in done.stdout
