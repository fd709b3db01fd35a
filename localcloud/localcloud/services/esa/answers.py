"""What ESA's handlers have in common: finding the site and the certificate, refusing."""

from __future__ import annotations

from localcloud.gateway import ServiceError
from localcloud.services.esa.model import EsaModel
from localcloud.services.esa.zones import Entry, Site
from localcloud.services.rpc import Arguments


def require_site(model: EsaModel, arguments: Arguments) -> Site:
    """404 SiteNotFound for a site of nobody."""
    found = model.site(arguments.number("SiteId"))
    if found is None:
        raise ServiceError(404, "SiteNotFound", "The specified website does not exist.")
    return found


def require_entry(model: EsaModel, site: Site, entry: str) -> Entry:
    """404 Certificate.NotFound for a certificate of another site, or of none."""
    found = model.entry(site.number, entry)
    if found is None:
        raise ServiceError(404, "Certificate.NotFound", "The specified certificate is not found.")
    return found
