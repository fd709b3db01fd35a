"""SetCertificate and DeleteCertificate. There is no compare: the last writer wins."""

from __future__ import annotations

from typing import Any, NoReturn

from localcloud.contracts import CHINA_SITE
from localcloud.gateway import ServiceError
from localcloud.services.cas import SITES, StoredCertificate
from localcloud.services.cas.material import MaterialError, check_upload
from localcloud.services.cas.store import NameTakenError
from localcloud.services.esa.answers import require_entry, require_site
from localcloud.services.esa.model import EsaModel
from localcloud.services.esa.zones import Site
from localcloud.services.rpc import Arguments


def set_certificate(model: EsaModel, arguments: Arguments) -> dict[str, Any]:
    """With Id the content of that entry is replaced; without it a new entry is made, which the
    quota must have room for. Expired entries take room. The answer has the entry's Id.
    """
    with model.lock:
        site = require_site(model, arguments)
        if site.status != "active":
            _refuse(400, "ActiveSiteNotExist", "The website is not active.")
        entry = None
        if arguments.text("Id"):
            entry = require_entry(model, site, arguments.text("Id"))
        kind = arguments.text("Type")
        if kind not in ("cas", "upload"):
            _refuse(400, "InvalidParameter.Type", "The specified Type is not supported.")
        held = _from_cas(model, arguments) if kind == "cas" else _uploaded(model, arguments)
        if held.facts.not_after < model.clock.now():
            _refuse(400, "Certificate.Expired", "The certificate has expired.")
        others = (one for one in model.entries(site.number) if one != entry)
        if any(one.held.facts.sha256 == held.facts.sha256 for one in others):
            _refuse(400, "Certificate.Duplicated", "The certificate already exists.")
        if entry is None:
            _check_quota(model, site)
        return {"Id": model.put(site, kind, held, entry).id}


def delete_certificate(model: EsaModel, arguments: Arguments) -> dict[str, Any]:
    """Gone at once."""
    with model.lock:
        site = require_site(model, arguments)
        model.remove(require_entry(model, site, arguments.text("Id")))
        return {"Id": arguments.text("Id"), "SiteId": site.number, "SiteName": site.name}


def _check_quota(model: EsaModel, site: Site) -> None:
    if model.used(site.number) >= site.quota:
        message = "The number of certificates of the website exceeds its quota."
        _refuse(400, "CertQuotaCheckFailed", message)


def _from_cas(model: EsaModel, arguments: Arguments) -> StoredCertificate:
    region = arguments.text("Region", CHINA_SITE)
    found = model.cas.find(arguments.number("CasId"), region) if region in SITES else None
    if found is None:
        _refuse(404, "Certificate.NotFound", "The specified certificate is not found.")
    if found.revoked or not found.key_pem:
        _refuse(400, "Certificate.StatusError", "The status of the certificate is abnormal.")
    return found


def _uploaded(model: EsaModel, arguments: Arguments) -> StoredCertificate:
    """What is uploaded is kept in CAS, too (UNCERTAIN)."""
    chain, key = arguments.text("Certificate"), arguments.text("PrivateKey")
    try:
        facts = check_upload(chain, key)
    except MaterialError:
        _refuse(400, "Certificate.FormatError", "The format of the certificate is invalid.")
    name = arguments.text("Name") or f"esa-{facts.sha256[:12].lower()}"
    try:
        return model.cas.add_upload(facts, (chain, key), site=CHINA_SITE, name=name)
    except NameTakenError:
        _refuse(400, "Certificate.Duplicated", "Certificate name already exists.")


def _refuse(status: int, code: str, message: str) -> NoReturn:
    raise ServiceError(status, code, message)
