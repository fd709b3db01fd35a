"""The account's owner at work beside certbind, with the SDK and the account's own key."""

from __future__ import annotations

import oss2

from localcloud.world import LocalCloud


def own_bucket(cloud: LocalCloud, name: str) -> oss2.Bucket:
    """A bucket of the region in which the tests make them."""
    key = cloud.kernel.credentials.root
    auth = oss2.AuthV4(key.key_id, key.secret)
    return oss2.Bucket(auth, cloud.env()["OSS_ENDPOINT"], name, region="cn-hangzhou")
