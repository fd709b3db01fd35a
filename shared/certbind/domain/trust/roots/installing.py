"""How a root gets into a machine's store: by kind of system, as commands. FILE is the root as it
came from its CA; NAME is a name of one's own for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class System(Enum):
    """Kinds of systems that are told alike. Of Linux: by the family of its distribution."""

    DEBIAN = "debian"
    RED_HAT = "red_hat"
    SUSE = "suse"
    ALPINE = "alpine"
    ARCH = "arch"
    WINDOWS = "windows"
    MACOS = "macos"
    JAVA = "java"
    CERTIFI = "certifi"


LINUX = (System.DEBIAN, System.RED_HAT, System.SUSE, System.ALPINE, System.ARCH)
OTHERS = (System.WINDOWS, System.MACOS, System.JAVA, System.CERTIFI)

_KEYCHAIN = "/Library/Keychains/System.keychain"

COMMANDS: Mapping[System, tuple[str, ...]] = {
    System.DEBIAN: (
        "apt-get update && apt-get install --only-upgrade ca-certificates",
        "openssl x509 -in FILE -out /usr/local/share/ca-certificates/NAME.crt",
        "update-ca-certificates",
    ),
    System.RED_HAT: (
        "yum update ca-certificates",
        "openssl x509 -in FILE -out /etc/pki/ca-trust/source/anchors/NAME.pem",
        "update-ca-trust extract",
    ),
    System.SUSE: (
        "zypper update ca-certificates-mozilla",
        "openssl x509 -in FILE -out /etc/pki/trust/anchors/NAME.pem",
        "update-ca-certificates",
    ),
    System.ALPINE: (
        "apk add --upgrade ca-certificates",
        "openssl x509 -in FILE -out /usr/local/share/ca-certificates/NAME.crt",
        "update-ca-certificates",
    ),
    System.ARCH: (
        "pacman -S ca-certificates-mozilla",
        "trust anchor --store FILE",
    ),
    System.WINDOWS: ("certutil -addstore -f Root FILE",),
    System.MACOS: (f"sudo security add-trusted-cert -d -r trustRoot -k {_KEYCHAIN} FILE",),
    System.JAVA: ("keytool -importcert -trustcacerts -cacerts -alias NAME -file FILE",),
    System.CERTIFI: ("python -m pip install --upgrade certifi",),
}
"""In order, as root or Administrator. On Linux the first takes what the distribution has; the
others, what it lacks.
"""

CHECK = "openssl x509 -in FILE -noout -fingerprint -sha256"
"""What must be compared before a root is installed: whoever can put another one there can read
everything."""

_BY_NAME = {
    "debian": System.DEBIAN,
    "ubuntu": System.DEBIAN,
    "deepin": System.DEBIAN,
    "uos": System.DEBIAN,
    "rhel": System.RED_HAT,
    "fedora": System.RED_HAT,
    "centos": System.RED_HAT,
    "alinux": System.RED_HAT,
    "anolis": System.RED_HAT,
    "openeuler": System.RED_HAT,
    "kylin": System.RED_HAT,
    "amzn": System.RED_HAT,
    "suse": System.SUSE,
    "opensuse": System.SUSE,
    "sles": System.SUSE,
    "alpine": System.ALPINE,
    "arch": System.ARCH,
}
"""Of os-release(5). One name may be a desktop's and a server's (kylin): what it says it is like
counts first.
"""


def family_of(release: Mapping[str, str]) -> System | None:
    """Of a Linux distribution, by ID_LIKE and ID of its os-release(5); None for one that is not
    known here.
    """
    names = f"{release.get('ID_LIKE', '')} {release.get('ID', '')}".lower().split()
    return next((_BY_NAME[name] for name in names if name in _BY_NAME), None)
