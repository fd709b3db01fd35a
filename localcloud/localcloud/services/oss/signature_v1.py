"""Signature version 1: `Authorization: OSS <id>:<base64(hmac-sha1)>`, and its signed URLs."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import unquote_plus

from localcloud.http import Request

SIGNED_PARAMETERS = frozenset(
    """
    MetaQuery accessPoint accessPointConfigForObjectProcess accessPointForObjectProcess
    accessPointPolicy accessPointPolicyForObjectProcess acl action append asyncFetch
    bucketArchiveDirectRead bucketInfo cacheConfiguration callback callback-var chunkNumber
    chunkSize cleanRestoredObject cloudboxes cname comp continuation-token copy cors
    dataAccelerator dataPipeline delete dfs dfsadmin dfssecurity encryption endTime
    eventnotification group httpsConfig img inventory inventoryId legalHold lifecycle link
    live location logging metaQuery metadataConfiguration metadataInventoryTable
    metadataJournalTable objectInfo objectMeta objectWorm overwriteConfig partNumber partSize
    partUploadId policy policyStatus position processConfiguration publicAccessBlock qos
    qosInfo qosRequester quota redundancyProgress redundancyTransition redundancyType referer
    regionList regionsV2 replication replicationLocation replicationProgress requestPayment
    requesterQosInfo reservedcapacity resourceGroup resourcePool resourcePoolBuckets
    resourcePoolInfo response-cache-control response-content-disposition
    response-content-encoding response-content-language response-content-type response-expires
    responseHeader restore retention rtc seal security-token sequential startTime stat status
    style styleName symlink tagging transferAcceleration uploadId uploads
    userDefinedLogFieldsConfig userRegion verbose versionId versioning versions virtualBucket
    vod website worm wormExtend wormId x-oss-ac-forward-allow x-oss-ac-source-ip
    x-oss-ac-subnet-mask x-oss-ac-vpc-id x-oss-access-point-name x-oss-async-process
    x-oss-process x-oss-redundancy-transition-taskid x-oss-request-payer
    x-oss-target-redundancy-type x-oss-traffic-limit x-oss-write-get-object-response
    """.split()  # noqa: SIM905 - over a hundred names read better as a paragraph
)
"""The query parameters that are part of the signed resource; all others are not signed.

All that oss2, alibabacloud-oss-v2 or the OpenAPI gateway of OSS signs: each knows some that the
others do not.
"""


def string_to_sign(request: Request, bucket: str, key: str, date: str) -> bytes:
    """What the client signed. `date`: the Date header, or the Expires of a signed URL."""
    lines = [request.method, header(request, "content-md5"), header(request, "content-type"), date]
    # The parser hands header bytes over as latin-1; the names in the resource are UTF-8.
    head = "\n".join([*lines, _oss_headers(request)]).encode("latin-1", "replace")
    return head + _resource(request, bucket, key).encode()


def signature(secret: str, text: bytes) -> str:
    """Base64 of HMAC-SHA1."""
    return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha1).digest()).decode()


def header(request: Request, name: str) -> str:
    """A header's value without the spaces around it; "" when it is absent."""
    return str(request.headers.get(name) or "").strip()


def _oss_headers(request: Request) -> str:
    pairs = [(name.lower(), value.strip()) for name, value in request.headers.items()]
    return "".join(f"{n}:{v}\n" for n, v in sorted(pairs) if n.startswith("x-oss-"))


def _resource(request: Request, bucket: str, key: str) -> str:
    path = f"/{bucket}/{key}" if bucket else "/"
    signed = []
    for pair in filter(None, request.query.split("&")):
        name, _, value = (unquote_plus(part) for part in pair.partition("="))
        if name in SIGNED_PARAMETERS:
            signed.append((name, value))
    if not signed:
        return path
    return path + "?" + "&".join(f"{n}={v}" if v else n for n, v in sorted(signed))
