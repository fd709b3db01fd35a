"""Names, certificates, targets and bindings: small pools, so that they meet often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from certbind.domain.model.certificate import Certificate, CertificateStatus, ChainLink
from certbind.domain.model.identity import Domain, Sha1, Sha256
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import UNBOUND, Binding, BindingSource, BoundTarget, TargetState
from certbind.domain.trust.names import covers_any
from tests.fakes.values import DAY, NOW, SOUND_SUMMARY, bound_by_id, cas_id, cdn, oss

LABELS = st.sampled_from(
    ["a", "b", "www", "a-b", "a_b", "1", "xn--bcher-kva", "example", "com", "co", "uk", "cn"]
)
NASTY_LABELS = st.sampled_from(
    ["*", "a*", "*a", "**", "", "xn--*", "a b", "ä", "\0", "-", "127", "*.*", "A", "."]
)
REFERENCES = (
    st.lists(LABELS, min_size=1, max_size=4)
    .map(".".join)
    .filter(lambda name: not name.rpartition(".")[2].isdigit())
)
PRESENTED = st.lists(LABELS | NASTY_LABELS, min_size=1, max_size=4).map(".".join)


def _near(reference: str) -> st.SearchStrategy[tuple[str, str]]:
    """The reference with a presented name that has to do with it, or with any at all."""
    first, _, rest = reference.partition(".")
    near = [reference, f"*.{rest}", f"*.{rest}", f"*.{reference}", rest, f"x.{reference}"]
    odd = [f"{first}*.{rest}", f"*{first}.{rest}", f"*.*.{rest}", f"*.{rest.partition('.')[2]}"]
    return st.tuples(st.sampled_from([*near, *odd]) | PRESENTED, st.just(reference))


PAIRS = REFERENCES.flatmap(_near)
"""(presented, reference)."""
WILDCARD_PAIRS = st.tuples(LABELS, REFERENCES).map(lambda one: (f"*.{one[1]}", ".".join(one)))
"""The presented one is a wildcard, the reference one label below it."""

DOMAINS = (
    "example.com",
    "a.example.com",
    "b.example.com",
    "a.b.example.com",
    "b.test",
    "a.b.test",
)
CERTIFIED = (*DOMAINS, "*.example.com", "*.b.example.com", "*.b.test", "*.com")
WILDCARD_DOMAINS = (".example.com", ".b.example.com")
NUMBERS = range(1, 7)
_DAYS = st.sampled_from([-20, -1, 0, 1, 5, 30, 60, 60, 90])


@st.composite
def certificates(draw: st.DrawFn, number: int) -> Certificate:
    """One of CAS, mostly sound."""
    exact = draw(st.sampled_from([True, True, True, False]))
    offset = timedelta(0) if exact else timedelta(hours=-8)
    return Certificate(
        cas_id(number),
        tuple(draw(st.lists(st.sampled_from(CERTIFIED), min_size=1, max_size=3))),
        not_before=NOW - draw(st.sampled_from([90, 30, 1, 0, -1])) * DAY + offset,
        not_after=NOW + draw(_DAYS) * DAY + offset,
        sha1=Sha1(f"{number:040x}"),
        sha256=draw(st.sampled_from([Sha256(f"{number:064x}"), None])),
        issuer=draw(st.sampled_from(["GlobalSign", "DigiCert", ""])),
        instance_id=draw(st.sampled_from(["", "cas-1", "cas-2"])),
        status=draw(st.sampled_from([CertificateStatus.ISSUED] * 6 + list(CertificateStatus))),
        uploaded=draw(st.booleans()),
        chain_summary=draw(
            st.sampled_from([(), (), SOUND_SUMMARY, (ChainLink("leaf", "Missing"),)])
        ),
        has_private_key=draw(st.sampled_from([None, True, True, False])),
        dates_are_exact=exact,
    )


INVENTORIES = st.sets(st.sampled_from(NUMBERS), max_size=6).flatmap(
    lambda numbers: st.tuples(*(certificates(number) for number in sorted(numbers)))
)
BINDINGS = st.one_of(
    st.just(UNBOUND),
    st.sampled_from(NUMBERS).map(bound_by_id),
    st.just(bound_by_id(404)),
    st.just(Binding(BindingSource.UPLOAD, name="pasted")),
    st.sampled_from(NUMBERS).map(lambda n: Binding(BindingSource.UPLOAD, sha1=Sha1(f"{n:040x}"))),
)


@st.composite
def holdings(draw: st.DrawFn) -> tuple[tuple[Certificate, ...], BoundTarget]:
    """A target with a sound certificate of CAS, and others for the same name: some end before
    it, some after, some are no good.
    """
    domain = draw(st.sampled_from(DOMAINS))
    names = [name for name in CERTIFIED if covers_any((name,), Domain(domain))]
    numbers = draw(st.permutations(NUMBERS))
    held = replace(
        draw(certificates(numbers[0])),
        names=(draw(st.sampled_from(names)),),
        not_before=NOW - 30 * DAY,
        not_after=NOW + draw(st.sampled_from([5, 30, 60])) * DAY,
        status=CertificateStatus.ISSUED,
        chain_summary=SOUND_SUMMARY,
    )
    others = [
        replace(draw(certificates(number)), names=(draw(st.sampled_from(names)),))
        for number in numbers[1 : draw(st.integers(2, len(numbers)))]
    ]
    by_print = Binding(BindingSource.UPLOAD, sha1=held.sha1)
    binding = draw(st.sampled_from([bound_by_id(held.id.number), by_print]))
    place = draw(st.sampled_from([oss, cdn]))
    return (held, *others), place(domain, binding)


_STATES = st.sampled_from([TargetState.ONLINE] * 4 + list(TargetState))


@st.composite
def targets(draw: st.DrawFn) -> BoundTarget:
    """An OSS or CDN domain with anything bound."""
    binding, state = draw(BINDINGS), draw(_STATES)
    if draw(st.booleans()):
        return oss(draw(st.sampled_from(DOMAINS)), binding, draw(st.sampled_from(["p", "q"])))
    return cdn(draw(st.sampled_from(DOMAINS + WILDCARD_DOMAINS)), binding, state=state)


POLICIES = st.builds(
    Policy,
    allow_unrestorable=st.booleans(),
    preferred_issuers=st.sampled_from([(), ("globalsign",), ("digicert", "globalsign")]),
    pins=st.lists(
        st.tuples(st.sampled_from(DOMAINS).map(Domain), st.sampled_from(NUMBERS).map(cas_id)),
        max_size=2,
    ).map(tuple),
)
