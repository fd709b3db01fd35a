"""What starting costs: functions against the SDKs' import, the command against what it needs, and
how large the packages are.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.cold_start import IMPORTED, WIRED, Place, Subject, least, places
from benchmarks.figures.builds import THIS, Build, with_bytecode
from benchmarks.figures.lines import Line
from benchmarks.sweep import stage
from scripts.package import OUTPUT, PYTHONS

RUNS = 9
WANTED = {"certificate_event": 1.0, "watch": 0.6}
SIZES = {"3.10": "12.7", "3.12": "13.6"}
"""Of the packages of the build before."""

_X509 = (
    "from cryptography import x509; "
    "from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa"
)
OTHERS = {"certificate_event": f"{IMPORTED}; {_X509}", "watch": IMPORTED}
"""What a function imports that is not ours: the SDKs, and what reads certificates."""
WHO = {
    "certificate_event": "the SDKs as they are packaged, and `cryptography`",
    "watch": "the SDKs as they are packaged",
}


def measure(before: Build) -> Iterator[Line]:
    """The least CPU of fresh processes, in turns."""
    for place in places():
        if place.title.startswith("package"):
            yield from _functions(place, before)
    yield from _command(before)
    for version in PYTHONS:
        archive = OUTPUT / f"python{version}.zip"
        size = archive.stat().st_size / 1e6
        yield Line.at_most(f"package for Python {version}: MB", SIZES[version], size, 10)


def _functions(place: Place, before: Build) -> Iterator[Line]:
    shared, functions = before.folder / "shared", before.folder / "functions"
    _compile(place.python, shared, functions)
    old = (functions, shared, *place.sdks)
    subjects = {"the SDKs": Subject(IMPORTED, place.sdks)}
    for name in WANTED:
        subjects[f"{name} before"] = Subject(WIRED.format(name), old)
        subjects[name] = Subject(WIRED.format(name), place.functions)
        subjects[f"others of {name}"] = Subject(OTHERS[name], place.functions)
    found = least(place.python, subjects, RUNS)
    for name, most in WANTED.items():
        ratios = [found[one] / found["the SDKs"] for one in (f"{name} before", name)]
        what = f"cold start of `{name}` against the SDKs' import, {place.title}"
        alone = found[f"others of {name}"] / found["the SDKs"]
        told = f"{WHO[name]}, take {alone:.2f} alone; the rest is our own modules (decision 0027)"
        why = "" if ratios[1] <= most else told
        yield Line.at_most(what, f"{ratios[0]:.2f}", ratios[1], most, why)


def _compile(python: Path, *folders: Path) -> None:
    command = ["-W", "ignore", "-m", "compileall", "-q", *map(str, folders)]
    subprocess.run([python, *command], check=True)


NEEDS = """
import sys, socket, ssl, json, warnings, click
warnings.simplefilter("ignore")
from datetime import datetime, timezone
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store
address, port, name, roots = sys.argv[1:]
bundle = open(roots, "rb").read()
context = ssl.create_default_context(cafile=roots)
with socket.create_connection((address, int(port))) as plain:
    with context.wrap_socket(plain, server_hostname=name) as secured:
        leaf = x509.load_der_x509_certificate(secured.getpeercert(True))
store = Store(x509.load_pem_x509_certificates(bundle))
builder = PolicyBuilder().store(store).time(datetime.now(timezone.utc))
builder.build_server_verifier(x509.DNSName(name))
print(json.dumps({"serial": leaf.serial_number}))
"""
"""What `verify` of one name needs: arguments, the roots, a handshake, a verifier, an answer."""

_VERSION = "import click, importlib.metadata; print(importlib.metadata.version('certbind'))"
_CLI = ("-m", "certbind.cli.main")
_WHY_VERSION = (
    "it needs click and the package's metadata; the rest is the group of commands and its pages"
)
_WHY_VERIFY = (
    "the import of its {modules} modules (four stores, faults, words) and of what these import "
    "takes {own:.2f} of it, measured alone: without it it were {rest:.2f}; the rest is a second "
    "handshake, names looked up whole, roots read one by one"
)
_LOADED = (
    "import atexit, sys; from certbind.cli.main import main; "
    "atexit.register(lambda: print(*(m for m in sys.modules if m.startswith('certbind')), "
    "file=sys.stderr)); main()"
)
"""The command, which says in the end which modules of certbind it took."""


def _command(before: Build) -> Iterator[Line]:
    version = (*_CLI, "--version")
    with stage(1, 1) as at:
        address, port, name = at.endpoints.read_text("utf-8").split()
        environment = {"CA_BUNDLE": str(at.roots), "HTTPS_PORT": port}
        costs = _in_turns(
            {
                "needs": (THIS, ("-c", _VERSION)),
                "before": (before, version),
                "now": (THIS, version),
            },
            environment,
        )
        old, now = (costs[name] / costs["needs"] for name in ("before", "now"))
        what, why = "`certbind --version`: CPU, of what it needs", _WHY_VERSION
        yield Line.at_most(what, f"{old:.1f}", now, 1.2, "" if now <= 1.2 else why)
        needs = ("-c", NEEDS, address, port, name, str(at.roots))
        asked = ("verify", address, "--json")
        modules = _loaded(asked, environment)
        imported = NEEDS.partition("address, port")[0]
        costs = _in_turns(
            {
                "needs": (THIS, needs),
                "now": (THIS, (*_CLI, *asked)),
                "others": (THIS, ("-c", imported)),
                "own": (THIS, ("-c", f"{imported}import {', '.join(modules)}")),
            },
            environment,
        )
    now, own = costs["now"] / costs["needs"], (costs["own"] - costs["others"]) / costs["needs"]
    what = "`certbind verify` of one host: CPU, of what it needs"
    why = _WHY_VERIFY.format(modules=len(modules), own=own, rest=now - own)
    yield Line.at_most(what, "2.3", now, 1.2, "" if now <= 1.2 else why)


def _loaded(asked: tuple[str, ...], environment: Mapping[str, str]) -> list[str]:
    path = {"PYTHONPATH": str(THIS.folder / "shared")}
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *asked],
        env=with_bytecode({**environment, **path}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return done.stderr.split()


def _in_turns(
    subjects: Mapping[str, tuple[Build, tuple[str, ...]]], environment: Mapping[str, str]
) -> dict[str, float]:
    """The least of RUNS processes; the first round is left out."""
    found: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(RUNS + 1):
        for name, (build, arguments) in subjects.items():
            path = {"PYTHONPATH": str(build.folder / "shared")}
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [sys.executable, *arguments],
                env=with_bytecode({**environment, **path}),
                stdout=subprocess.DEVNULL,
                check=False,
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            found[name].append(used)
    return {name: min(taken[1:]) for name, taken in found.items()}
