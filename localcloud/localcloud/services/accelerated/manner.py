"""How the edges serve a domain, as its functions say: those without a rule's condition."""

from __future__ import annotations

from localcloud.contracts import TLS_VERSIONS, Manner
from localcloud.services.accelerated.domains import AcceleratedDomain

_TLS = dict(zip(("tls10", "tls11", "tls12", "tls13"), TLS_VERSIONS, strict=True))
_HTTPS_PORT = 443


def manner_of(domain: AcceleratedDomain) -> Manner:
    """A version of TLS that is not mentioned is on, as where nothing is configured."""
    args = _functions(domain)
    versions = args.get("https_tls_version", {})
    return Manner(
        redirect=_redirect(args.get("https_force", {}), "https_rewrite"),
        to_http=_redirect(args.get("http_force", {}), "http_rewrite"),
        hsts=_hsts(args.get("HSTS", {})),
        http2=args.get("https_option", {}).get("http2") == "on",
        encodings=tuple(
            encoding
            for encoding, function in (("br", "brotli"), ("gzip", "gzip"))
            if args.get(function, {}).get("enable") == "on"
        ),
        tls=tuple(name for key, name in _TLS.items() if versions.get(key, "on") == "on"),
    )


def fetches_securely(domain: AcceleratedDomain, *, secure: bool) -> bool:
    """Whether CDN goes back to its first origin by HTTPS; secure: whether the visitor came so."""
    scheme = _functions(domain).get("forward_scheme", {})
    wanted = scheme.get("scheme_origin") if scheme.get("enable") == "on" else None
    if wanted == "follow":
        return secure
    return wanted == "https" if wanted else domain.origins[0].port == _HTTPS_PORT


def _functions(domain: AcceleratedDomain) -> dict[str, dict[str, str]]:
    return {one.function: dict(one.args) for one in domain.configs if not one.parent_id}


def _redirect(args: dict[str, str], status: str) -> int:
    return int(args.get(status, "301")) if args.get("enable") == "on" else 0


def _hsts(args: dict[str, str]) -> str:
    if args.get("enabled") != "on":
        return ""
    below = "; includeSubDomains" if args.get("https_hsts_include_subdomains") == "on" else ""
    return f"max-age={args.get('https_hsts_max_age', '0')}{below}"
