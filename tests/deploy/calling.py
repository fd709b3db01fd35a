"""Calls a handler of an unpacked package as the platform does, in a process of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from scripts.package import Package
from scripts.pythons import HOW_TO_GET_ONE, find_python

BUILDS = [pytest.mark.slow, pytest.mark.timeout(300)]
"""For tests that may be the first to need a package: building one takes ten seconds alone."""

Build = Callable[[str], Package]
Unpack = Callable[[str], Path]

SETTINGS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "made-up-id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "made-up-secret",
    "CERTBIND_REGION": "cn-hangzhou",
    "CERTBIND_ACCOUNT_ID": "1234567890123456",
    "CERTBIND_LEDGER_BUCKET": "ledger",
}
"""Enough to wire every function."""

PAYLOADS = {
    "certificate_event": "[]",
    "emergency": '{"action": "failover", "domain": "www.example.com"}',
    "harden": '{"domains": ["www.example.com"]}',
    "recheck": "{}",
    "rollback": '{"domain": "www.example.com"}',
    "watch": "{}",
}

_CALL = """
import importlib, json, sys
code, name, payload = sys.argv[1:]
sys.path.insert(0, code)
handler = importlib.import_module(name).handler
try:
    answer = {"returned": handler(payload.encode(), None)}
except Exception as error:
    answer = {"raised": type(error).__name__, "message": str(error)}
    answer["code"] = getattr(error, "code", "")
print(json.dumps(answer))
"""

_LOAD = """
import importlib, json, sys
code, name = sys.argv[1:]
sys.path.insert(0, code)
importlib.import_module(name)
print(json.dumps({name: getattr(m, "__file__", None) or "" for name, m in sys.modules.items()}))
"""

_WIRE = """
import importlib, json, os, sys
code, name = sys.argv[1:]
sys.path.insert(0, code)
importlib.import_module(name)
from certbind import bootstrap
getattr(bootstrap, name)(os.environ, 60)
files = {name: getattr(m, "__file__", None) or "" for name, m in sys.modules.items()}
print(json.dumps(files))
"""

_ROOT = """
import json, sys
sys.path.insert(0, sys.argv[1])
from certbind.adapters.machine import provenance
print(json.dumps(str(provenance._ROOT)))
"""

_ASK = """
import json, sys
code, endpoint = sys.argv[1:]
sys.path.insert(0, code)
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.config import Credentials
from certbind.errors import CertbindError
api = OpenApi("cas", endpoint, Credentials("made-up-id", "made-up-secret"))
try:
    answer = api.call(unlisted_request("cas", "2020-04-07", "ListCertificates"), {})
except CertbindError as error:
    answer = error.code
print(json.dumps(answer))
"""

_REPLACED = """
import json, sys
sys.path.insert(0, sys.argv[1])
import mns.queue, requests
from oss2.crypto import LocalRsaProvider
from aliyunsdkcore.vendored.requests import Response as OldResponse
told = []
try:
    LocalRsaProvider(dir=sys.argv[2])
except NotImplementedError as error:
    told.append(str(error))
for kind in (requests.Response, OldResponse):
    answer = kind()
    answer._content = "\u8bc1\u4e66".encode()
    told.append(answer.text)
told.append(isinstance(mns.queue.QueueMeta.active_messages, property))
print(json.dumps(told))
"""


def python_or_skip(version: str) -> Path:
    """An interpreter, or a skip that says how to get one."""
    python = find_python(version)
    if python is None:
        pytest.skip(f"no Python {version} is here: {HOW_TO_GET_ONE.format(version=version)}")
    return python


def standard_library(python: Path) -> Path:
    """Where its own modules lie."""
    ask = "import sysconfig; print(sysconfig.get_path('stdlib'))"
    done = subprocess.run([python, "-I", "-c", ask], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def call(
    python: Path, code: Path, name: str, *, settings: Mapping[str, str], payload: str | None = None
) -> dict[str, Any]:
    """What the handler returned or raised."""
    sent = PAYLOADS[name] if payload is None else payload
    answer: dict[str, Any] = _run(python, code, _CALL, settings, name, sent)
    return answer


def loaded_modules(python: Path, code: Path, name: str) -> dict[str, str]:
    """Every module in memory once the handler's module is imported, with its file."""
    files: dict[str, str] = _run(python, code, _LOAD, {}, name)
    return files


def wired_modules(python: Path, code: Path, name: str, *packages: Path) -> dict[str, str]:
    """Every module in memory once the function is wired, with its file; nothing is called.

    packages: more folders to import from, after `code`.
    """
    path = "".join(f"sys.path.append({str(folder)!r})\n" for folder in packages)
    files: dict[str, str] = _run(python, code, f"import sys\n{path}{_WIRE}", SETTINGS, name)
    return files


def provenance_root(python: Path, code: Path) -> Path:
    """The folder in which the start-up check of a tree looks for the package's marker."""
    return Path(_run(python, code, _ROOT, {}))


def ask_cas(python: Path, code: Path, endpoint: str, roots: Path) -> Any:
    """What an endpoint of CAS answers to the packaged SDK, which trusts these roots alone, or the
    code of the error.
    """
    return _run(python, code, _ASK, {"ALIBABA_CLOUD_CA_BUNDLE": str(roots)}, endpoint)


def asked_for_what_is_replaced(python: Path, code: Path, folder: Path) -> list[Any]:
    """What encryption says, two texts that no header tells the encoding of, and whether a
    property with a mark is one.
    """
    told: list[Any] = _run(python, code, _REPLACED, {}, str(folder))
    return told


def _run(
    python: Path, code: Path, program: str, settings: Mapping[str, str], *arguments: str
) -> Any:
    """Isolated: no checkout, no site-packages, no variables of this machine, cwd elsewhere."""
    elsewhere = code.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    done = subprocess.run(
        [python, "-I", "-S", "-B", "-c", program, code, *arguments],
        cwd=elsewhere,
        env={"FC_FUNC_CODE_PATH": str(code), **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
