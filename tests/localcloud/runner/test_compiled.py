"""What instances compile is kept for the next ones, and is never what runs in the code's place."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace

import pytest

from localcloud.runner.specs import FunctionSpec
from tests.localcloud.runner.conftest import Bench

SOURCE = """
import certifi.core, encodings.punycode, certificates.chain
def handler(event, context):
    return certificates.chain.SAID
"""


@pytest.fixture
def spec(bench: Bench) -> FunctionSpec:
    bench.write("certificates/__init__.py", "")
    bench.write("certificates/chain.py", "SAID = 'one'")
    return bench.function(SOURCE)


def kept(bench: Bench) -> dict[str, int]:
    """The modules that were compiled for this local cloud, and when."""
    found = [path for path in bench.platform.compiled.rglob("*") if path.is_file()]
    times = {path.name.partition(".")[0]: path.stat().st_mtime_ns for path in found}
    assert len(times) == len(found), "a module was compiled twice"
    return times


def test_code_is_compiled_once_and_nothing_else_is_nor_beside_it(
    bench: Bench, spec: FunctionSpec
) -> None:
    runner = bench.runner(spec)
    assert runner.invoke("f").body == b"one"
    compiled = kept(bench)
    assert compiled.keys() == {"f", "__init__", "chain"}  # packages of others have their own
    assert {path.name for path in bench.code.rglob("*") if path.is_dir()} == {"certificates"}
    runner.cool()
    assert runner.invoke("f").body == b"one"
    assert kept(bench) == compiled


def test_code_that_was_changed_runs_as_it_is_now_whatever_its_time_says(
    bench: Bench, spec: FunctionSpec
) -> None:
    """Who builds folders that are the same byte for byte gives all files one time."""
    changed = bench.code / "certificates" / "chain.py"
    os.utime(changed, (1_577_836_800, 1_577_836_800))
    runner = bench.runner(spec)
    assert runner.invoke("f").body == b"one"
    changed.write_text("SAID = 'two'")
    os.utime(changed, (1_577_836_800, 1_577_836_800))
    runner.cool()
    assert runner.invoke("f").body == b"two"


def test_the_same_code_in_another_place_is_not_compiled_again(
    bench: Bench, spec: FunctionSpec
) -> None:
    assert bench.runner(spec).invoke("f").body == b"one"
    compiled = kept(bench)
    moved = bench.platform.directory / "moved"
    shutil.copytree(bench.code, moved)
    assert bench.runner(replace(spec, code=moved)).invoke("f").body == b"one"
    assert kept(bench) == compiled
    (moved / "certificates" / "chain.py").write_text("raise ValueError(__file__)")
    assert str(moved).encode() in bench.runner(replace(spec, code=moved)).invoke("f").body
