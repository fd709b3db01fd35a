"""Which handlers load, and under which name they fail (rules of the 3.9 loader)."""

from __future__ import annotations

import json

import pytest

from tests.localcloud.runner.conftest import Bench

NAME = "def handler(event, context): return __name__"


@pytest.mark.parametrize(
    ("files", "handler", "name"),
    [
        ({"index.py": NAME}, "index.handler", b"index"),
        ({"p/__init__.py": "", "p/m.py": NAME}, "p.m.handler", b"p.m"),
        ({"p/m.py": NAME}, "p/m.handler", b"p/m"),
        (
            {"p/__init__.py": "", "p/x.py": "", "p/m.py": "from . import x\n" + NAME},
            "p.m.handler",
            b"p.m",
        ),
    ],
)
def test_a_handler_loads_under_its_name(
    bench: Bench, files: dict[str, str], handler: str, name: bytes
) -> None:
    for path, source in files.items():
        bench.write(path, source)
    result = bench.runner(bench.function(NAME, handler=handler)).invoke("f")
    assert (result.error_type, result.body) == ("", name)


@pytest.mark.parametrize(
    ("files", "handler", "kind", "message"),
    [
        ({}, "handler", "InvalidHandleName", "Invalid handler 'handler'"),
        ({}, "no.handler", "ImportModuleError", "Unable to import module 'no'"),
        ({"p/m.py": NAME}, "p.m.handler", "ImportModuleError", "Unable to import module 'p.m'"),
        (
            {"m.py": "import not_there"},
            "m.handler",
            "ImportModuleError",
            "Unable to import module 'm'",
        ),
        (
            {"p/m.py": "from . import x"},
            "p/m.handler",
            "ImportModuleError",
            "Unable to import module 'p/m'",
        ),
        ({"m.py": "def"}, "m.handler", "UserCodeSyntaxError", "Syntax error in module 'm'"),
        (
            {"m.py": "raise ValueError('v')"},
            "m.handler",
            "InvalidHandleName",
            "Invalid handler 'm.handler'",
        ),
        (
            {"m.py": "1/0"},
            "m.handler",
            "UserCodeError",
            "Module initialization error: 'division by zero'",
        ),
        ({"m.py": ""}, "m.run", "HandlerNotFound", "Handler 'run' is missing on module 'm'"),
    ],
)
def test_a_handler_that_does_not_load_fails_by_name(
    bench: Bench, files: dict[str, str], handler: str, kind: str, message: str
) -> None:
    for path, source in files.items():
        bench.write(path, source)
    result = bench.runner(bench.function(NAME, handler=handler)).invoke("f")
    error = json.loads(result.body)
    assert result.error_type == "UnhandledInvocationError"
    assert (error["errorType"], error["errorMessage"]) == (kind, message)
    assert all(isinstance(line, str) for line in error["stackTrace"])


def test_a_failed_load_is_tried_again_at_the_next_request(bench: Bench) -> None:
    runner = bench.runner(bench.function("raise RuntimeError('broken')"))
    assert runner.invoke("f").failed
    bench.write("f.py", "def handler(event, context): return 'mended'")
    assert runner.invoke("f").body == b"mended"


def test_a_module_is_loaded_once_an_instance(bench: Bench) -> None:
    source = """
    count = 0
    def handler(event, context):
        global count
        count += 1
        return count
    """
    runner = bench.runner(bench.function(source))
    assert [runner.invoke("f").body for _ in range(3)] == [b"1", b"2", b"3"]
    runner.cool()
    assert runner.invoke("f").body == b"1"
    assert [run.cold for run in runner.invocations()] == [True, False, False, True]
