"""Settings into what the use cases are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from certbind.config import ProbeSettings
from certbind.errors import ConfigError
from certbind.wiring import trust_anchors
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
