"""The project's own s.yaml, read by Serverless Devs, by the schema of its component, and by us."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from localcloud.runner.service_file import resolved_props
from scripts.check_service import check_service
from scripts.service_checks import check_package
from scripts.stage_functions import ROOT
from tests.deploy.calling import Build
from tests.deploy.service_sample import ACCOUNT, changed
from tests.schemas import component_schema, needs_component_schema

FILE = ROOT / "s.yaml"
INSTALLED = ROOT / "build" / "serverless-devs" / "node_modules" / ".bin" / "s"
NEEDED = {"ALIBABA_CLOUD_ACCOUNT_ID": ACCOUNT}
INTERNATIONAL = {
    **NEEDED,
    "ALIBABA_CLOUD_REGION_ID": "ap-southeast-1",
    "CERTBIND_PREFIX": "shop-certs",
    "CERTBIND_QUEUE": "shop-events",
    "CERTBIND_LEDGER_BUCKET": "shop-ledger",
    "CERTBIND_SITE": "international",
    "CERTBIND_PINS": "www.example.com=12345678-cn-hangzhou",
}
ENVIRONMENTS = pytest.mark.parametrize("env", [NEEDED, INTERNATIONAL], ids=["china", "singapore"])


def preview(path: Path, env: dict[str, str], home: Path) -> subprocess.CompletedProcess[str]:
    """`s preview`, which needs neither network nor account; it writes into HOME."""
    found = INSTALLED if INSTALLED.exists() else shutil.which("s")
    if found is None:
        pytest.skip("Serverless Devs is not here: npm install @serverless-devs/s, see .ci/run")
    return subprocess.run(
        [found, "preview", "-t", path, "-o", "json", "--silent"],
        cwd=path.parent,
        env={"PATH": os.environ["PATH"], "HOME": str(home), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@ENVIRONMENTS
def test_serverless_devs_resolves_it_as_we_do(env: dict[str, str], tmp_path: Path) -> None:
    """So what the local cloud runs, and what is checked below, is what would be deployed."""
    done = preview(FILE, env, tmp_path)
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["edition"] == "3.0.0"
    theirs = {name: resource["props"] for name, resource in shown["resources"].items()}
    assert theirs == resolved_props(FILE, env)
    assert "${" not in json.dumps(theirs)


def test_serverless_devs_stops_without_the_account_too(tmp_path: Path) -> None:
    assert preview(FILE, {}, tmp_path).returncode != 0


def test_without_an_edition_serverless_devs_says_nothing_and_exits_0(tmp_path: Path) -> None:
    """Which is why the edition is checked by us."""
    path = tmp_path / "s.yaml"
    path.write_text(FILE.read_text().replace("edition: 3.0.0\n", ""))
    done = preview(path, NEEDED, tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "")
    assert "edition is None" in str(check_service(path, NEEDED, with_package=False)[0])


@needs_component_schema
@ENVIRONMENTS
def test_the_component_s_schema_takes_every_function(env: dict[str, str]) -> None:
    for name, props in resolved_props(FILE, env).items():
        assert schema_faults(props) == [], name


@needs_component_schema
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("watch.memorySize", 500),
        ("watch.timeout", 0),
        ("watch.runtime", "python3.13"),
        ("watch.environmentVariables.N", 5),
        ("watch.triggers.0.triggerType", "mns_queue"),
    ],
)
def test_the_schema_would_refuse_a_broken_one(path: str, value: object) -> None:
    assert schema_faults(changed(path, value)["watch"]) != []


@needs_component_schema
def test_the_schema_leaves_triggers_to_us() -> None:
    """Should this fail one day, the component has learned to check them."""
    broken = changed("bind.triggers.0.triggerConfig.runOptions", {"RetryStrategy": 1})
    assert schema_faults(broken["bind"]) == []


@ENVIRONMENTS
def test_nothing_is_to_be_objected_to(env: dict[str, str]) -> None:
    assert check_service(FILE, env, with_package=False) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("version", ["3.10", "3.12"])
def test_every_handler_is_in_the_package_of_its_runtime(version: str, built: Build) -> None:
    package = built(version)
    for code in (package.folder, package.archive):
        for name, props in resolved_props(FILE, NEEDED).items():
            runtime = f"python{version}"
            here = {**props, "code": code.name, "runtime": runtime}
            assert list(check_package(name, here, code.parent)) == []
            other = {**here, "runtime": "python3.9"}
            (fault,) = check_package(name, other, code.parent)
            assert str(fault).endswith(f"the package is for {runtime}, the runtime is python3.9")
            missing = {**here, "handler": "watch.nothing"}
            assert "no 'nothing' in watch.py" in str(*check_package(name, missing, code.parent))


def schema_faults(props: dict[str, Any]) -> list[str]:
    return [error.message for error in component_schema().iter_errors(props)]


def test_a_deployment_begins_with_these_checks() -> None:
    """fc3 only logs what fails its schema, and deploys it."""
    actions = yaml.safe_load(FILE.read_text())["actions"]
    assert actions == {"pre-deploy": [{"run": "make check-service", "path": "./"}]}
