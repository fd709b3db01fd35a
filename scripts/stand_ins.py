"""What the SDKs import and nothing here calls: a few lines in its place in the package.

| package | imported by | for |
|---|---|---|
| pycryptodome | oss2 | encryption on the client's side |
| deprecated, and wrapt with asyncio | mns | a mark on properties |
| charset_normalizer | requests | guessing how a text is encoded |
| its own chardet | the classic SDK | the same |

Their import was a third of the SDKs', their files a tenth of the package. Who calls what is left
out is told so. Elsewhere (tests, the command) the packages themselves are there.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_ABSENT = '''\
class Absent:
    """Of a package that is not in certbind's: it fails when it is used."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        raise NotImplementedError(f"{self._name} is not in the package of certbind")


def __getattr__(name):
    if name.startswith("_"):
        raise AttributeError(name)
    return Absent(f"{__name__}.{name}")
'''
_MARK = '''\
def deprecated(*_said, **_more):
    """The property as it is: who uses it is not warned."""
    return lambda marked: marked
'''
_GUESS = '''\
__version__ = "{version}"


def detect(content):
    """As requests has it without this package."""
    return {{"encoding": "utf-8", "confidence": 0.0, "language": ""}}
'''

_OLD = "aliyunsdkcore/vendored/requests/packages/chardet"
_MODULES = {
    "Crypto/__init__.py": _ABSENT,
    "Crypto/Cipher.py": _ABSENT,
    "Crypto/PublicKey.py": _ABSENT,
    "Crypto/Util.py": _ABSENT,
    "deprecated/__init__.py": _MARK,
    "charset_normalizer/__init__.py": _GUESS,
    f"{_OLD}/__init__.py": _GUESS,
}
_REPLACED = ("pycryptodome", "deprecated", "wrapt", "charset_normalizer")
"""As their metadata calls them."""


def put_stand_ins(folder: Path) -> None:
    """In the place of each package of `folder` that nothing here calls, and of its metadata."""
    found = {path.name.partition("-")[0]: path for path in folder.glob("*.dist-info")}
    version = found["charset_normalizer"].name.split("-")[1].removesuffix(".dist")
    for name in _REPLACED:
        shutil.rmtree(found[name])
    for name in ("Crypto", "deprecated", "wrapt", "charset_normalizer", _OLD):
        shutil.rmtree(folder / name)
    for place, text in _MODULES.items():
        (folder / place).parent.mkdir(exist_ok=True)
        written = text.format(version=version) if text is _GUESS else text
        (folder / place).write_text(written, "utf-8")
