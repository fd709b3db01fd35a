"""The functions of a domain that are built here, and the arguments that each takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.reading import json_document, whole
from localcloud.services.accelerated.answers import unsupported
from localcloud.services.rpc.errors import not_built
from localcloud.switches import Switches

_SWITCH = ("on", "off")
_REDIRECTS = ("301", "308")
ANY: tuple[str, ...] = ()

# Source: "Parameters for configuring features for domain names". ANY: every text is taken.
FUNCTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "https_force": {"enable": _SWITCH, "https_rewrite": _REDIRECTS},
    "http_force": {"enable": _SWITCH, "http_rewrite": _REDIRECTS},
    "https_option": {"http2": _SWITCH, "ocsp_stapling": _SWITCH},
    "https_tls_version": {
        "tls10": _SWITCH,
        "tls11": _SWITCH,
        "tls12": _SWITCH,
        "tls13": _SWITCH,
        "ciphersuitegroup": ("all", "strict", "custom"),
        "ciphersuite": ANY,
    },
    "HSTS": {
        "enabled": _SWITCH,
        "https_hsts_max_age": ANY,
        "https_hsts_include_subdomains": _SWITCH,
    },
    "https_client_cert": {
        "client_certificate_verify": ANY,
        "client_certificate": ANY,
        "client_verify_depth": ("1",),
    },
    "gzip": {"enable": _SWITCH},
    "brotli": {"enable": _SWITCH, "brotli_level": tuple(str(n) for n in range(1, 12))},
    "set_req_host_header": {"domain_name": ANY},
    "l2_oss_key": {"private_oss_auth": _SWITCH},
    "forward_scheme": {"enable": _SWITCH, "scheme_origin": ("http", "https", "follow")},
}
_OF_VOD = {
    "https_force": ("enable",),
    "http_force": ("enable",),
    "l2_oss_key": ("private_oss_auth",),
}
_OF_DCDN = {**_OF_VOD, "https_option": ("http2",), "forward_scheme": ("enable", "scheme_origin")}
"""What the products' own pages name of those that are built, with the arguments there; the newer
page of DCDN's is CDN's in all but its name.
"""
NEEDS_CERTIFICATE = frozenset({"https_force", "https_option", "https_tls_version", "HSTS"})
EXCLUDES = {"https_force": "http_force", "http_force": "https_force"}


@dataclass(frozen=True, slots=True)
class WantedFunction:
    """One element of `Functions`. `parent_id` is "" for none, `config_id` 0 for none."""

    name: str
    args: tuple[tuple[str, str], ...]
    parent_id: str = ""
    config_id: int = 0

    @property
    def switches_on(self) -> bool:
        """Whether any of its arguments says `on`."""
        return any(value == "on" for _, value in self.args)


Table = Mapping[str, Mapping[str, tuple[str, ...]]]


def table_of(product: str, switches: Switches) -> Table:
    """The functions that a product of the family has."""
    if product == "vod":
        return _only(_OF_VOD)
    is_few = product == "dcdn" and switches["dcdn.functions"] == "few"
    return _only(_OF_DCDN) if is_few else FUNCTIONS


def _only(names: Mapping[str, tuple[str, ...]]) -> Table:
    return {name: {a: FUNCTIONS[name][a] for a in args} for name, args in names.items()}


def check_name(name: str) -> None:
    """501 naming the function when it is not built here (the product has some hundred)."""
    if name not in FUNCTIONS:
        raise not_built(f"CDN function {name[:64]}")


def parse_functions(text: str, table: Table = FUNCTIONS) -> tuple[WantedFunction, ...]:
    """ServiceError: InvalidFunctions.Malformed, Invalid<Arg>.ValueNotSupported, not built."""
    elements = json_document(text)
    if not isinstance(elements, list) or not elements:
        raise _malformed()
    return tuple(_function(element, table) for element in elements)


def _function(element: Any, table: Table) -> WantedFunction:
    if not isinstance(element, dict) or not isinstance(element.get("functionArgs"), list):
        raise _malformed()
    name = element.get("functionName")
    if not isinstance(name, str):
        raise _malformed()
    check_name(name)
    if name not in table:
        raise unsupported("FunctionName")
    args = tuple(_argument(table[name], argument) for argument in element["functionArgs"])
    if name == "HSTS" and whole(dict(args).get("https_hsts_max_age", "")) is None:
        raise unsupported("https_hsts_max_age")
    parent, config = str(element.get("parentId") or ""), whole(str(element.get("configId") or 0))
    if config is None:
        raise _malformed()
    return WantedFunction(name, args, "" if parent == "-1" else parent, config)


def _argument(takes: Mapping[str, tuple[str, ...]], argument: Any) -> tuple[str, str]:
    """Values are texts: a number or a boolean is malformed."""
    if not isinstance(argument, Mapping):
        raise _malformed()
    name, value = argument.get("argName"), argument.get("argValue")
    if not isinstance(name, str) or not isinstance(value, str):
        raise _malformed()
    allowed = takes.get(name)
    if allowed is None:
        raise _malformed()
    if allowed and value not in allowed:
        raise unsupported(name)
    return name, value


def _malformed() -> ServiceError:
    return ServiceError(400, "InvalidFunctions.Malformed", "The specified Functions is malformed.")
