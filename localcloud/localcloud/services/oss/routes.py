"""Which request is which operation: the table that the coverage list is made from.

An operation is told by method, level (service, bucket, object) and sub-resources in the query. A
request that names more than its operation takes is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from localcloud.services.oss import errors
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.parameters import left_over


class Level(Enum):
    """What the request's path names."""

    SERVICE = "service"
    BUCKET = "bucket"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation. `needs`: query parameters, `name` or `name=value`; `header`: one it needs.

    permission: the action that a policy names, without `oss:`; "" when it is the operation's name.
    data: an operation on objects, which newer accounts may not use at a public endpoint.
    """

    action: str
    method: str
    level: Level
    needs: tuple[str, ...] = ()
    header: str = ""
    permission: str = ""
    data: bool = False

    @property
    def policy_action(self) -> str:
        """`oss:PutObject` for AppendObject, and so on."""
        return f"oss:{self.permission or self.action}"

    def fits(self, query: Mapping[str, str], headers: set[str]) -> bool:
        """Whether a request of its method and level is this operation, perhaps less exactly than
        another's route.
        """
        return all(_present(need, query) for need in self.needs) and (
            not self.header or self.header in headers
        )

    @property
    def sub_resources(self) -> frozenset[str]:
        """The names of the query parameters in `needs`."""
        return frozenset(need.partition("=")[0] for need in self.needs)

    def is_of(self, sub_resource: str) -> bool:
        """Whether this sub-resource comes first in `needs`; those after it say more of it."""
        return self.needs[:1] == (sub_resource,) and not sub_resource.startswith("x-oss-")


def _present(need: str, query: Mapping[str, str]) -> bool:
    name, equals, value = need.partition("=")
    return name in query and (not equals or query[name] == value)


def _service(action: str, *needs: str, method: str = "GET") -> Route:
    return Route(action, method, Level.SERVICE, needs)


def _bucket(action: str, method: str, *needs: str, permission: str = "") -> Route:
    return Route(action, method, Level.BUCKET, needs, permission=permission)


def _object(
    action: str, method: str, *needs: str, permission: str = "", header: str = ""
) -> Route:
    return Route(action, method, Level.OBJECT, needs, header, permission, data=True)


def _data(action: str, method: str, *needs: str, permission: str = "") -> Route:
    return Route(action, method, Level.BUCKET, needs, permission=permission, data=True)


ROUTES: tuple[Route, ...] = (
    _service("ListBuckets"),
    _bucket("PutBucket", "PUT"),
    _bucket("DeleteBucket", "DELETE"),
    _bucket("GetBucketInfo", "GET", "bucketInfo"),
    _bucket("GetBucketLocation", "GET", "location"),
    _bucket("GetBucketStat", "GET", "stat"),
    _bucket("GetBucketAcl", "GET", "acl"),
    _bucket("PutBucketAcl", "PUT", "acl"),
    _bucket("GetBucketVersioning", "GET", "versioning"),
    _bucket("PutBucketVersioning", "PUT", "versioning"),
    _bucket("GetBucketPolicy", "GET", "policy"),
    _bucket("PutBucketPolicy", "PUT", "policy"),
    _bucket("DeleteBucketPolicy", "DELETE", "policy"),
    _bucket("GetBucketHttpsConfig", "GET", "httpsConfig"),
    _bucket("PutBucketHttpsConfig", "PUT", "httpsConfig"),
    _bucket("GetBucketPublicAccessBlock", "GET", "publicAccessBlock"),
    _bucket("PutBucketPublicAccessBlock", "PUT", "publicAccessBlock"),
    _bucket("DeleteBucketPublicAccessBlock", "DELETE", "publicAccessBlock"),
    _bucket("GetBucketTransferAcceleration", "GET", "transferAcceleration"),
    _bucket("PutBucketTransferAcceleration", "PUT", "transferAcceleration"),
    _bucket("PutCname", "POST", "cname", "comp=add"),
    _bucket("ListCname", "GET", "cname"),
    _bucket("DeleteCname", "POST", "cname", "comp=delete"),
    _bucket("CreateCnameToken", "POST", "cname", "comp=token"),
    _bucket("GetCnameToken", "GET", "cname", "comp=token"),
    _data("ListObjects", "GET"),
    _data("ListObjectsV2", "GET", "list-type=2", permission="ListObjects"),
    _data("DeleteMultipleObjects", "POST", "delete", permission="DeleteObject"),
    _object("PutObject", "PUT"),
    _object("CopyObject", "PUT", header="x-oss-copy-source", permission="PutObject"),
    _object("AppendObject", "POST", "append", permission="PutObject"),
    _object("GetObject", "GET"),
    _object("HeadObject", "HEAD", permission="GetObject"),
    _object("GetObjectMeta", "HEAD", "objectMeta", permission="GetObject"),
    _object("DeleteObject", "DELETE"),
    _object("DeleteObject of a version", "DELETE", "versionId", permission="DeleteObjectVersion"),
    _data("ListObjectVersions", "GET", "versions"),
    _data("ListMultipartUploads", "GET", "uploads"),
    _data("ListLiveChannel", "GET", "live"),
    _object("InitiateMultipartUpload", "POST", "uploads", permission="PutObject"),
    _object("UploadPart", "PUT", "partNumber", "uploadId", permission="PutObject"),
    _object(
        "UploadPartCopy",
        "PUT",
        "partNumber",
        "uploadId",
        header="x-oss-copy-source",
        permission="PutObject",
    ),
    _object("CompleteMultipartUpload", "POST", "uploadId", permission="PutObject"),
    _object("AbortMultipartUpload", "DELETE", "uploadId"),
    _object("ListParts", "GET", "uploadId"),
)

_POINT = "x-oss-access-point-name"

NOT_BUILT: tuple[Route, ...] = (
    _service("DescribeRegions", "regions"),
    _service("GetUserQosInfo", "qosInfo"),
    _service("ListResourcePools", "resourcePool"),
    _service("DoMetaQueryAction", "MetaQuery", method="POST"),
    _service("DoDataPipelineAction", "dataPipeline", method="POST"),
    _service("ListAccessPoints", "accessPoint"),
    _service("ListCloudBoxes", "cloudboxes"),
    _service("ListUserDataRedundancyTransition", "redundancyTransition"),
    _service("GetPublicAccessBlock", "publicAccessBlock"),
    _service("PutPublicAccessBlock", "publicAccessBlock", method="PUT"),
    _service("DeletePublicAccessBlock", "publicAccessBlock", method="DELETE"),
    _bucket("CreateAccessPoint", "PUT", "accessPoint"),
    _bucket("GetAccessPoint", "GET", "accessPoint"),
    _bucket("DeleteAccessPoint", "DELETE", "accessPoint"),
    _bucket("PutAccessPointPolicy", "PUT", "accessPointPolicy"),
    _bucket("GetAccessPointPolicy", "GET", "accessPointPolicy"),
    _bucket("DeleteAccessPointPolicy", "DELETE", "accessPointPolicy"),
    _bucket("PutAccessPointPublicAccessBlock", "PUT", "publicAccessBlock", _POINT),
    _bucket("GetAccessPointPublicAccessBlock", "GET", "publicAccessBlock", _POINT),
    _bucket("DeleteAccessPointPublicAccessBlock", "DELETE", "publicAccessBlock", _POINT),
    _bucket("PutBucketAccessMonitor", "PUT", "accessmonitor"),
    _bucket("GetBucketAccessMonitor", "GET", "accessmonitor"),
    _bucket("PutBucketArchiveDirectRead", "PUT", "bucketArchiveDirectRead"),
    _bucket("GetBucketArchiveDirectRead", "GET", "bucketArchiveDirectRead"),
    _bucket("PutBucketCors", "PUT", "cors"),
    _bucket("GetBucketCors", "GET", "cors"),
    _bucket("DeleteBucketCors", "DELETE", "cors"),
    _bucket("CreateBucketDataRedundancyTransition", "POST", "redundancyTransition"),
    _bucket("GetBucketDataRedundancyTransition", "GET", "redundancyTransition"),
    _bucket("DeleteBucketDataRedundancyTransition", "DELETE", "redundancyTransition"),
    _bucket("PutBucketEncryption", "PUT", "encryption"),
    _bucket("GetBucketEncryption", "GET", "encryption"),
    _bucket("DeleteBucketEncryption", "DELETE", "encryption"),
    _bucket("PutBucketInventory", "PUT", "inventory", "inventoryId"),
    _bucket("GetBucketInventory", "GET", "inventory", "inventoryId"),
    _bucket("ListBucketInventory", "GET", "inventory"),
    _bucket("DeleteBucketInventory", "DELETE", "inventory", "inventoryId"),
    _bucket("PutBucketLifecycle", "PUT", "lifecycle"),
    _bucket("GetBucketLifecycle", "GET", "lifecycle"),
    _bucket("DeleteBucketLifecycle", "DELETE", "lifecycle"),
    _bucket("PutBucketLogging", "PUT", "logging"),
    _bucket("GetBucketLogging", "GET", "logging"),
    _bucket("DeleteBucketLogging", "DELETE", "logging"),
    _bucket("PutUserDefinedLogFieldsConfig", "PUT", "userDefinedLogFieldsConfig"),
    _bucket("GetUserDefinedLogFieldsConfig", "GET", "userDefinedLogFieldsConfig"),
    _bucket("DeleteUserDefinedLogFieldsConfig", "DELETE", "userDefinedLogFieldsConfig"),
    _bucket("GetMetaQueryStatus", "GET", "metaQuery"),
    _bucket("OpenMetaQuery", "POST", "metaQuery", "comp=add"),
    _bucket("DoMetaQuery", "POST", "metaQuery", "comp=query"),
    _bucket("CloseMetaQuery", "POST", "metaQuery", "comp=delete"),
    _bucket("PutBucketOverwriteConfig", "PUT", "overwriteConfig"),
    _bucket("GetBucketOverwriteConfig", "GET", "overwriteConfig"),
    _bucket("DeleteBucketOverwriteConfig", "DELETE", "overwriteConfig"),
    _bucket("GetBucketPolicyStatus", "GET", "policyStatus"),
    _bucket("PutBucketReferer", "PUT", "referer"),
    _bucket("GetBucketReferer", "GET", "referer"),
    _bucket("PutBucketReplication", "POST", "replication", "comp=add"),
    _bucket("PutBucketRTC", "PUT", "rtc"),
    _bucket("GetBucketReplication", "GET", "replication"),
    _bucket("GetBucketReplicationLocation", "GET", "replicationLocation"),
    _bucket("GetBucketReplicationProgress", "GET", "replicationProgress"),
    _bucket("DeleteBucketReplication", "POST", "replication", "comp=delete"),
    _bucket("PutBucketRequestPayment", "PUT", "requestPayment"),
    _bucket("GetBucketRequestPayment", "GET", "requestPayment"),
    _bucket("PutBucketResourceGroup", "PUT", "resourceGroup"),
    _bucket("GetBucketResourceGroup", "GET", "resourceGroup"),
    _bucket("PutStyle", "PUT", "style"),
    _bucket("GetStyle", "GET", "style", "styleName"),
    _bucket("ListStyle", "GET", "style"),
    _bucket("DeleteStyle", "DELETE", "style"),
    _bucket("PutBucketTags", "PUT", "tagging"),
    _bucket("GetBucketTags", "GET", "tagging"),
    _bucket("DeleteBucketTags", "DELETE", "tagging"),
    _bucket("PutBucketWebsite", "PUT", "website"),
    _bucket("GetBucketWebsite", "GET", "website"),
    _bucket("DeleteBucketWebsite", "DELETE", "website"),
    _bucket("InitiateBucketWorm", "POST", "worm"),
    _bucket("AbortBucketWorm", "DELETE", "worm"),
    _bucket("CompleteBucketWorm", "POST", "wormId"),
    _bucket("ExtendBucketWorm", "POST", "wormExtend", "wormId"),
    _bucket("GetBucketWorm", "GET", "worm"),
    _bucket("PutBucketQosInfo", "PUT", "qosInfo"),
    _bucket("GetBucketQosInfo", "GET", "qosInfo"),
    _bucket("DeleteBucketQosInfo", "DELETE", "qosInfo"),
    _bucket("PutBucketRequesterQosInfo", "PUT", "requesterQosInfo", "qosRequester"),
    _bucket("GetBucketRequesterQosInfo", "GET", "requesterQosInfo", "qosRequester"),
    _bucket("ListBucketRequesterQosInfos", "GET", "requesterQosInfo"),
    _bucket("DeleteBucketRequesterQosInfo", "DELETE", "requesterQosInfo", "qosRequester"),
    _bucket("PutBucketStorageQuota", "PUT", "quota"),
    _bucket("GetBucketStorageQuota", "GET", "quota"),
    _bucket("DeleteBucketStorageQuota", "DELETE", "quota"),
    _bucket("PutBucketObjectWormConfiguration", "PUT", "objectWorm"),
    _bucket("GetBucketObjectWormConfiguration", "GET", "objectWorm"),
    _bucket("CreateBucketMetadataConfiguration", "POST", "metadataConfiguration"),
    _bucket("GetBucketMetadataConfiguration", "GET", "metadataConfiguration"),
    _bucket("DeleteBucketMetadataConfiguration", "DELETE", "metadataConfiguration"),
    _bucket("UpdateBucketMetadataInventoryTableConfiguration", "PUT", "metadataInventoryTable"),
    _bucket("UpdateBucketMetadataJournalTableConfiguration", "PUT", "metadataJournalTable"),
    _data("PostObject", "POST"),
    _object("OptionObject", "OPTIONS"),
    _object("RestoreObject", "POST", "restore"),
    _object("CleanRestoredObject", "POST", "cleanRestoredObject"),
    _object("SealAppendObject", "POST", "seal"),
    _object("PutObjectACL", "PUT", "acl"),
    _object("GetObjectACL", "GET", "acl"),
    _object("PutObjectRetention", "PUT", "retention"),
    _object("GetObjectRetention", "GET", "retention"),
    _object("PutObjectLegalHold", "PUT", "legalHold"),
    _object("GetObjectLegalHold", "GET", "legalHold"),
    _object("PutSymlink", "PUT", "symlink"),
    _object("GetSymlink", "GET", "symlink"),
    _object("PutObjectTagging", "PUT", "tagging"),
    _object("GetObjectTagging", "GET", "tagging"),
    _object("DeleteObjectTagging", "DELETE", "tagging"),
    _object("SelectObject", "POST", "x-oss-process"),
    _object("ProcessImage", "GET", "x-oss-process"),
    _object("AsyncProcessObject", "POST", "x-oss-async-process"),
    _object("GetObject of a version", "GET", "versionId"),
    _object("HeadObject of a version", "HEAD", "versionId"),
    _object("PutLiveChannel", "PUT", "live"),
    _object("GetLiveChannelInfo", "GET", "live"),
    _object("DeleteLiveChannel", "DELETE", "live"),
)


_EVERY = ROUTES + NOT_BUILT
_BY_KIND = {
    kind: tuple(route for route in _EVERY if (route.method, route.level) == kind)
    for kind in {(route.method, route.level) for route in _EVERY}
}
_BUILT = frozenset(ROUTES)
CREATING = ("PutBucket", "PutBucketAcl")
"""What makes a bucket that there is not (PutBucketAcl page)."""


def find_route(
    method: str, level: Level, query: Mapping[str, str], headers: set[str]
) -> Route | None:
    """The operation that fits most exactly.

    None when there is none, and when it is built but does not take all that the query names:
    `DELETE ?stat` must not be taken for DeleteBucket.
    """
    best = _best(method, level, query, headers)
    if best is None or (best.needs and not is_built(best)):
        return best
    return None if left_over(best.action, best.sub_resources, query) else best


def refusal(method: str, level: Level, query: Mapping[str, str], headers: set[str]) -> OssRefusal:
    """Why `find_route` found none: NotImplemented with the names of what is left over.

    MethodNotAllowed where OSS is known to have none of these sub-resources with this method.
    """
    best = _best(method, level, query, headers)
    names = left_over(best.action if best else "", best.sub_resources if best else (), query)
    if all(_lacks(level, name, method) for name in names):
        return errors.method_not_allowed(method, *names[:1])
    return errors.not_taken(f"{method} of {level.value}", names)


def _best(method: str, level: Level, query: Mapping[str, str], headers: set[str]) -> Route | None:
    candidates = _BY_KIND.get((method, level), ())
    fitting = [route for route in candidates if route.fits(query, headers)]
    return max(fitting, key=lambda r: (len(r.needs), bool(r.header)), default=None)


def _lacks(level: Level, name: str, method: str) -> bool:
    """Whether the table knows the sub-resource, with other methods only."""
    methods = {route.method for route in _EVERY if route.level is level and route.is_of(name)}
    return methods != set() and method not in methods


def is_built(route: Route) -> bool:
    """Whether the local cloud does this operation."""
    return route in _BUILT
