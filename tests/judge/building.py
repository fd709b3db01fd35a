"""From a case to what is served: certificates, each under a subject of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID

from tests.judge.cases import Case, World
from tests.judge.endpoints import NotServedError
from tests.judge.making import Extension, Form, Made, make


@dataclass(frozen=True)
class Built:
    """What the endpoint of a case serves, and the root that is trusted."""

    chain: list[bytes]
    key: Any
    fetchable: bytes  # the lowest CA, where the leaf says that it can be fetched


def build(case: Case, now: datetime, issuers: int = 0) -> Built:
    """CAs are named after the case, so that no browser remembers one from another case.

    Raises NotServedError where two changes ask for the same extension.
    """
    try:
        return _built(case, now, issuers)
    except ValueError as error:
        raise NotServedError(str(error)) from error


def _built(case: Case, now: datetime, issuers: int) -> Built:
    tag = hashlib.sha256(case.name.encode()).hexdigest()[:8]

    def own(form: Form) -> Form:
        return form if form.ca is not True or form.subject.endswith(tag) else _tagged(form, tag)

    root = trusted_root(case.root, now) if case.trusted else make(_tagged(case.root, tag), now)
    parent, cas = root, []
    for form in case.cas:
        parent = make(_tagged(form, tag), now, parent)
        cas.append(parent)
    form = replace(case.leaf, more=(*case.leaf.more, _fetched(tag, issuers)))
    leaf = make(form if case.says_its_issuer else case.leaf, now, parent)

    def more(form: Form, signer: Made | None) -> Made:
        return make(own(form), now, signer)

    chain = case.serve(World(root, tuple(cas), leaf, more))
    return Built(chain, leaf.key, parent.der)


def _fetched(tag: str, port: int) -> Extension:
    place = x509.UniformResourceIdentifier(f"http://{tag}.ca.test:{port}/ca.cer")
    method = AuthorityInformationAccessOID.CA_ISSUERS
    return x509.AuthorityInformationAccess([x509.AccessDescription(method, place)]), False


def _tagged(form: Form, tag: str) -> Form:
    return (
        form
        if form.subject.endswith(tag) or not form.subject
        else replace(form, subject=f"{form.subject} {tag}")
    )


@cache
def trusted_root(form: Form, now: datetime) -> Made:
    """One root for each form, shared by the cases: the browser has to know them beforehand."""
    return make(_tagged(form, hashlib.sha256(repr(form).encode()).hexdigest()[:8]), now)
