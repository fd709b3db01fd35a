"""One root, one intermediate, and leaves of it, made anew for each run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec

from certbind.domain.model.certificate import Certificate
from certbind.domain.trust.chain import parse_leaf
from tests.fakes.certificates import CA_SPEC, Authority, Spec, pem_of
from tests.fakes.clock import NOON

_ROOT = Authority.root()
_INTERMEDIATE = _ROOT.subordinate()
_LEAF_KEY = ec.generate_private_key(ec.SECP256R1())
ROOT_PEM = pem_of(_ROOT)


def intermediate(days_left: int) -> Authority:
    """A CA below the root that ends before the leaves it issues may."""
    return _ROOT.subordinate(spec=replace(CA_SPEC, not_after=NOON + timedelta(days=days_left)))


def expired_cross_sign() -> bytes:
    """Of the intermediate that all others are issued by: servers go on to send such."""
    ended = replace(CA_SPEC, key=_INTERMEDIATE.issued.key, not_after=NOON - timedelta(days=1))
    return _ROOT.subordinate(spec=ended).issued.der


def chain_of(
    held: Certificate, above: Authority = _INTERMEDIATE
) -> tuple[Certificate, tuple[bytes, ...]]:
    """A certificate of CAS made real: with the fingerprints of a leaf that can be served."""
    spec = Spec(held.not_before, held.not_after, is_ca=False, may_sign=False, key=_LEAF_KEY)
    issued = above.leaf(*held.names, spec=spec)
    leaf = parse_leaf(issued.der)
    real = replace(held, sha1=leaf.sha1, sha256=leaf.sha256, serial=leaf.serial)
    return real, issued.chain
