"""The folder that an instance runs: `code:` as it is, or unpacked from the zip that it names."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

from localcloud.runner.interpreters import HOW_TO_GET_ONE, find_python
from localcloud.runner.platform import InvocationRefusedError

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Code:
    """python: None: the one that the local cloud runs on. packed: it came from a zip, with all
    packages that it needs; nothing is written into its folder.
    """

    folder: Path
    python: Path | None = None
    packed: bool = False


def prepare(code: Path, runtime: str, unpacked: Path) -> Code:
    """What an instance is to run, as it is on the disk now. InvocationRefusedError.

    A zip is unpacked into a folder below `unpacked`, one for each content. It has compiled
    packages for the Python of the runtime, so it is run by that one.
    """
    if code.is_dir():
        return Code(code)
    if not code.is_file():
        message = f"there is no folder or zip {code}: build the package first"
        raise InvocationRefusedError(404, "CodeNotFound", message)
    version = runtime.removeprefix("python")
    python = find_python(version)
    if python is None:
        how = HOW_TO_GET_ONE.format(version=version)
        message = f"{code.name} runs under Python {version}, which this machine lacks: {how}"
        raise InvocationRefusedError(400, "RuntimeNotFound", message)
    return Code(_unpack(code, unpacked), python, packed=True)


def _unpack(archive: Path, unpacked: Path) -> Path:
    with _ONE_AT_A_TIME:
        with archive.open("rb") as file:
            content = file.read()
        target = unpacked / hashlib.sha256(content).hexdigest()[:16]
        if target.is_dir():
            return target
        unpacked.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".new-", dir=unpacked))
        try:
            with zipfile.ZipFile(archive) as opened:
                opened.extractall(draft)
        except (zipfile.BadZipFile, OSError) as error:
            shutil.rmtree(draft)
            message = f"{archive} cannot be unpacked: {error}"
            raise InvocationRefusedError(400, "InvalidZipFile", message) from error
        return draft.rename(target)
