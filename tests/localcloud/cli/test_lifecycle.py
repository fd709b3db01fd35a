"""`up`, `down`, `status`, `run`: the real command in processes of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.waiting import PATIENCE, has_ended, until

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "localcloud.cli"]
Completed = subprocess.CompletedProcess[str]
Command = Callable[..., Completed]


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "LOCALCLOUD_DIR": str(folder / "state"),
        "PYTHONPATH": str(ROOT / "localcloud"),
    }


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    """Run the command in an empty folder; whatever it left running is stopped."""

    def run(*arguments: str, code: int | None = 0, hands: tuple[int, ...] = ()) -> Completed:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            pass_fds=hands,
        )
        assert code in (None, done.returncode), done.stdout + done.stderr
        return done

    yield run
    if (tmp_path / "state" / "control.json").exists():
        run("down")


def test_up_detached_status_down(command: Command, tmp_path: Path) -> None:
    assert "no local cloud runs in" in command("status", code=3).stderr
    shown = command("up", "--detach").stdout
    assert "OSS_ENDPOINT" in shown
    assert "SECRET" not in shown
    found = json.loads(command("status", "--json").stdout)
    port = int(found["env"]["CAS_ENDPOINT"].rpartition(":")[2])
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    assert "runs in" in command("up", "--detach", code=2).stderr
    command("down")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    command("status", code=3)
    command("down", code=3)
    command("bucket", "list", code=3)
    assert not (tmp_path / "state" / "control.json").exists()


def test_state_and_env_are_the_same_after_down_and_up(command: Command, tmp_path: Path) -> None:
    command("up", "--detach")
    command("bucket", "create", "pics")
    env = (tmp_path / "state" / "env").read_text()
    command("down")
    command("up", "--detach")
    assert json.loads(command("bucket", "list", "--json").stdout)[0]["bucket"] == "pics"
    assert (tmp_path / "state" / "env").read_text() == env


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_in_the_foreground_ends_with_the_signal(
    command: Command, tmp_path: Path, number: signal.Signals
) -> None:
    with subprocess.Popen(
        [*COMMAND, "up"], cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.DEVNULL
    ) as process:
        try:
            until((tmp_path / "state" / "control.json").exists)
            command("status")
            process.send_signal(number)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
    command("status", code=3)


def test_up_after_a_kill_starts_again(command: Command, tmp_path: Path) -> None:
    command("up", "--detach")
    command("bucket", "create", "pics")
    process = json.loads((tmp_path / "state" / "control.json").read_text())["pid"]
    os.kill(process, signal.SIGKILL)
    assert has_ended(process)
    command("status", code=3)
    command("up", "--detach")
    assert "pics" in command("bucket", "list").stdout


@pytest.mark.parametrize("detach", [["--detach"], []])
def test_a_service_file_that_cannot_be_used_is_said(
    command: Command, tmp_path: Path, detach: list[str]
) -> None:
    (tmp_path / "s.yaml").write_text("edition: 3.0.0\nresources: {a: {component: x}}\n")
    assert "only the component fc3" in command("up", *detach, code=2).stderr


@pytest.mark.parametrize("name", ["state.sqlite3", "ports.json"])
@pytest.mark.parametrize("kept", [0.5, 20])
def test_a_file_of_the_state_that_was_cut_is_named_with_the_way_out(
    command: Command, tmp_path: Path, name: str, kept: float
) -> None:
    """As by a full disk: in the middle, or after a few bytes."""
    command("up", "--detach")
    command("down")
    path = tmp_path / "state" / name
    size = path.stat().st_size
    os.truncate(path, int(size * kept) if kept < 1 else int(kept))
    told = command("up", "--detach", code=2).stderr
    assert f"{path} cannot be read" in told
    assert "Put a copy of it back, or remove it" in told
    assert "Traceback" not in told
    path.unlink()
    command("up", "--detach")


def test_the_service_file_of_the_folder_is_taken(command: Command, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        "edition: 3.0.0\n"
        "resources: {a: {component: fc3, props: {functionName: demo, region: cn-hangzhou,\n"
        "  runtime: python3.10, handler: f.handler, code: ./absent}}}\n"
    )
    assert "function demo  (not built: " in command("up", "--detach").stdout
    assert "build the package first" in command("invoke", "demo", code=2).stderr


def test_ports_follow_the_base(command: Command, tmp_path: Path) -> None:
    """The first base, below the ports that the system hands out itself, of which none is taken."""

    def start(base: int) -> Completed:
        (tmp_path / "state" / "ports.json").unlink(missing_ok=True)  # those of the base before
        done = command("up", "--detach", "--json", "--port-base", str(base), code=None)
        assert done.returncode == 0 or "cannot be used" in done.stderr, done.stderr
        return done

    bases = range(20_000 + os.getpid() % 500 * 20, 32_000, 20)
    tried = ((base, start(base)) for base in bases)
    base, started = next(one for one in tried if one[1].returncode == 0)
    env = json.loads(started.stdout)["env"]
    assert int(env["HTTPS_PORT"]) == base + 1, "the CAs' lists come first"
    assert env["DNS_SERVER"] == f"127.0.0.1:{base + 2}"


def test_run_gives_a_program_the_environment_and_the_moved_time(command: Command) -> None:
    command("up", "--detach")
    script = (
        "import os; from datetime import datetime, timezone\n"
        "print(os.environ['MNS_ENDPOINT'], datetime.now(timezone.utc).isoformat())"
    )
    endpoint, now = command("run", sys.executable, "-c", script).stdout.split()
    status = json.loads(command("status", "--json").stdout)
    assert endpoint == status["env"]["MNS_ENDPOINT"]
    assert abs(datetime.fromisoformat(now) - datetime.now(timezone.utc)) < timedelta(minutes=1)
    command("clock", "advance", "400d")
    _, now = command("run", "--", sys.executable, "-c", script).stdout.split()
    ahead = datetime.fromisoformat(now) - datetime.now(timezone.utc)
    assert abs(ahead - timedelta(days=400)) < timedelta(minutes=1)


def test_run_ends_as_the_program_does_and_hands_its_descriptors_on(command: Command) -> None:
    """`certbind upload --passphrase-fd 3 3<FILE` reads one."""
    command("up", "--detach")
    reader, writer = os.pipe()
    os.write(writer, b"passphrase")
    os.close(writer)
    script = f"import os; print(os.read({reader}, 99).decode())"
    told = command("run", "--", sys.executable, "-c", script, hands=(reader,))
    os.close(reader)
    assert told.stdout == "passphrase\n"
    command("run", "--", sys.executable, "-c", "raise SystemExit(7)", code=7)
    assert "no program" in command("run", "--", "no-such-program-here", code=2).stderr


def test_the_log_of_a_background_world_has_no_secret(command: Command, tmp_path: Path) -> None:
    command("up", "--detach")
    secret = json.loads((tmp_path / "state" / "endpoints.json").read_text())
    command("issue", "a.example.com")
    command("down")
    log = (tmp_path / "state" / "localcloud.log").read_text()
    assert secret["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] not in log
    assert "PRIVATE KEY" not in log


def test_functions_run_from_the_zip_that_code_names(command: Command, tmp_path: Path) -> None:
    runtime = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if runtime not in ("python3.10", "python3.12"):
        runtime = "python3"  # Function Compute's name for any; its own Python runs it then
    (tmp_path / "s.yaml").write_text(
        "edition: 3.0.0\n"
        "resources:\n"
        "  echo:\n"
        "    component: fc3\n"
        f"    props: {{functionName: demo-echo, region: cn-hangzhou, runtime: {runtime},\n"
        "            handler: echo.handler, code: ./package.zip, timeout: 20}\n"
    )
    assert "not built" in command("up", "--detach", "--lenient-roles").stdout
    assert "build the package first" in command("invoke", "echo", code=2).stderr
    with zipfile.ZipFile(tmp_path / "package.zip", "w") as archive:
        archive.writestr("echo.py", "def handler(event, context):\n    return event\n")
    assert "not built" not in command("status").stdout
    assert command("invoke", "echo", "-e", "hello").stdout == "hello\n"
    assert len(list((tmp_path / "state" / "code").iterdir())) == 1
