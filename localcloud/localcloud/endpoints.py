"""What a client needs to use the local cloud: as a mapping, and as files under the directory.

The names are neutral: any program may read them.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from localcloud.credentials import AccessKey


@dataclass(frozen=True, slots=True)
class Endpoints:
    """oss: region → (public, internal) URL, the first region being the account's own; balancing:
    product → region → URL.
    """

    oss: Mapping[str, tuple[str, str]]
    cas: str
    cas_international: str
    cdn: str
    mns: str
    dns: str
    https_port: int
    ram: str = ""
    sts: str = ""
    dcdn: str = ""
    vod: str = ""
    esa: str = ""
    alidns: str = ""
    balancing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def region(self) -> str:
        """The account's own region."""
        return next(iter(self.oss))

    def variables(self, account_id: str, key: AccessKey, bundle: Path) -> dict[str, str]:
        """The lines of `env`, with the secret among them."""
        public, internal = self.oss[self.region]
        by_region = {}
        for region, (outside, inside) in self.oss.items():
            suffix = _suffix(region)
            by_region[f"OSS_ENDPOINT_{suffix}"] = outside
            by_region[f"OSS_INTERNAL_ENDPOINT_{suffix}"] = inside
        for product, places in self.balancing.items():
            by_region[f"{product.upper()}_ENDPOINT"] = places[self.region]
            for region, url in places.items():
                by_region[f"{product.upper()}_ENDPOINT_{_suffix(region)}"] = url
        return {
            "ALIBABA_CLOUD_ACCESS_KEY_ID": key.key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
            "ALIBABA_CLOUD_ACCOUNT_ID": account_id,
            "ALIBABA_CLOUD_REGION_ID": self.region,
            "OSS_ENDPOINT": public,
            "OSS_INTERNAL_ENDPOINT": internal,
            **by_region,
            "CAS_ENDPOINT": self.cas,
            "CAS_INTERNATIONAL_ENDPOINT": self.cas_international,
            "CDN_ENDPOINT": self.cdn,
            "DCDN_ENDPOINT": self.dcdn,
            "VOD_ENDPOINT": self.vod,
            "ESA_ENDPOINT": self.esa,
            "ALIDNS_ENDPOINT": self.alidns,
            "MNS_ENDPOINT": self.mns,
            "RAM_ENDPOINT": self.ram,
            "STS_ENDPOINT": self.sts,
            "DNS_SERVER": self.dns,
            "HTTPS_PORT": str(self.https_port),
            "HTTP_PORT": str(self.https_port),  # an edge hears which of the two a visitor speaks
            "CA_BUNDLE": str(bundle),
            "CRL_LOOPBACK": "true",
            "NO_PROXY": "127.0.0.1,localhost",
        }


def _suffix(region: str) -> str:
    return region.upper().replace("-", "_")


def write_files(directory: Path, variables: Mapping[str, str]) -> None:
    """`env` and `endpoints.json`, readable by their owner only: the secret is in them."""
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()]
    write_private(directory / "env", "".join(lines))
    write_private(directory / "endpoints.json", json.dumps(dict(variables), indent=2) + "\n")


def write_private(path: Path, text: str) -> None:
    """Replace a file at once, mode 0600 from its first moment."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
