"""PutCname and its family on the wire."""

from __future__ import annotations

from datetime import datetime

from localcloud.http import Response
from localcloud.services.oss import bound_certificate, errors
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.bound_certificate import BoundCertificate
from localcloud.services.oss.cname_rules import CertificateChange
from localcloud.services.oss.cnames import Binding
from localcloud.services.oss.domains import Token, check_domain
from localcloud.services.oss.invocation import Handler, Invocation, empty_response, xml_response
from localcloud.services.oss.wire_buckets import iso
from localcloud.services.oss.xml import Element, boolean, node, parse, text

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())  # noqa: SIM905


def _put(account: OssAccount, call: Invocation) -> Response:
    root = _configuration(call)
    domain = check_domain(text(root, "Cname/Domain") or "")
    change = _change(root.find("Cname/CertificateConfiguration"))
    present = account.cnames.require_free_or_own(call.bucket, domain)
    # Ownership comes before the certificate, also where only a certificate was to be changed.
    if present is None and not account.owns(call.bucket, domain):
        raise errors.need_ownership(domain)
    certificate = None
    if change and not change.detach:
        certificate = _fetch(account, call.bucket, domain, change)
    with account.existing(call.bucket) as bucket:
        account.cnames.put(bucket, domain, change, certificate, account.now())
    return empty_response(headers={"x-oss-console-auth": "success"})


def _list(account: OssAccount, call: Invocation) -> Response:
    return _listed(account, call, account.cnames.of_bucket(call.bucket))


def list_stale(account: OssAccount, call: Invocation) -> Response:
    """ListCname with the state before the bucket's last change."""
    return _listed(account, call, account.cnames.before_last_write(call.bucket))


def _delete(account: OssAccount, call: Invocation) -> Response:
    root = _configuration(call)
    account.cnames.delete(call.bucket, check_domain(text(root, "Cname/Domain") or ""))
    return empty_response()


def _create_token(account: OssAccount, call: Invocation) -> Response:
    domain = check_domain(text(_configuration(call), "Cname/Domain") or "")
    if account.cnames.require_free_or_own(call.bucket, domain) is not None:
        message = "The CnameToken is already in use: the domain is bound."
        raise errors.invalid_argument("Domain", domain, message, "0018-00000302")
    return _token(account.tokens.create(call.bucket, domain, account.now()))


def _get_token(account: OssAccount, call: Invocation) -> Response:
    domain = check_domain(call.query["cname"])
    return _token(account.tokens.get(call.bucket, domain, account.now()))


def _configuration(call: Invocation) -> Element:
    root = parse(call.request.body, "BucketCnameConfiguration")
    if boolean(root, "Cname/IsWildCard"):
        raise errors.not_built("PutCname with IsWildCard")
    return root


def _change(given: Element | None) -> CertificateChange | None:
    if given is None:
        return None
    change = CertificateChange(
        identifier=text(given, "CertId") or "",
        chain_pem=text(given, "Certificate") or "",
        key_pem=text(given, "PrivateKey") or "",
        previous=text(given, "PreviousCertId"),
        force=boolean(given, "Force") or False,
        detach=boolean(given, "DeleteCertificate") or False,
    )
    if change.detach and change.force:
        raise errors.malformed_xml("DeleteCertificate and Force exclude each other.")
    if not (change.detach or change.is_inline or change.identifier):
        message = "CertId, Certificate or DeleteCertificate is expected."
        raise errors.invalid_argument("CertificateConfiguration", "", message, "0018-99999999")
    return change


def _fetch(
    account: OssAccount, bucket: str, domain: str, change: CertificateChange
) -> BoundCertificate:
    directory, now = account.certificates, account.now()
    if change.is_inline:
        account.cnames.check(bucket, domain, change)
        pair = (change.chain_pem, change.key_pem)
        return bound_certificate.from_inline(directory, pair, domain, now)
    return bound_certificate.from_cas(directory, change.identifier, now)


def _listed(account: OssAccount, call: Invocation, bindings: tuple[Binding, ...]) -> Response:
    openssl = account.switches["oss.cname_dates"] == "openssl"
    head = [node("Bucket", call.bucket), node("Owner", account.owner_id)]
    return xml_response(
        node("ListCnameResult", [*head, *(_cname(each, openssl=openssl) for each in bindings)])
    )


def _cname(binding: Binding, *, openssl: bool) -> Element:
    parts = [
        node("Domain", binding.domain),
        node("LastModified", iso(binding.modified)),
        node("Status", "Enabled" if binding.enabled else "Disabled"),
    ]
    held = binding.certificate
    if held is not None:
        parts.append(_certificate(held, openssl=openssl))
    return node("Cname", parts)


def _certificate(held: BoundCertificate, *, openssl: bool) -> Element:
    form = openssl_date if openssl else unpadded_date
    parts = {
        "Type": held.type.value,
        "CertId": held.identifier,
        "Status": "Enabled",
        "CreationDate": unpadded_date(held.created),
        "Fingerprint": held.fingerprint,
        "ValidStartDate": form(held.not_before),
        "ValidEndDate": form(held.not_after),
    }
    return node("Certificate", [node(name, value) for name, value in parts.items()])


def openssl_date(moment: datetime) -> str:
    """`May  4 10:14:51 2048 GMT`: the day padded with a space, whatever the locale."""
    time = moment.strftime("%H:%M:%S %Y")
    return f"{_MONTHS[moment.month - 1]} {moment.day:2} {time} GMT"


def unpadded_date(moment: datetime) -> str:
    """`Mon, 4 May 2048 10:14:51 GMT`: RFC 1123 but for the day."""
    day = f"{_WEEKDAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]}"
    return f"{day} {moment.strftime('%Y %H:%M:%S')} GMT"


def _token(token: Token) -> Response:
    parts = {
        "Bucket": token.bucket,
        "Cname": token.domain,
        "Token": token.text,
        "ExpireTime": unpadded_date(token.expires),
    }
    return xml_response(node("CnameToken", [node(k, v) for k, v in parts.items()]))


HANDLERS: dict[str, Handler] = {
    "PutCname": _put,
    "ListCname": _list,
    "DeleteCname": _delete,
    "CreateCnameToken": _create_token,
    "GetCnameToken": _get_token,
}
