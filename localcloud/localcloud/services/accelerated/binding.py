"""SetCdnDomainSSLCertificate."""

from __future__ import annotations

from typing import Any, NoReturn

from localcloud.contracts import CHINA_SITE
from localcloud.gateway import ServiceError
from localcloud.services.accelerated.answers import require_idle, unsupported
from localcloud.services.accelerated.domains import AcceleratedDomain, Binding, DomainStatus
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.cas import SITES, Source, StoredCertificate
from localcloud.services.cas.facts import Facts, covers
from localcloud.services.cas.material import Fault, MaterialError, check_upload
from localcloud.services.cas.store import NameTakenError
from localcloud.services.rpc import Arguments

_LONGEST_NAME = 128
_REFUSALS = {
    Fault.CERTIFICATE: ("InvalidSSLPub", "The specified SSLPub is invalid."),
    Fault.KEY: ("InvalidSSLPri", "The specified SSLPri is invalid."),
    Fault.MISMATCH: ("Certificate.MissMatch", "The certificate and the private key mismatch."),
}


def set_domain_ssl_certificate(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Only RequestId comes back. There is no compare: the last writer wins. The same CertId again
    is a change like any other (UNCERTAIN). `Env`, of older documentation, is ignored.
    """
    with model.lock:
        domain = require_idle(model, arguments.text("DomainName"))
        _check_online(domain, model)
        protocol = arguments.text("SSLProtocol")
        if protocol not in ("on", "off"):
            raise unsupported("SSLProtocol")
        binding = None if protocol == "off" else _wanted(model, domain, arguments)
        changed = model.begin(domain, certificate=True).rebound(binding)
        model.keep(changed, publish=True)
    return {}


def _check_online(domain: AcceleratedDomain, model: AcceleratedModel) -> None:
    status = domain.status_at(model.now())
    if status is DomainStatus.OFFLINE:
        _refuse("InvalidDomain.Offline", "The domain is offline.")
    if status is not DomainStatus.ONLINE:
        _refuse("InvalidDomain.notOnline", "The domain is not online.")


def _wanted(model: AcceleratedModel, domain: AcceleratedDomain, arguments: Arguments) -> Binding:
    """Without CertType=cas and a CertId the request is read as an upload."""
    cert_type = arguments.text("CertType", "upload")
    if cert_type not in ("cas", "upload"):
        _refuse("SetDomainCertificate.ParameterError", "The specified CertType is not supported.")
    if cert_type == "cas" and arguments.text("CertId"):
        return _from_cas(model, domain, arguments)
    return _from_upload(model, domain, arguments)


def _from_cas(model: AcceleratedModel, domain: AcceleratedDomain, arguments: Arguments) -> Binding:
    region = arguments.text("CertRegion", CHINA_SITE)
    if region not in SITES:
        _refuse("Abs.CertRegion.ValueNotSupported", "The specified CertRegion is not supported.")
    found = model.cas.find(arguments.number("CertId"), region)
    if found is None:
        _refuse("Certificate.NotFind", "The certificate does not exist.")
    if found.revoked:
        _refuse("Certificate.StatusError", "The status of the certificate is abnormal.")
    if not found.key_pem:
        _refuse("Certificate.KeyNull", "The private key of the certificate is empty.")
    _check_facts(model, domain, found.facts)
    return _bound(model, "cas", found)


def _from_upload(
    model: AcceleratedModel, domain: AcceleratedDomain, arguments: Arguments
) -> Binding:
    """What is uploaded is stored in CAS (China site), too, and CertId shows that number: that it
    is a CAS id is UNCERTAIN.
    """
    chain, key = arguments.text("SSLPub"), arguments.text("SSLPri")
    for name, value in (("SSLPub", chain), ("SSLPri", key)):
        if not value:
            _refuse(f"{name}.MissingParameter", f"{name} is mandatory for this action.")
    name = arguments.text("CertName")
    if not name and model.switches["cdn.upload_without_name"] == "refuse":
        message = "CertName is mandatory for this action."
        raise ServiceError(404, "CertName.MissingParameter", message)
    if len(name) > _LONGEST_NAME:
        _refuse("InvalidCertName.TooLong", "The specified CertName is too long.")
    try:
        facts = check_upload(chain, key)
    except MaterialError as error:
        _refuse(*_REFUSALS[error.fault])
    _check_facts(model, domain, facts)
    held = model.cas.certificates(CHINA_SITE)
    if any(c.source is Source.UPLOAD and c.facts.sha256 == facts.sha256 for c in held):
        _refuse("CertificateContent.Duplicated", "The certificate content already exists.")
    name = name or f"{domain.name.strip('.')}-{facts.sha256[:12].lower()}"
    try:
        added = model.cas.add_upload(facts, (chain, key), site=CHINA_SITE, name=name)
    except NameTakenError:
        _refuse("Certificate.Duplicated", "The certificate name already exists.")
    return _bound(model, "upload", added)


def _check_facts(model: AcceleratedModel, domain: AcceleratedDomain, facts: Facts) -> None:
    """No error is documented for names that do not fit; the code of the switch is a guess."""
    if facts.not_after < model.now():
        _refuse("Certificate.Expired", "The certificate has expired.")
    if model.switches["cdn.mismatch"] == "refuse" and not covers(facts.names, domain.name):
        _refuse("Certificate.MissMatch", "The certificate does not match the domain name.")


def _bound(model: AcceleratedModel, cert_type: str, certificate: StoredCertificate) -> Binding:
    return model.binding(cert_type, certificate.number, certificate.site, certificate.name)


def _refuse(code: str, message: str) -> NoReturn:
    raise ServiceError(400, code, message)
