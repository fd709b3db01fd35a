"""Which of a load balancer's certificates a client gets: by the name that it asks for.

ALB's documentation: the additional certificate that matches the name, and the default one where
none does, or where no name is asked for. Which one wins where two match alike is published nowhere
(switch `lb.sni_tie`).
"""

from __future__ import annotations

from functools import lru_cache

from cryptography import x509

from localcloud.contracts import Material, Slots


def pick(slots: Slots, name: str, *, newest: bool) -> Material | None:
    """An exact name wins over a wildcard. newest: of those that match alike, the one that came
    last, else the first. None where there is no default either.
    """
    order = slots.additional[::-1] if newest else slots.additional
    for wanted in _forms(name):
        for one in order:
            if wanted in names_of(one.chain_pem):
                return one
    return slots.default


def covers(slots: Slots, name: str) -> bool:
    """Whether any of them, the default one too, is made out for the name."""
    every = slots.additional if slots.default is None else (*slots.additional, slots.default)
    return any(form in names_of(one.chain_pem) for one in every for form in _forms(name))


@lru_cache(maxsize=1024)
def names_of(chain_pem: str) -> frozenset[str]:
    """The leaf's DNS names, lower case."""
    leaf = x509.load_pem_x509_certificates(chain_pem.encode())[0]
    try:
        found = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return frozenset()
    return frozenset(name.lower() for name in found.get_values_for_type(x509.DNSName))


def _forms(name: str) -> tuple[str, str]:
    return name, "*." + name.partition(".")[2]
