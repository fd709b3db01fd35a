"""Where the real service's behaviour is uncertain, the local cloud can do either.

Each switch names what is unsure and its readings, the first being the default. Tests run the
others too. A switch leaves this file when a real account has settled it (docs/real-account.md).
"""

from __future__ import annotations

from localcloud.store import Store

SWITCHES: dict[str, tuple[str, ...]] = {
    # OSS ListCname: form of ValidStartDate and ValidEndDate.
    "oss.cname_dates": ("openssl", "rfc1123"),
    # OSS PutCname: no PreviousCertId, no Force, and a certificate is attached.
    "oss.attach_over_existing": ("refuse", "accept"),
    # OSS PutCname: no PreviousCertId, no Force, and no certificate is attached.
    "oss.first_attach": ("accept", "refuse"),
    # OSS PutCname: no PreviousCertId, no Force, and this very certificate is attached.
    "oss.attach_the_same": ("accept", "refuse"),
    # OSS PutCname: status of a conflict of PreviousCertId, with a Code to fit; the EC is certain.
    "oss.conflict_status": ("400", "412"),
    # OSS PutCname DeleteCertificate=true: whether PreviousCertId is compared when it is sent.
    "oss.detach_compares": ("yes", "no"),
    # OSS CopyObject: an If-Match and its like without `x-oss-copy-source-` before it.
    "oss.copy_plain_conditions": ("ignore", "source"),
    # OSS DeleteCname of a domain that is not bound: documentation says 404, live tests saw 200.
    "oss.delete_unbound_cname": ("200", "404"),
    # OSS: whether a domain that ListCname shows as Disabled is served on.
    "oss.disabled_cname": ("not_served", "served"),
    # OSS: which endpoints the API's ports stand for, though they speak plain HTTP: what a policy
    # that asks for SecureTransport takes them for. Nothing of the real service is in doubt here.
    "oss.ports_stand_for": ("https", "http"),
    # OSS: what is refused to an account in arrears: objects and all that writes to buckets,
    # objects alone, or every call. Seen live: a listing of buckets worked, objects did not.
    "oss.arrears": ("writes", "objects", "everything"),
    # OSS: the code for an account that never opened it.
    "oss.not_opened": ("UbsmsInvalidBid", "UserDisable"),
    # CDN: the codes for an account in arrears, and for one that never opened it; OperationDenied
    # with words of its own is the older form of both.
    "cdn.arrears": ("CdnServiceSuspended", "OperationDenied"),
    "cdn.not_opened": ("CdnServiceNotFound", "OperationDenied"),
    # DCDN: whether it has all functions of CDN's, as its newer page reads, or an older one's few.
    "dcdn.functions": ("as_cdn", "few"),
    # CAS: nothing is published of an account in arrears, nor of one that never opened it.
    "cas.arrears": ("unaffected", "InsufficientBalance"),
    "cas.not_opened": ("empty", "CasServiceNotFound"),
    # OSS DeleteBucket of a bucket that holds nothing but multipart uploads which nobody ended.
    "oss.delete_bucket_with_uploads": ("refuse", "accept"),
    # CAS: whether ListUserCertificateOrder(CERT) shows certificates of V2.0 instances.
    "cas.instances_in_order_list": ("yes", "no"),
    # CAS and CDN: whether an action's parameters may stand in the form; the signature covers them.
    "rpc.form_parameters": ("read", "ignore"),
    # CAS and CDN: whether the published limits of calls a second are held to.
    "rpc.rate_limits": ("off", "on"),
    # CAS UpdateInstance: whether an instance with complete data is submitted by it, without an
    # ApplyCertificate.
    "cas.update_submits": ("no", "yes"),
    # CAS GetInstanceDetail: which certificate an instance shows while its renewal is pending.
    "cas.pending_shows": ("old", "none"),
    # CAS GetInstanceDetail: unit of its times; comments say seconds, examples have more digits.
    "cas.instance_times": ("milliseconds", "seconds"),
    # CAS GetInstanceDetail of an id that is no V2.0 instance's: the code.
    "cas.unknown_instance_code": ("NotFound", "InvalidParameter"),
    # CAS: whether the host record of a validation is told below the root domain, or whole.
    "cas.validation_host": ("below_root", "whole"),
    # CAS hosting: at how many days before its end a certificate is applied for anew.
    "cas.auto_reissue_days": ("30", "15"),
    # CAS deployment jobs: unit of their times; comments say seconds, examples have more digits.
    "cas.job_times": ("milliseconds", "seconds"),
    # CAS deployment jobs: when one with an uploaded certificate is refused for want of units.
    "cas.upload_needs_units": ("start", "create"),
    # CAS RenewCertificateOrderForPackageRequest: whether the new order waits for an application.
    "cas.renewed_order": ("payed", "applied"),
    # CAS DescribePackageState: whether UsedCount grows at the application or at the issue.
    "cas.quota_counts": ("applied", "issued"),
    # CAS details: unit of NotBefore and NotAfter.
    "cas.detail_times": ("milliseconds", "seconds"),
    # CAS DeleteUserCertificate of a certificate in use: the code.
    "cas.delete_in_use_code": (
        "InvalidStatus.DeleteProtection",
        "OperationDenied.StatusNotSupport",
    ),
    # CDN SetCdnDomainSSLCertificate: a certificate that does not cover the domain.
    "cdn.mismatch": ("accept", "refuse"),
    # CDN: whether a domain is `configuring` for a while after its certificate was changed.
    "cdn.certificate_configures": ("yes", "no"),
    # CDN SetCdnDomainSSLCertificate of a certificate of CAS: whether the caller needs CAS's
    # permission besides CDN's.
    "cdn.needs_cas_permission": ("no", "yes"),
    # CDN SetCdnDomainSSLCertificate: an upload without CertName.
    "cdn.upload_without_name": ("generate", "refuse"),
    # CDN DescribeDomainCertificateInfo with HTTPS off.
    "cdn.https_off": ("one_entry", "empty"),
    # CDN DescribeDomainCertificateInfo: whether a free certificate of CDN's own has a CertId.
    "cdn.free_certificate_id": ("shown", "none"),
    # CDN DescribeCdnCertificateDetailById: whole chain or the leaf alone.
    "cdn.detail_by_id": ("chain", "leaf"),
    # Alidns: whether a change of a zone is refused within a second of the last one (seen so).
    "alidns.last_operation": ("done", "lingers"),
    # Alidns: the code for a zone that is not in the account.
    "alidns.unknown_zone_code": ("InvalidDomainName.NoExist", "IncorrectDomainUser"),
    # Alidns: how a record's status is written; examples and documentation differ.
    "alidns.status_word": ("ENABLE", "Enable"),
    # ALB and NLB: of two additional certificates that match a name alike, which one is served.
    "lb.sni_tie": ("newest", "oldest"),
    # ALB and NLB: the word for a certificate that is on its way out: the response models spell it
    # `Diassociating`, the text beside them not.
    "lb.dissociating_word": ("Diassociating", "Dissociating"),
    # ALB and NLB: the status of a listener while additional certificates come or go.
    "lb.associating_listener": ("Configuring", "Associating"),
    # ALB and NLB: which default certificate the reads show while UpdateListenerAttribute goes on.
    "lb.default_shown": ("coming", "standing"),
    # ALB and NLB UpdateListenerAttribute: a certificate that the listener has already, as its
    # default or beside it.
    "lb.update_to_associated": ("refuse", "accept"),
    # ALB and NLB: whether a certificate of the CAS site that a region does not belong to is taken.
    "lb.certificate_site": ("own", "any"),
    # ALB and NLB: an expired certificate that is to be associated.
    "lb.expired_certificate": ("refuse", "accept"),
    # ALB and NLB: whether a stopped listener takes other certificates.
    "lb.stopped_listener": ("accept", "refuse"),
    # ALB and NLB: the code for a full quota of additional certificates.
    "lb.quota_code": ("QuotaExceeded.QuotaInsufficient", "QuotaExceeded.CertificatesNum"),
    # ALB and NLB: the code of a write to a listener that is being changed.
    "alb.busy_code": ("IncorrectStatus.Listener", "ResourceInConfiguring.Listener"),
    "nlb.busy_code": ("IncorrectStatus.listener", "Conflict.Lock"),
    # ALB and NLB: a write with the token of one whose job is not over.
    "alb.token_processing": ("refuse", "answer"),
    "nlb.token_processing": ("answer", "refuse"),
    # ALB GetListenerAttribute: the default certificate alone, or all of them.
    "alb.attribute_certificates": ("default", "all"),
    # NLB: how a busy listener is told: by the HTTP status, or by 200 with Success=false.
    "nlb.busy_told_by": ("status", "success_false"),
    # NLB GetJobStatus: the word for a job that is not over.
    "nlb.processing_word": ("Processing", "processing"),
    # MNS CreateQueue of a name that was deleted less than ten seconds (a guess) ago.
    "mns.deleted_recently": ("refuse", "accept"),
    # EventBridge IsBase64Decode=true with a body that is no base64.
    "eventbridge.plain_body": ("pass", "fail"),
    # What lands in the trigger's dead-letter queue.
    "eventbridge.dead_letter": ("event", "body"),
    # TLS edge of CDN for a name without a certificate.
    "edge.unknown_name": ("alert", "handshake_failure", "internal_error", "default_certificate"),
}


class Switches:
    """The readings in force; they survive a restart."""

    def __init__(self, store: Store) -> None:
        self._chosen = store.table("switches")

    def __getitem__(self, name: str) -> str:
        default = SWITCHES[name][0]
        return str(self._chosen.get(name, {"value": default})["value"])

    def set(self, name: str, value: str) -> None:
        """Choose a reading; ValueError names what there is."""
        if name not in SWITCHES:
            raise ValueError(f"no switch {name!r}; there are {', '.join(sorted(SWITCHES))}")
        if value not in SWITCHES[name]:
            raise ValueError(f"{name} takes {' or '.join(SWITCHES[name])}, not {value!r}")
        self._chosen[name] = {"value": value}

    def all(self) -> dict[str, str]:
        """Every switch with the reading in force."""
        return {name: self[name] for name in SWITCHES}
