"""Settings into what the use cases are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from certbind import bootstrap
from certbind.config import ProbeSettings
from certbind.errors import ConfigError
from certbind.wiring.visitors import trust_anchors
from tests.fakes.certificates import Authority, pem_of


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "No such file or directory"),
        (b"", "the bundle holds no readable root"),
        (pem_of(Authority.root()).encode()[:300], "the bundle holds no readable root"),
        (b"\xff\xfe", "codec can't decode"),
    ],
)
def test_roots_that_cannot_be_used_are_told_with_their_file_and_why(
    tmp_path: Path, content: bytes | None, problem: str
) -> None:
    bundle = tmp_path / "roots.pem"
    if content is not None:
        bundle.write_bytes(content)
    settings = ProbeSettings.from_env({"CA_BUNDLE": str(bundle)})
    with pytest.raises(ConfigError) as caught:
        trust_anchors(settings)
    assert caught.value.faults["CA_BUNDLE"].startswith(f"{bundle} cannot be used: ")
    assert problem in caught.value.faults["CA_BUNDLE"]


ENVIRONMENT = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI5tExample",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "the-secret",
    "CERTBIND_REGION": "cn-shanghai",
    "CERTBIND_ACCOUNT_ID": "1234567890123456",
    "CERTBIND_LEDGER_BUCKET": "shop-ledger",
}


def test_what_an_instance_read_of_rollouts_outlives_an_invocation_and_not_the_ledger() -> None:
    first, again, other = (
        bootstrap.connect({**ENVIRONMENT, **more}, 60)[0].rollouts
        for more in (
            {},
            {"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "the-next-secret"},
            {"CERTBIND_LEDGER_BUCKET": "other-ledger"},
        )
    )
    assert first is again
    assert first is not other
