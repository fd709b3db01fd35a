"""`up`, `down`, `status`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click

from localcloud.cli.client import Client
from localcloud.cli.options import (
    FAILED,
    REFUSED,
    call,
    directory_option,
    json_option,
    stop,
)
from localcloud.cli.output import show

_LOG = "localcloud.log"
_START_SECONDS, _STOP_SECONDS = 30.0, 20.0
_POLL = 0.02


@click.command()
@directory_option
@json_option
@click.option("--detach", is_flag=True, help="Run in the background; return when it is ready.")
@click.option(
    "--service-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Whose functions run; default: s.yaml of this folder, if there is one.",
)
@click.option("--port-base", type=click.IntRange(1024, 65000), help="First port, at first start.")
@click.option(
    "--strict-roles/--lenient-roles",
    default=True,
    show_default=True,
    help="A function whose role was never made may do nothing (as in a real account), or all.",
)
def up(
    directory: Path,
    service_file: Path | None,
    port_base: int | None,
    *,
    as_json: bool,
    detach: bool,
    strict_roles: bool,
) -> None:
    """Start the local cloud. Without --detach it runs until Ctrl-C."""
    if Client(directory).is_running():
        stop(f"a local cloud runs in {directory} already", REFUSED)
    if service_file is None and Path("s.yaml").is_file():
        service_file = Path("s.yaml")
    if detach:
        _start_detached(directory, service_file, port_base, strict_roles=strict_roles)
        _show_status(Client(directory).call("status"), as_json=as_json)
    else:
        _run_here(directory, service_file, port_base, as_json=as_json, strict_roles=strict_roles)


@click.command()
@directory_option
def down(directory: Path) -> None:
    """Stop the local cloud of this directory; its state stays."""
    call(directory, "stop")
    deadline = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < deadline:
        if not (directory / "control.json").exists() and _is_free(directory):
            return
        time.sleep(_POLL)
    stop(f"it did not stop within {_STOP_SECONDS:g} seconds, see {directory / _LOG}", FAILED)


@click.command()
@directory_option
@json_option
def status(directory: Path, *, as_json: bool) -> None:
    """What runs, and where; exit code 3 when nothing does."""
    _show_status(call(directory, "status"), as_json=as_json)


def _run_here(
    directory: Path,
    service_file: Path | None,
    port_base: int | None,
    *,
    as_json: bool,
    strict_roles: bool,
) -> None:
    from localcloud.control import Control  # noqa: PLC0415 - slow to import, only for `up`
    from localcloud.ports import PortTakenError  # noqa: PLC0415
    from localcloud.runner.variables import ServiceFileError  # noqa: PLC0415
    from localcloud.store import DamagedStateError  # noqa: PLC0415
    from localcloud.world import DirectoryInUseError, LocalCloud  # noqa: PLC0415

    try:
        world = LocalCloud(
            directory,
            service_file=service_file,
            port_base=port_base,
            strict_roles=strict_roles,
        )
    except (PortTakenError, DirectoryInUseError, DamagedStateError, ServiceFileError) as error:
        stop(str(error), REFUSED)
    with world:
        control = Control(world)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: control.stopping.set())
        control.start()
        _show_status(Client(directory).call("status"), as_json=as_json)
        control.stopping.wait()
        control.close()


def _start_detached(
    directory: Path, service_file: Path | None, port_base: int | None, *, strict_roles: bool
) -> None:
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    arguments = [sys.executable, "-m", "localcloud.cli", "up", "--dir", str(directory)]
    if service_file is not None:
        arguments += ["--service-file", str(service_file)]
    arguments.append("--strict-roles" if strict_roles else "--lenient-roles")
    if port_base is not None:
        arguments += ["--port-base", str(port_base)]
    (directory / "control.json").unlink(missing_ok=True)
    path = directory / _LOG
    with path.open("ab") as log:
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if Client(directory).is_running():
            return
        if process.poll() is not None:
            stop(f"it did not start:\n{_last_lines(path)}", REFUSED)
        time.sleep(_POLL)
    process.terminate()
    stop(f"it was not ready within {_START_SECONDS:g} seconds, see {path}", FAILED)


def _is_free(directory: Path) -> bool:
    import fcntl  # noqa: PLC0415 - not everywhere, and only here

    with (directory / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _last_lines(path: Path) -> str:
    return "\n".join(path.read_text("utf-8", "replace").splitlines()[-5:])


def _show_status(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        show(found, as_json=True)
        return
    show([{"name": n, "value": v} for n, v in found["env"].items()], as_json=False)
    directory = found["directory"]
    click.echo(f"\nThe world's time: {found['clock']['now']}")
    for name, function in found["functions"].items():
        built = "" if Path(function["code"]).exists() else f"  (not built: {function['code']})"
        click.echo(f"function {name}{built}")
    for role in found["roles_missing"]:
        click.echo(f"role {role} is not in RAM: localcloud role set {role} POLICY-FILE")
    for stream in found["streams"]:
        click.echo(f"queue {stream['queue']} -> {stream['function']}: {stream['state']}")
    for timer in found["timers"]:
        click.echo(f"timer {timer['trigger']} -> {timer['function']}: next {timer['next']}")
    click.echo(f"\nFor your shell: . {directory}/env      (the secret is in it)")
    click.echo(f"To stop:        localcloud down --dir {directory}")
