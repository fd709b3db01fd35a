"""Functions that run from a zip, under the Python of their runtime."""

from __future__ import annotations

import json
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from localcloud.runner.code import prepare
from localcloud.runner.interpreters import find_python
from localcloud.runner.platform import InvocationRefusedError
from localcloud.runner.specs import FunctionSpec
from tests.localcloud.runner.conftest import Bench

OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHERS = [version for version in ("3.10", "3.12") if version != OWN]
SOURCE = """
import json, sys, time, datetime, beside
def handler(event, context):
    moment = datetime.datetime.now(datetime.timezone.utc)
    told = {"python": "%d.%d" % sys.version_info[:2], "beside": beside.NAME, "file": __file__,
            "seconds": [time.time(), moment.timestamp(), time.mktime(time.gmtime())],
            "today": datetime.date.today().isoformat(),
            "kept": isinstance(datetime.datetime(2026, 1, 1), datetime.date)}
    return json.dumps(told)
"""


def packed(bench: Bench, name: str = "one", runtime: str = f"python{OWN}") -> FunctionSpec:
    archive = bench.code.parent / "package.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("f.py", SOURCE)
        opened.writestr("beside.py", f"NAME = {name!r}")
    return FunctionSpec("f", "cn-hangzhou", runtime, "f.handler", archive, "tester", timeout=30)


def test_a_function_runs_from_its_zip(bench: Bench) -> None:
    answer = json.loads(bench.runner(packed(bench)).invoke("f").body)
    assert (answer["python"], answer["beside"]) == (OWN, "one")
    folder = Path(answer["file"]).parent
    assert folder.parent == bench.code.parent / "code"
    assert not list(folder.rglob("__pycache__"))


def test_a_zip_that_was_built_anew_is_what_the_next_cold_instance_runs(bench: Bench) -> None:
    runner = bench.runner(packed(bench))
    assert json.loads(runner.invoke("f").body)["beside"] == "one"
    packed(bench, "two")
    assert json.loads(runner.invoke("f").body)["beside"] == "one"
    runner.cool()
    assert json.loads(runner.invoke("f").body)["beside"] == "two"


@pytest.mark.parametrize("version", OTHERS)
def test_a_zip_for_another_python_runs_there_in_the_worlds_time(
    bench: Bench, version: str
) -> None:
    if find_python(version) is None:
        pytest.skip(f"no Python {version} on this machine")
    runner = bench.runner(packed(bench, runtime=f"python{version}"))
    for days in (0, 30, 400):  # the second and third in a warm instance
        if days:
            bench.clock.advance(timedelta(days=days))
        answer = json.loads(runner.invoke("f").body)
        assert answer["python"] == version
        now = bench.clock.now().timestamp()
        assert all(abs(seconds - now) < 60 for seconds in answer["seconds"]), answer
        assert answer["today"][:4] == str(bench.clock.now().year)
        assert answer["kept"] is True


@pytest.mark.parametrize(
    ("content", "runtime", "code"),
    [
        (None, "python3.10", "CodeNotFound"),
        (b"no zip", f"python{OWN}", "InvalidZipFile"),
        (b"any", "python3.99", "RuntimeNotFound"),
    ],
)
def test_what_cannot_be_run_is_refused_by_name(
    tmp_path: Path, content: bytes | None, runtime: str, code: str
) -> None:
    archive = tmp_path / "package.zip"
    if content is not None:
        archive.write_bytes(content)
    with pytest.raises(InvocationRefusedError) as caught:
        prepare(archive, runtime, tmp_path / "code")
    assert caught.value.code == code
    assert "package.zip" in caught.value.message
    assert [path.name for path in (tmp_path / "code").glob("*")] == []
