"""The codes that each product publishes, with what certbind must take them for.

One entry a row of the products' pages: status and code (or what a template becomes), then, where
they decide, `#` and a code of detail, or `|` and a part of the message.
"""

from __future__ import annotations

from dataclasses import dataclass

from certbind.errors import (
    ArrearsError,
    BusyError,
    CloudError,
    ConflictError,
    NotFoundError,
    NotOpenedError,
    PermissionDeniedError,
    QuotaError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)


@dataclass(frozen=True)
class Published:
    status: int
    code: str
    kind: type[CloudError]
    message: str = ""
    reason: str = ""


KINDS: dict[str, type[CloudError]] = {
    "throttled": ThrottledError,
    "again": UnavailableError,
    "busy": BusyError,
    "not opened": NotOpenedError,
    "arrears": ArrearsError,
    "permission": PermissionDeniedError,
    "not found": NotFoundError,
    "conflict": ConflictError,
    "quota": QuotaError,
    "rejected": RejectedError,
}


def rows(text: str) -> list[Published]:
    """`class: entry, entry`, as many lines a class as it needs."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, listed = line.partition(": ")
        for one in listed.split(", "):
            head, _, message = one.partition(" | ")
            status, _, code = head.partition(" ")
            code, _, reason = code.partition(" #")
            found.append(Published(int(status), code, KINDS[name], message, reason))
    return found


GATEWAY = rows("""
    throttled: 400 Throttling.User, 429 Throttling.User, 400 Throttling.Api, 503 Throttling
    throttled: 400 Rejected.Throttling, 429 TooManyRequests
    again: 400 SignatureNonceUsed, 500 InternalError, 400 InternalError, 503 ServiceUnavailable
    again: 503 ServiceUnAvailable, 0 SDK.HttpError, 0 SDK.ServerUnreachable
    again: 0 SDK.UnknownServerError, 500 Whatever, 429 Whatever
    permission: 404 InvalidAccessKeyId.NotFound, 400 InvalidAccessKeyId.NotFound
    permission: 400 InvalidAccessKeyId.Inactive, 400 SignatureDoesNotMatch
    permission: 403 SignatureDoesNotMatch, 400 InvalidAccessKeySecret
    permission: 403 InvalidSecurityToken.Expired, 400 InvalidSecurityToken.Malformed
    permission: 400 InvalidSecurityToken.MismatchWithAccessKey, 400 MissingSecurityToken
    permission: 403 Forbidden.RAM, 403 Forbidden, 403 NoPermission, 400 NoPermission
    permission: 403 Forbidden.SubUser, 403 Forbedden.NotSupportRAM, 403 ActionUnauthorized
    permission: 403 Forbidden.RiskControl, 400 RiskControl.Refused, 403 Forbidden.NotVerified
    permission: 403 Forbidden.UserVerification, 400 NoRealNameAuthentication
    permission: 0 SDK.InvalidCredential, 0 SDK.GetSessionCredentialFailed, 0 InvalidCredentials
    rejected: 404 InvalidApi.NotFound, 403 InvalidAction, 404 InvalidAction.NotFound
    rejected: 404 InvalidProduct.NotFound, 400 InvalidTimeStamp.Expired, 400 IllegalTimestamp
    rejected: 400 InvalidTimeStamp.Format, 400 IncompleteSignature, 400 InvalidSignatureMethod
    rejected: 403 UnsupportedHTTPMethod, 404 InvalidProtocol.NeedSsl, 400 InvalidParameter.Format
    rejected: 403 ChargeTypeViolation, 400 MissingParameter, 400 MissingDomain
    rejected: 400 InvalidParameter, 400 InvaildParameter, 400 InvalidDomain
    rejected: 400 UnsupportedParameter, 400 UnsupportedOperation, 400 NoSuchVersion
    rejected: 400 IdempotentParameterMismatch, 0 SDK.InvalidRegionId
    rejected: 0 SDK.EndpointResolvingError, 0 SDK.MissingEndpointsFiler, 0 SDK.InvalidRequest
    rejected: 0 SDK.InvalidParams, 0 SDK.InvalidParameter, 0 SDK.NotSupport, 0 ParameterMissing
    rejected: 499 Whatever
    not found: 404 Forbidden.InstanceNotFound
    arrears: 400 InsufficientBalance
    quota: 400 QuotaExceeded, 400 QuotaExceeded.Domain
""")

CDN = rows("""
    not opened: 403 OperationDenied | Your account does not open CDN service yet.
    not opened: 403 OperationDenied | 您的账号未开通 CDN 服务
    not opened: 403 CdnServiceNotFound, 404 CdnServiceNotFound
    arrears: 403 OperationDenied | Your CDN service is suspended.
    arrears: 403 OperationDenied | 服务已停止, 403 OperationDenied | 账号欠费
    arrears: 403 CdnServiceSuspended, 400 InsufficientBalance
    permission: 403 OperationDenied | Your account is locked for security.
    permission: 403 OperationDenied | You do not have access., 403 OperationDenied
    permission: 400 IllegalOperationDomain, 403 IllegalOperation, 400 IllegalOperation
    permission: 400 NoPermission.SLR, 400 AccountBlacklist, 400 AuthenticationFailed
    permission: 403 Unauthorized, 403 Forbidden.BidUser
    busy: 403 ServiceBusy, 403 SystemUpgrading, 500 Internal.ForbidError
    busy: 400 InvalidDomain.Configure_failed, 500 InvalidDomain.Configure_failed
    busy: 400 Certificate.SettedNotEffect, 400 InvalidDomain.notOnline
    busy: 403 DomainInProtectedMode, 400 DomainInProtectedMode, 400 DomainInSafeMode
    busy: 400 Certificate.NotPermittedOff, 400 HttpsNotEnabled
    busy: 400 InvalidOperation.ForceRedirect, 400 InvalidStatus.ResourceGroup
    throttled: 400 FlowControlError, 403 PreloadQueueFull, 403 TooMany.Refresh
    again: 500 Internal.ConfigError, 400 CertStorage.failed, 400 CreateCertificateFailed
    again: 400 DeleteFailed
    not found: 400 CertNotExisted, 400 Certificate.NotFind, 400 NotExist
    not found: 400 Certificate.StatusError, 400 NoHttpsDomain, 404 ConfigNotFound
    not found: 404 InvalidConfigID.NotFound, 400 InvalidConfigID.NotExist
    not found: 404 InvalidDomain.NotFound
    conflict: 400 CertificateContent.Duplicated, 400 Certificate.Duplicated
    conflict: 400 CertNameAlreadyExists, 400 ConfigDuplicate, 400 BusinessExist
    conflict: 400 CdnService.HasOpened
    quota: 403 DomainOverLimit, 403 QuotaExceeded.Refresh, 403 QuotaExceeded.Preload
    rejected: 400 PrivateKeyError, 500 PrivateKeyError, 400 Certificate.MissMatch
    rejected: 400 Certificate.MissMatch | The certificate does not match the domain.
    rejected: 404 CertName.MissingParameter, 400 SSLPri.MissingParameter
    rejected: 400 SSLPub.MissingParameter, 404 InvalidDomain.Offline, 400 InvalidDomain.Offline
    rejected: 400 BatchSetBusinessError, 400 DomainNameOverLimit, 400 InvalidSSLPub
    rejected: 400 InvalidSSLPri, 400 sslPub.Error, 400 sslPri.Error, 400 Decode.Error
    rejected: 400 Key.Malformed, 400 Certificate.FormatError, 400 Certificate.KeyNull
    rejected: 400 Certificate.EncodeError, 400 Certificate.DecodeError
    rejected: 400 Certificate.MissingParameter, 400 Certificate.NoPrivateKey
    rejected: 400 InvalidCertificate, 400 InvalidCertificate.TooLong, 400 InvalidPrivateKey
    rejected: 400 SourceIp.Exceed, 400 InvalidCertName.TooLong
    rejected: 400 SetDomainCertificate.ParameterError
    rejected: 400 SetDomainServerCertificate.ParameterError, 400 Certificate.Expired
    rejected: 400 Abs.CertRegion.ValueNotSupported, 400 InvalidSSLProtocol.ValueNotSupported
    rejected: 400 InvalidEnv, 400 InvalidFunctionName.ValueNotSupported
    rejected: 400 InvalidFunctions.Malformed, 400 InvalidArgName.ValueNotSupported
    rejected: 400 InvalidArgValue.Malformed, 400 InvalidHeaderKey.ValueNotSupported
    rejected: 400 InvalidPageSize.ValueNotSupported, 400 InvalidPageNumber.ValueNotSupported
    rejected: 400 InvalidDomainStatus.ValueNotSupported
    rejected: 400 InvalidDomainSearchType.ValueNotSupported, 400 BadArgument
    rejected: 400 UnsupportedParameter, 400 EntityNotExists.ResourceGroup
    rejected: 400 LX_CREATE_ORDER_FAILED, 400 FUWU_BIZ_COMMODITY_VERIFY_FAIL, 403 Forbidden.Intl
    rejected: 400 InnerAddDomainDenied, 400 DomainAlreadyExist, 400 DomainReserved
    rejected: 400 DomainOwnerVerifyFail, 404 DomainNotRegistration
    rejected: 400 RecordCheckNotAvailable, 400 RetErrorSourceCircle
    rejected: 404 IllegalOperationTopDomain, 400 RegionNoResource
    rejected: 400 NotInternationRealIdentity, 400 ExtensiveAndAllBlackList
""")

CAS = rows("""
    again: 400 InternalError, 400 DeductQuotaFailed, 400 CreateOrderFailed, 400 CreateCsrFailed
    again: 400 500
    throttled: 400 FlowControlError
    not found: 400 NotFound, 400 NotFound.Certificate, 400 InvalidCertId.NotFound
    not found: 400 InvalidResourceId.NotFound
    permission: 400 AccessDenied.NoAuth, 400 PermissionDenied
    busy: 400 OperationDenied.SystemUpgrading, 400 InvalidStatus.UpdateProtection
    busy: 400 InvalidStatus.DeleteProtection
    conflict: 400 OperationDenied.StatusNotSupport, 400 NameRepeat, 400 NameAlreadyExist
    conflict: 400 AlreadyExists.Name, 400 CertificatePrivateKey.Existed, 400 ParamRepeat
    conflict: 400 DomainAlreadyExist, 400 ResourceAlreadyAssociated
    arrears: 400 INSUFFICIENT.AVAILABLE.QUOTA
    quota: 400 AlreadyExistsTry, 400 InsufficientQuota
    rejected: 400 CouldNotRefund.InsufficientQuota, 400 CouldNotRefund.NotSupport
    rejected: 400 CouldNotRefund.OverTime, 400 DomainRepeat, 400 CertificateExpired
    rejected: 400 OrderExpired, 400 CertificateFormatException, 400 ParseCertificateFailed
    rejected: 400 PrivateKeyFormatException, 400 CertificateChainNotMatch
    rejected: 400 NotMatch.CertificateAndPrivateKey, 400 DataTooLongException
    rejected: 400 DecryptError, 400 MissingParameter, 400 InvalidParameter
    rejected: 400 InvalidParameter.MobileIllegal, 400 InvaildParameterSource
    rejected: 400 InvalidSource.Content.Malformed, 400 DomainAndProductNotMatch
    rejected: 400 OperationDenied.ProductNotSupport, 400 OperationDenied.NotSameCompanyEntity
    rejected: 400 DeployFailed, 400 DeployFailed.InvalidCertPath
    rejected: 400 DeployFailed.InvalidPrivatePath, 400 DeployFailed.InvalidCertChainPath
    rejected: 400 DeployFailed.CertBackupFailed, 400 DeploymentJobFailed, 400 WebHookFailed
    rejected: 400 ResourceNotSupportCert, 400 ProductCode.NotFound, 400 NotApplicable
""")

OSS = rows("""
    arrears: 403 UserDisable #0003-00000801, 403 InDebt, 403 InDebtOverdue
    arrears: 403 Unpublished #0003-00000806, 403 AbnormalBucketOwnerStatus
    arrears: 403 KmsInDebt, 403 KmsInDebtOverdue
    not opened: 403 UbsmsInvalidBid
    permission: 403 BucketDisable, 403 AccessDenied #0003-00000001
    permission: 403 AccessDenied | You are forbidden to list buckets.
    permission: 403 AccessDenied | You have no right by the authorizer's policy.
    permission: 403 InvalidAccessKeyId #0002-00000902, 403 SecurityTokenExpired
    permission: 403 InvalidSecurityToken, 403 BucketNotBelongTo
    permission: 403 SignatureDoesNotMatch #0002-00000040
    permission: 403 AccessKeyIdAndSecurityTokenNotMatch, 403 SecurityTokenNotSupported
    permission: 400 SecurityTokenNotSupported
    rejected: 403 AccessDenied | OSS authentication requires a valid Date.
    rejected: 403 PermanentRedirect, 403 RequestTimeTooSkewed #0002-00000504
    rejected: 403 NeedVerifyDomainOwnership #0018-00000115, 404 NoSuchCnameInRecord
    rejected: 403 KmsServiceNotEnabled, 400 KmsServiceNotEnabled, 403 KmsUbsmsInvalidBid
    rejected: 400 InvalidArgument #0017-00000279, 400 InvalidArgument #0002-00000226
    rejected: 403 SecondLevelDomainForbidden, 403 NonStandardHostForbidden
    rejected: 400 Unpublished #0030-00000002, 400 InvalidPolicyDocument
    rejected: 409 ObjectNotAppendable, 400 NotImplemented, 501 NotImplemented
    rejected: 400 PublicEndpointForbidden #0048-00000401, 409 FileImmutable
    rejected: 403 WORMConfigurationLocked, 403 InvalidObjectState
    rejected: 403 TransferAccelerationDisabled, 400 MalformedXML, 400 MissingArgument
    rejected: 400 InvalidBucketName, 400 InvalidObjectName, 400 InvalidDigest
    rejected: 411 MissingContentLength, 403 AccessForbidden, 409 BucketNotEmpty
    again: 400 RequestTimeout, 500 InternalError, 503 ServiceUnavailable
    conflict: 409 FileAlreadyExists #0026-00000002, 409 ObjectAlreadyExists, 403 CnameDenied
    conflict: 409 CnameAlreadyExists, 409 Unpublished #0018-00000209
    conflict: 400 NoNeedCreateCnameToken, 412 PreconditionFailed, 409 PositionNotEqualToLength
    conflict: 409 BucketAlreadyExists
    not found: 400 CertificateInvalidCasId #0018-00000204, 404 NoSuchCname
    not found: 404 CnameTokenNotFound, 404 NoSuchBucketPolicy, 404 NoSuchBucket, 404 NoSuchKey
    quota: 400 TooManyCname, 400 TooManyBuckets
    throttled: 429 QpsLimitExceeded, 503 MetaOperationQpsLimitExceeded
    throttled: 503 TotalQpsLimitExceeded, 503 ActiveRequestLimitExceeded, 503 CpuLimitExceeded
    throttled: 503 UploadTrafficRateLimitExceeded, 503 DownloadTrafficRateLimitExceeded
    throttled: 503 RequestRateLimitExceeded, 503 SlowDown, 503 TooManyRequests
""")

MNS = rows("""
    not found: 404 MessageNotExist, 404 QueueNotExist, 404 TopicNotExist
    not found: 404 SubscriptionNotExist
    rejected: 408 TimeExpired, 400 ReceiptHandleError, 400 InvalidArgument, 400 InvalidDegist
    rejected: 400 MalformedXML, 400 MissingAuthorizationHeader, 400 InvalidQueueName
    rejected: 400 QueueNameLengthError, 400 InvalidRequestURL, 400 InvalidQueryString
    rejected: 400 InvalidDateHeader
    busy: 400 QueueDeletedRecently
    throttled: 400 QpsLimitExceeded, 400 QPS Limit Exceeded
    permission: 400 InvalidAuthorizationHeader, 403 AccessDenied, 403 InvalidAccessKeyId
    permission: 403 SignatureDoesNotMatch
    again: 500 InternalError, 500 InternalServerError, 503 ServiceUnavailable
    conflict: 409 QueueAlreadyExist, 409 TopicAlreadyExist, 409 SubscriptionAlreadyExist
    conflict: 400 Forbidden.Opened, 400 ORDER.OPEND
""")

RAM = rows("""
    not opened: 403 Inactive
    quota: 409 LimitExceeded.User, 409 LimitExceeded.Role, 409 LimitExceeded.Policy
    quota: 409 LimitExceeded.Policy.Version, 409 LimitExceeded.Role.Policy
    rejected: 409 DeleteConflict.Role.Policy, 409 DeleteConflict.Policy.Version
    rejected: 409 DeleteConflict.Policy.User, 400 MalformedPolicyDocument
    rejected: 400 InvalidParameter.PolicyName.Length, 400 InvalidParameter.RoleName.InvalidChars
    conflict: 409 EntityAlreadyExists.Role, 409 EntityAlreadyExists.Policy
    conflict: 409 EntityAlreadyExists.Role.Policy
    not found: 404 EntityNotExist.Role, 404 EntityNotExist.Policy, 404 EntityNotExist
    not found: 404 EntityNotExist.Policy.Version, 404 InvalidRamRole.NotFound
    permission: 403 NoPermission, 403 CheckAuthenticationCodeFail
    again: 500 InternalError
    throttled: 400 Throttling.User
""")

STS = rows("""
    permission: 403 NoPermission, 400 MissingSecurityToken, 404 InvalidAccessKeyId.NotFound
    permission: 400 InvalidAccessKeyId.Inactive, 401 AuthenticationFail.SAMLAssertion.Expired
    permission: 401 AuthenticationFail.IDPMetadata.Invalid
    not found: 404 EntityNotExist.Role, 404 EntityNotExist.RoleArn
    rejected: 400 InvalidParameter.RoleArn, 400 InvalidParameter.DurationSeconds
    rejected: 400 InvalidParameter.PolicySize, 400 MissingParameter.RoleArn
    again: 500 InternalError
    throttled: 429 Throttling.User
""")

DCDN = rows("""
    not opened: 403 DcdnServiceNotFound, 403 DcdnIpaServiceNotFound
    arrears: 400 AccountArrears
    quota: 403 Domain.OverQuota
    rejected: 403 Function.NotSupport, 403 DomainName.WrongValueMatched
    rejected: 400 Domain.BeianInvalid, 400 DomainTraffic.ExceedThreshold, 400 Schedule.Forbidden
    busy: 403 ServiceBusy, 403 DomainInProtectedMode, 400 InvalidDomain.notOnline
    throttled: 400 FlowControlError, 400 Throttling.User
    not found: 404 InvalidDomain.NotFound, 400 Certificate.NotFind
    permission: 403 Forbidden.RAM
    rejected: 400 Certificate.Expired, 400 Certificate.FormatError
""")
VOD = rows("""
    not opened: 403 OperationDenied | Your account does not open VOD service yet.
    arrears: 403 OperationDenied.Suspended, 403 OperationDenied | Your VOD service is suspended.
    permission: 403 Forbidden
    busy: 403 ServiceBusy, 403 SystemUpgrading, 500 InvalidDomain.Configure_failed
    not found: 404 InvalidDomain.NotFound
    again: 500 InternalError, 503 ServiceUnavailable
    rejected: 500 PrivateKeyError, 500 RegionNoResource
""")
ALIDNS = rows("""
    busy: 400 LastOperationNotFinished, 400 OperationThreadInUsed
    throttled: 400 Fobidden.TooOfen
    again: 400 UnKnownError, 400 InternalError
    not found: 400 InvalidDomainName.NoExist, 400 IncorrectDomainUser
    not found: 400 DomainRecordNotBelongToUser
    conflict: 400 DomainRecordDuplicate
    quota: 400 QuotaExceeded.Record, 400 QuotaExceeded.ARecord
    rejected: 400 DomainRecordConflict, 400 DomainForbidden, 400 DomainRecordLocked
    rejected: 400 Forbidden.RecordLocked, 400 Forbidden.DomainLocked, 400 Forbidden.DomainExpired
    rejected: 400 RecordForbidden.BlackHole, 400 InvalidDomainName.Format
    rejected: 400 InvalidDomainName.Suffix, 400 InvalidDomainName.Unregistered
    permission: 403 Forbidden.RAM
""")
LATER = rows("""
    busy: 403 Site.ServiceBusy, 400 LockFailed, 400 IncorrectStatus.Listener
    busy: 400 IncorrectBusinessStatus.LoadBalancer, 400 ResourceInConfiguring.Listener
    busy: 400 SystemBusy
    throttled: 429 TooManyRequests
    conflict: 400 Certificate.Duplicated, 400 ListenerAlreadyExists, 400 Conflict.Listener
    not found: 404 ResourceNotFound.Listener, 404 resourcenotfound.loadbalancer
    not found: 404 Certificate.NotFound, 404 ServerCertificateId.NotFound
""")
"""By the form of the code alone: products that have no folder yet."""
