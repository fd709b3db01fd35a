"""The stage: a local cloud with the functions of s.yaml, and the tools of whoever acts on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import TracebackType
from typing import Any

from demo.telling import WIDTH, StoryError
from demo.visitors import Visit, visit
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.world import LocalCloud

ROOT = Path(__file__).resolve().parents[1]
QUEUE, DEAD, LEDGER = "certbind-events", "certbind-events-dead", "shop-ledger"
"""As `setup` names the queues; the ledger of tests that do without `setup`."""
SITE = "cn-hangzhou"
SHIFT = ROOT / "localcloud" / "localcloud" / "shift"


class Stage:
    """One run. Everything lies in one folder and is gone afterwards."""

    strict_roles = True

    def __init__(self, folder: Path | None = None) -> None:
        """By default a new folder under build/, so that two runs do not meet.

        Roles are strict: a function may do what the policies that `setup` makes allow.
        """
        _find_code()
        if folder is None:
            (ROOT / "build").mkdir(exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix="demo-", dir=ROOT / "build"))
        self._folder = folder
        self.cloud = LocalCloud(
            self._folder, service_file=ROOT / "s.yaml", strict_roles=self.strict_roles
        )
        self._seen = 0

    def __enter__(self) -> Stage:  # noqa: PYI034 - Self came with Python 3.11
        """Started, with what `certbind setup` makes: queues, ledger, roles and policies."""
        self.cloud.start()
        self.set_up()
        return self

    def set_up(self) -> None:
        """As an operator does it."""
        self.certbind("setup", "--yes")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stopped; nothing is left running."""
        self.cloud.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def issue(
        self, *names: str, days: int = 90, line: str | None = None, defects: tuple[str, ...] = ()
    ) -> StoredCertificate:
        """CAS issues a certificate; `line`: the InstanceId of the one that it renews."""
        made = self.cloud.authorities.issue(names, days=days, defects=defects)
        return self.cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site=SITE, name=names[0], instance_id=line
        )

    def pass_time(self, *, seconds: int = 0, minutes: int = 0, hours: int = 0) -> None:
        """Move the world's clock and wait until everything that became due is done."""
        self.cloud.advance(timedelta(seconds=seconds, minutes=minutes, hours=hours))
        if not self.cloud.runner.settle(30):
            raise StoryError("the functions did not come to rest within 30 s")

    def outcomes(self) -> list[dict[str, Any]]:
        """What the functions answered since the last time that this was asked."""
        invocations = self.cloud.runner.invocations()
        new, self._seen = invocations[self._seen :], len(invocations)
        for one in new:
            if one.result.failed:
                told = one.result.body.decode("utf-8", "replace")
                raise StoryError(f"{one.function} ended with {one.result.error_type}: {told}")
        return [json.loads(one.result.body) for one in new]

    def invoke(self, function: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """A manual invoke, as `s invoke` makes it."""
        result = self.cloud.runner.invoke(f"certbind-{function}", json.dumps(event).encode())
        answer: dict[str, Any] = json.loads(result.body)
        return answer

    def visits(self, host: str) -> list[Visit]:
        """A handshake with each address of a host."""
        addresses = self.cloud.dns.resolve(host)
        return [visit(host, address, self.cloud.edges.port) for address in addresses]

    def _world_time(self) -> dict[str, str]:
        """As `localcloud run` lets a command see the world's time (docs/decisions/0006)."""
        ahead = self.cloud.clock.now() - datetime.now(timezone.utc)
        if ahead < timedelta(seconds=1):
            return {}
        seconds = str(ahead.total_seconds())
        return {"PYTHONPATH": str(SHIFT), "LOCALCLOUD_AHEAD_SECONDS": seconds}

    def certbind(self, *arguments: str) -> str:
        """The command, in a process of its own, with nothing but environment variables."""
        done = subprocess.run(
            [sys.executable, "-m", "certbind.cli.main", *arguments],
            env={
                **os.environ,
                **self.cloud.env(),
                **self._world_time(),
                "COLUMNS": str(WIDTH - 3),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode > 1:
            ended = f"certbind {arguments[0]} ended with {done.returncode}"
            raise StoryError(f"{ended}: {done.stderr}{done.stdout}")
        return done.stdout


def _find_code() -> None:
    """Without it every invocation fails, and whatever is played says so only at its end."""
    code = ROOT / os.environ.get("CERTBIND_CODE", "build/fc")
    if not code.exists():
        raise StoryError(f"{code}: what the functions run is not built; build it: make stage")
