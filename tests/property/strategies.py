"""Names, certificates, targets and bindings: small pools, so that they meet often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

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
_DAYS = (-20, -1, 0, 1, 5, 30, 60, 60, 90)


Bound = tuple[tuple[Certificate, ...], BoundTarget]

DICE = st.integers(0, 2**32 - 1).map(Random)
"""A part of a world is thrown with dice of its own, by one draw: drawing each field takes twenty
times as long as deciding does. A failing example shrinks by leaving parts out.
"""


def certificate(dice: Random, number: int) -> Certificate:
    """One of CAS, mostly sound."""
    exact = dice.random() < 3 / 4
    offset = timedelta(0) if exact else timedelta(hours=-8)
    return Certificate(
        cas_id(number),
        tuple(dice.choices(CERTIFIED, k=dice.randint(1, 3))),
        not_before=NOW - dice.choice([90, 30, 1, 0, -1]) * DAY + offset,
        not_after=NOW + dice.choice(_DAYS) * DAY + offset,
        sha1=Sha1(f"{number:040x}"),
        sha256=dice.choice([Sha256(f"{number:064x}"), None]),
        issuer=dice.choice(["GlobalSign", "DigiCert", ""]),
        instance_id=dice.choice(["", "cas-1", "cas-2"]),
        status=dice.choice([CertificateStatus.ISSUED] * 6 + list(CertificateStatus)),
        uploaded=dice.choice([False, True]),
        chain_summary=dice.choice([(), (), SOUND_SUMMARY, (ChainLink("leaf", "Missing"),)]),
        has_private_key=dice.choice([None, True, True, False]),
        dates_are_exact=exact,
    )


def binding(dice: Random) -> Binding:
    """None, one of CAS, one that CAS has lost, one that it never had."""
    number = dice.choice(NUMBERS)
    pasted = Binding(BindingSource.UPLOAD, name="pasted")
    by_print = Binding(BindingSource.UPLOAD, sha1=Sha1(f"{number:040x}"))
    return dice.choice([UNBOUND, bound_by_id(number), bound_by_id(404), pasted, by_print])


def inventory(dice: Random) -> tuple[Certificate, ...]:
    """Any certificates of CAS."""
    numbers = sorted(dice.sample(NUMBERS, dice.randint(0, len(NUMBERS))))
    return tuple(certificate(dice, number) for number in numbers)


def holding(dice: Random) -> Bound:
    """A target with a sound certificate of CAS, and others for the same name: some end before
    it, some after, some are no good.
    """
    domain = dice.choice(DOMAINS)
    names = [name for name in CERTIFIED if covers_any((name,), Domain(domain))]
    numbers = dice.sample(NUMBERS, dice.randint(2, len(NUMBERS)))
    held = replace(
        certificate(dice, numbers[0]),
        names=(dice.choice(names),),
        not_before=NOW - 30 * DAY,
        not_after=NOW + dice.choice([5, 30, 60]) * DAY,
        status=CertificateStatus.ISSUED,
        chain_summary=SOUND_SUMMARY,
    )
    others = (
        replace(certificate(dice, number), names=(dice.choice(names),)) for number in numbers[1:]
    )
    by_print = Binding(BindingSource.UPLOAD, sha1=held.sha1)
    stands = dice.choice([bound_by_id(held.id.number), by_print])
    return (held, *others), dice.choice([oss, cdn])(domain, stands)


def target(dice: Random) -> BoundTarget:
    """An OSS or CDN domain with anything bound."""
    bound = binding(dice)
    if dice.random() < 1 / 2:
        return oss(dice.choice(DOMAINS), bound, dice.choice(["p", "q"]))
    state = dice.choice([TargetState.ONLINE] * 4 + list(TargetState))
    return cdn(dice.choice(DOMAINS + WILDCARD_DOMAINS), bound, state=state)


def policy(dice: Random) -> Policy:
    """What the operator set."""
    pins = [(Domain(dice.choice(DOMAINS)), cas_id(dice.choice(NUMBERS))) for _ in range(2)]
    return Policy(
        allow_unrestorable=dice.random() < 1 / 2,
        preferred_issuers=dice.choice([(), ("globalsign",), ("digicert", "globalsign")]),
        pins=tuple(pins[: dice.choice([0, 0, 1, 2])]),
    )
