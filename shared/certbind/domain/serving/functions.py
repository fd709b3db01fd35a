"""CDN's functions that hardening sets (cas-cdn-api, section 3.4), as texts of their arguments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum

from certbind.domain.serving.values import SettingChange, SettingsSeen


class Measure(Enum):
    """What hardening does. Of CDN all but one, of a bucket that one and `tls`."""

    TLS = "tls"  # TLS 1.2 and 1.3 alone
    REDIRECT = "redirect"  # plain HTTP is sent to HTTPS
    HTTP2 = "http2"
    OCSP = "ocsp"  # the CA's word on revocation comes with the handshake
    GZIP = "gzip"
    BROTLI = "brotli"
    HSTS = "hsts"  # browsers keep to HTTPS for a time, whatever comes
    DENY_HTTP = "deny_http"  # a bucket's policy refuses plain HTTP


REDIRECT, BACK, HSTS = "https_force", "http_force", "HSTS"
_MODERN = {"tls10": "off", "tls11": "off"}
_OF_MEASURE: Mapping[Measure, tuple[str, Mapping[str, str]]] = {
    Measure.TLS: ("https_tls_version", _MODERN),
    Measure.REDIRECT: (REDIRECT, {"enable": "on"}),
    Measure.HTTP2: ("https_option", {"http2": "on"}),
    Measure.OCSP: ("https_option", {"ocsp_stapling": "on"}),
    Measure.GZIP: ("gzip", {"enable": "on"}),
    Measure.BROTLI: ("brotli", {"enable": "on"}),
    Measure.HSTS: (HSTS, {"enabled": "on"}),
}
"""The function, and the arguments that must be so; the others stay as they are."""

_AT_FIRST: Mapping[str, Mapping[str, str]] = {
    "https_tls_version": {"tls12": "on", "tls13": "on"},  # their defaults are UNCERTAIN
    REDIRECT: {"https_rewrite": "301"},
    HSTS: {"https_hsts_include_subdomains": "off"},
}
"""Arguments that a function has to have, where nothing is said of them yet."""


def known_at(seen: SettingsSeen) -> frozenset[Measure]:
    """What the product has a function for."""
    some = (one for one, (name, must) in _OF_MEASURE.items() if seen.has(name, must))
    return frozenset(some)


def hardened(
    seen: SettingsSeen, measures: frozenset[Measure], hsts: timedelta
) -> tuple[SettingChange, ...]:
    """What is to be changed. https_force and http_force exclude each other, even where the one
    that is there is off: it is taken away.
    """
    wanted: dict[str, str | None] = {}
    for measure in (one for one in Measure if one in measures and one in _OF_MEASURE):
        name, must = _OF_MEASURE[measure]
        text = wanted.get(name) or seen.texts.get(name)
        first = {k: v for k, v in _AT_FIRST.get(name, {}).items() if seen.has(name, (k,))}
        args = {**first, **arguments(text), **must}
        if measure is Measure.HSTS:
            args["https_hsts_max_age"] = str(int(hsts.total_seconds()))
        wanted[name] = _text(args)
    if REDIRECT in wanted and BACK in seen.texts:
        wanted[BACK] = None
    return _changes(seen, wanted)


def softened(seen: SettingsSeen) -> tuple[SettingChange, ...]:
    """What must go before HTTPS is turned off, by Alibaba's own order: the redirect to default,
    HSTS off.
    """
    gone = {name: None for name in (REDIRECT, HSTS) if is_on(seen, name)}
    return _changes(seen, gone)


def is_on(seen: SettingsSeen, name: str) -> bool:
    """Whether the function is set and not switched off."""
    args = arguments(seen.texts.get(name))
    return args.get("enabled" if name == HSTS else "enable") == "on"


def hsts_age(seen: SettingsSeen) -> timedelta | None:
    """For how long browsers keep to HTTPS after each visit; None where HSTS is off."""
    if not is_on(seen, HSTS):
        return None
    told = arguments(seen.texts[HSTS]).get("https_hsts_max_age", "")
    return timedelta(seconds=min(int(told), _LONGEST)) if told.isdecimal() else timedelta()


_LONGEST = 100 * 365 * 24 * 3600


def arguments(text: str | None) -> dict[str, str]:
    """Of a function; {} where it is not set."""
    return dict(json.loads(text)) if text else {}


def shown(text: str | None) -> str:
    """For people: a function's arguments as `enable=on, https_rewrite=301`."""
    if text is None:
        return "not set"
    if not text.startswith("{"):
        return text
    return ", ".join(f"{name}={value}" for name, value in arguments(text).items())


def _text(args: Mapping[str, str]) -> str:
    return json.dumps(args, sort_keys=True, ensure_ascii=False)


def _changes(seen: SettingsSeen, wanted: Mapping[str, str | None]) -> tuple[SettingChange, ...]:
    changes = (SettingChange(name, seen.texts.get(name), text) for name, text in wanted.items())
    return tuple(one for one in changes if one.before != one.after)
