"""A sweep of endpoints on loopback, beside a C client that does the same work.

    python -m benchmarks.sweep [--endpoints 1000] [--chains 4] [--rounds 7] [--both]

The C client (peers/client.c: epoll, OpenSSL, one thread) verifies each chain for its name and
reads on as we do; it and the endpoints (peers/server.c) are built here with gcc and Debian's
libssl-dev. Both take the same list, in turns, in fresh processes; medians of user and system time.
certbind's sweep is its probe and its verdicts, with names that a table resolves, since the C
client looks none up. --chains 0: every endpoint has its own. --both: both shake hands a second
time, as a client that takes only the other kind of key.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from benchmarks.figures.builds import with_bytecode
from tests.fakes.certificates import Authority, Issued, Spec, pem_of

HERE = Path(__file__).parent
AT_ONCE = 64
_PORT = 20443


@dataclass(frozen=True, slots=True)
class Stage:
    """Files: the roots that everybody trusts, and the endpoints as lines `address port name`."""

    folder: Path
    roots: Path
    endpoints: Path


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of the sweep, and of the whole process; megabytes at the most."""

    sweep: float
    process: float
    megabytes: float


def build(folder: Path) -> None:
    """Server and client."""
    for name in ("server", "client"):
        source, made = HERE / "peers" / f"{name}.c", folder / name
        libraries = ("-lssl", "-lcrypto", "-lpthread")
        subprocess.run(["gcc", "-O2", "-o", made, source, *libraries], check=True)


@contextmanager
def stage(endpoints: int, chains: int) -> Iterator[Stage]:
    """So many endpoints that are up, with so many chains among them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder)
        made = Stage(folder, folder / "roots.pem", folder / "endpoints")
        lines = _make(made, endpoints, chains)
        with subprocess.Popen(
            [folder / "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server:
            try:
                if server.stdin is None or server.stdout is None:
                    raise TypeError("both are pipes")
                server.stdin.write(lines)
                server.stdin.close()
                server.stdout.readline()
                yield made
            finally:
                server.kill()


def _make(to: Stage, endpoints: int, chains: int) -> str:
    """What the server is told. The roots are certifi's, and one of ours."""
    import certifi  # noqa: PLC0415

    now = datetime.now(timezone.utc)
    ca = Spec(now - timedelta(days=100), now + timedelta(days=900), is_ca=True, purposes=None)
    leaf = Spec(now - timedelta(days=1), now + timedelta(days=60))
    root = Authority.root(spec=ca)
    middle = root.subordinate(spec=ca)
    to.roots.write_text(Path(certifi.where()).read_text(encoding="utf-8") + pem_of(root))
    visited, served = [], []
    for number in range(endpoints):
        group = number * chains // endpoints if chains else number
        address = f"127.77.{number // 250}.{number % 250 + 1}"
        if chains:
            host, name = f"d{number}.c{group}.bench.example", f"*.c{group}.bench.example"
        else:
            host = name = f"d{number}.bench.example"
        file = to.folder / f"{group}.pem"
        if not file.exists():
            _write(file, middle.leaf(name, spec=leaf))
        visited.append(f"{address} {_PORT} {host}\n")
        served.append(f"{address} {_PORT} {file} {file}\n")
    to.endpoints.write_text("".join(visited))
    return "".join(served)


def _write(file: Path, one: Issued) -> None:
    key = one.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    above = b"".join(_pem(der) for der in one.above)
    file.write_bytes(key + one.pem.encode() + above)


def _pem(der: bytes) -> bytes:
    from cryptography import x509  # noqa: PLC0415

    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def of_c(at: Stage, *, both: bool = False) -> Cost:
    """The C client's."""
    more = ("--both",) if both else ()
    told, megabytes = _run([str(at.folder / "client"), str(at.roots), str(AT_ONCE), *more], at)
    good, _, sweep, process = told.split()
    _all_good(at, int(good))
    return Cost(float(sweep), float(process), megabytes)


def of_certbind(at: Stage, library: Path | None = None) -> Cost:
    """Of our own sweep; library: where another build of certbind lies."""
    command = [sys.executable, "-m", "benchmarks.sweep_inside", str(at.roots)]
    told, megabytes = _run(command, at, library)
    good, sweep, process = told.split()
    _all_good(at, int(good))
    return Cost(float(sweep), float(process), megabytes)


def of_handshakes(at: Stage) -> Cost:
    """Of Python's `ssl` alone: what no client in Python falls below."""
    command = [sys.executable, "-m", "benchmarks.handshakes_alone"]
    told, megabytes = _run(command, at)
    good, sweep, process = told.split()
    _all_good(at, int(good))
    return Cost(float(sweep), float(process), megabytes)


def _run(command: list[str], at: Stage, library: Path | None = None) -> tuple[str, float]:
    """What it prints, and the most memory that it had, as the kernel tells of this child alone."""
    path = os.pathsep.join(str(one) for one in (library, *sys.path) if one)
    with at.endpoints.open() as listed, tempfile.TemporaryFile("w+") as told:
        environment = with_bytecode({"PYTHONPATH": path})
        child = subprocess.Popen(command, stdin=listed, stdout=told, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{command[0]} ended with {child.returncode}")
        told.seek(0)
        return told.read(), used.ru_maxrss / 1024


def _all_good(at: Stage, good: int) -> None:
    wanted = len(at.endpoints.read_text().splitlines())
    if good != wanted:
        sys.exit(f"{good} of {wanted} endpoints were found sound")


def main() -> None:
    """Print a table for docs/figures.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoints", type=int, default=1000)
    parser.add_argument("--chains", type=int, default=4, help="0: one each")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--both", action="store_true", help="the second handshake, too")
    options = parser.parse_args()
    subjects: dict[str, Callable[[Stage], Cost]] = {
        "C": partial(of_c, both=options.both),
        "Python's ssl alone": of_handshakes,
        "certbind": of_certbind,
    }
    found: dict[str, list[Cost]] = {name: [] for name in subjects}
    with stage(options.endpoints, options.chains) as at:
        for _ in range(options.rounds + 1):
            for name, subject in subjects.items():
                found[name].append(subject(at))
    print("| client | CPU of the sweep, µs an endpoint | per CPU second, of C's | MB |")
    print("|---|---|---|---|")
    medians = {
        name: statistics.median(one.sweep for one in costs[1:]) for name, costs in found.items()
    }
    for name, seconds in medians.items():
        each = seconds / options.endpoints * 1e6
        ratio, megabytes = medians["C"] / seconds, found[name][-1].megabytes
        print(f"| {name} | {each:.0f} | {ratio:.2f} | {megabytes:.0f} |")


if __name__ == "__main__":
    main()
