"""A newcomer with a guide in hand: a fresh checkout, an account, a terminal, Serverless Devs.

`certbind`, `make`, `localcloud` and whatever else stands in a guide run as they are written.
Of `s`, what needs no account runs if `s` is here; what talks to Function Compute is done by the
local cloud's own: `deploy` starts the functions of the checkout's s.yaml with the terminal's
variables, `invoke` calls one, `remove` ends them.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from localcloud.runner.service_file import resolved_props
from localcloud.world import LocalCloud
from tests.docs.guides import ROOT

EXAMPLE_ACCOUNT = "1234567890123456"
OFFLINE = ("preview", "config")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_STEP = timedelta(seconds=61)
_SHIFT = ROOT / "localcloud" / "localcloud" / "shift"
_DEVS = ROOT / "build" / "serverless-devs" / "node_modules" / ".bin" / "s"
_LEFT_OUT = shutil.ignore_patterns(".*", "build", "__pycache__")


@dataclass(frozen=True)
class Ended:
    """A command's end; `out` is stdout and stderr as a terminal shows them."""

    code: int
    out: str


@dataclass
class Walk:
    """One guide from its first line to its last. form_only: `s` commands that were not run."""

    folder: Path
    cloud: LocalCloud = field(init=False)
    form_only: list[str] = field(default_factory=list)
    accounts: int = 0
    key: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.checkout = self.folder / "certbind"
        self.home = self.folder / "home"
        self.home.mkdir()
        shutil.copytree(ROOT, self.checkout, ignore=_LEFT_OUT)
        (self.checkout / ".venv").symlink_to(Path(sys.executable).parent.parent)
        self.exported: dict[str, str] = {}
        self._open(None)
        staged = self._make("make stage")
        assert staged.code == 0, staged.out

    @property
    def account(self) -> str:
        """Its number, another one in every run."""
        return self.cloud.kernel.credentials.account_id

    @property
    def known(self) -> dict[str, str]:
        """What the account's owner knows, and where its services are."""
        return {**self.cloud.env(), **self.key}

    def act_as(self, texts: Sequence[str]) -> None:
        """From now on with an access key that may do what these policies allow, and no more."""
        documents = [text.replace(EXAMPLE_ACCOUNT, self.account) for text in texts]
        self.cloud.ram.set_role("operator", documents)
        key = self.cloud.kernel.credentials.issue_role_key("operator")
        self.key = {
            "ALIBABA_CLOUD_ACCESS_KEY_ID": key.key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
            "ALIBABA_CLOUD_SECURITY_TOKEN": key.token,
        }

    def close(self) -> None:
        """The account is gone."""
        self.cloud.stop()

    def run(self, command: str, typed: str = "") -> Ended:
        """One line of a command block."""
        words = shlex.split(command, comments=True)
        if words[0] == "export":
            return self._export(command)
        if words[0] == "unset":
            self.exported = {k: v for k, v in self.exported.items() if k not in words[1:]}
            return Ended(0, "")
        if words[0] == "s":
            return self._serverless_devs(command, typed)
        if words[0] == "make":
            return self._make(command)
        return self._shell(command, typed)

    def advance(self, span: str) -> None:
        """`40m`, in small steps, so that everything that waits gets its turn."""
        left = timedelta(**{_UNITS[span[-1]]: int(span[:-1])})
        while left:
            step = min(left, _STEP)
            self.cloud.advance(step)
            left -= step
            self.settle()

    def settle(self) -> None:
        """Until nothing runs and nothing is due."""
        assert self.cloud.runner.settle(120), "the functions do not come to rest"

    def change_account(self) -> None:
        """To an empty one; the terminal and the checkout are the same."""
        self.cloud.stop()
        self.accounts += 1
        self._open(None)

    def _open(self, service_file: Path | None) -> None:
        self.cloud = LocalCloud(
            self.folder / f"cloud-{self.accounts}",
            service_file=service_file,
            delays={"cdn": 0, "oss": 0},
            strict_roles=True,
        )
        self.cloud.start()

    def _environment(self) -> dict[str, str]:
        """A terminal's own, the local cloud's endpoints, and what the guide exports."""
        ahead = self.cloud.clock.offset.total_seconds()
        moved = {"PYTHONPATH": str(_SHIFT), "LOCALCLOUD_AHEAD_SECONDS": str(ahead)}
        return {
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "COLUMNS": "200",
            **(moved if ahead else {}),
            **self.known,
            **self.exported,
        }

    def _shell(self, command: str, typed: str = "") -> Ended:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.checkout, env=self._environment(), input=typed.replace(" ", "\n") + "\n",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        return Ended(done.returncode, done.stdout)

    def _make(self, command: str) -> Ended:
        """In the environment of these tests; a package for one Python, of what was fetched."""
        quick = command.replace("make ", "make -o .venv/installed ", 1)
        if command != "make package":
            return self._shell(quick)
        recipe = self._shell(f"{quick} -n").out.strip()
        names = ("HOME", "UV_CACHE_DIR", "XDG_CACHE_HOME")  # where the wheels lie
        cache = [f"{n}={shlex.quote(os.environ[n])}" for n in names if n in os.environ]
        done = self._shell(f"{' '.join(cache)} {recipe} --offline --python 3.10")
        if done.code and "offline" in done.out:
            pytest.skip("the wheels are not here yet; `make test` gets them")
        return done

    def _export(self, command: str) -> Ended:
        """`…` stands for what only the account's owner knows: the local cloud answers."""
        known = self.known
        said = re.sub(r"(\w+)=…", lambda m: f"{m[1]}={shlex.quote(known[m[1]])}", command)
        done = self._shell(f"{said}; env -0")
        names = re.findall(r"\s(\w+)=", command)
        values = dict(one.split("=", 1) for one in done.out.split("\0") if "=" in one)
        self.exported |= {name: values[name] for name in names}
        return Ended(done.code, "")

    def _serverless_devs(self, command: str, typed: str) -> Ended:
        words = self._words(command)
        if words[1] in OFFLINE:
            return self._offline(command, typed)
        if words[1] == "deploy":
            return self._deploy()
        if words[1] == "remove":
            self.cloud.stop()
            self._open(None)
            return Ended(0, "")
        return self._invoke(words)

    def _words(self, command: str) -> list[str]:
        """As the shell hands them on."""
        done = self._shell(f"printf '%s\\0' {command}")
        return done.out.rstrip("\0").split("\0")

    def _offline(self, command: str, typed: str) -> Ended:
        found = str(_DEVS) if _DEVS.exists() else shutil.which("s")
        if found is None:
            self.form_only.append(command)
            return Ended(0, "")
        return self._shell(command.replace("s ", f"{shlex.quote(found)} ", 1), typed)

    def _deploy(self) -> Ended:
        """With the checks that run before it; then the functions as s.yaml describes them."""
        has_package = (self.checkout / "build" / "package").exists()
        without = "python -m scripts.check_service --without-package"
        checked = self.run("make check-service") if has_package else self._shell(without)
        if checked.code:
            return checked
        # The archive is for Function Compute's Python; this machine's runs what it is made of.
        variables = {**self._environment(), "CERTBIND_CODE": "./build/fc"}
        self.cloud.stop()
        outside = dict(os.environ)
        try:
            os.environ.clear()
            os.environ.update(variables)
            self._open(self.checkout / "s.yaml")
        finally:
            os.environ.clear()
            os.environ.update(outside)
        self.settle()
        return Ended(0, "")

    def _invoke(self, words: list[str]) -> Ended:
        """`s RESOURCE invoke -f FILE` or `-e TEXT`; anything else is not known to Walk."""
        _, resource, verb, option, value = words
        assert verb == "invoke", words
        props = resolved_props(self.checkout / "s.yaml", self._environment())
        payload = {
            "-f": (self.checkout / value).read_bytes,
            "-e": value.encode,
        }[option]()
        result = self.cloud.runner.invoke(props[resource]["functionName"], payload)
        self.settle()
        return Ended(0, result.body.decode())
