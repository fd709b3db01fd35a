"""Any situation of a domain: what stands, what CAS holds, what the record says, and wishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from certbind.domain.lifecycle.state import (
    Carried,
    Change,
    DomainState,
    Hold,
    KnownBinding,
    Look,
    Ours,
    Purpose,
    Seen,
    SeenAs,
    Trouble,
    Why,
)
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.model.target import Binding, BoundTarget, ScanFailure, TargetState
from certbind.domain.situation.situation import Served, Wish, WishKind
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.verdict import Outcome
from tests.fakes.inventory import as_listed
from tests.fakes.situations import ENDED, REFUSED, UNSEEN, WELL, Scene, look
from tests.fakes.values import DAY, NOW, SOUND_SUMMARY, cas_id, cdn, oss
from tests.property.strategies import BINDINGS, INVENTORIES, NUMBERS, POLICIES, holdings, targets

_SECONDS = st.sampled_from([0, 29, 30, 60, 299, 300, 4000, 10**5])
_SPANS = _SECONDS.map(lambda seconds: timedelta(seconds=seconds))
_IDS = st.sampled_from(NUMBERS).map(cas_id)
_ENDS = st.none() | st.sampled_from([-1, 5, 30, 60, 90]).map(lambda days: NOW + days * DAY)
_HOLDS = _ENDS.map(lambda end: None if end is None else Hold(end))
_KNOWN = st.builds(KnownBinding, BINDINGS, st.none(), _ENDS)
_WORDS = st.sampled_from(["throttled", "rejected"])
_TROUBLES = st.builds(Trouble, _WORDS, st.none() | _IDS, st.booleans(), st.integers(1, 9), _SPANS)
_LOOKS = st.builds(
    Look,
    st.sampled_from(Why),
    _SPANS,
    st.integers(0, 4),
    st.integers(0, 1),
    st.integers(0, 1),
    _SPANS,
    _SPANS,
)
_CHANGES = st.builds(
    Change, _IDS, _KNOWN, st.sampled_from(Purpose), st.just(""), st.booleans(), _SPANS
)
SERVED: st.SearchStrategy[Served] = st.sampled_from(
    [WELL, UNSEEN, ENDED, REFUSED, look(Outcome.OLD), look(Outcome.BROKEN, FaultClass.WEAK_KEY)]
)
WISHES = st.builds(
    Wish,
    st.just(WishKind.BACK),
    st.just("hand-1"),
    st.none() | _IDS,
    st.none() | _KNOWN,
    st.booleans(),
    st.booleans(),
) | st.one_of(
    st.builds(Wish, st.just(WishKind.BIND), st.just("hand-1"), _IDS),
    st.just(Wish(WishKind.BEST, "hand-1")),
)


def mostly(value: st.SearchStrategy[object], default: object = None) -> st.SearchStrategy[object]:
    """The default in two of three."""
    return st.one_of(st.just(default), st.just(default), value)


@st.composite
def states(draw: st.DrawFn, bound: BoundTarget) -> DomainState:
    """A record that says what stands there, mostly."""
    standing = draw(
        st.one_of(
            st.builds(KnownBinding, st.just(bound.binding), st.none(), _ENDS),
            st.none(),
            _KNOWN,
        )
    )
    elsewhere = st.sampled_from([oss(bound.target.domain).target, cdn(bound.target.domain).target])
    return DomainState(
        place=draw(mostly(elsewhere, bound.target if standing else None)),  # type: ignore[arg-type]
        standing=standing,
        way_back=draw(st.none() | _KNOWN),
        ours=draw(st.none() | st.builds(Ours, st.just(3), st.sampled_from(Purpose))),
        change=draw(mostly(_CHANGES)),  # type: ignore[arg-type]
        look=draw(mostly(_LOOKS)),  # type: ignore[arg-type]
        seen=draw(st.none() | st.builds(Seen, st.sampled_from(SeenAs))),
        hold=draw(_HOLDS),
        trouble=draw(mostly(_TROUBLES)),  # type: ignore[arg-type]
        wishes=draw(st.sampled_from([(), (), (Carried("hand-1"),)])),
    )


def _exact(held: Certificate, binding: Binding) -> Certificate:
    """As CAS tells it when it is asked. What stands has no fault that its detail alone shows: a
    list's word is all that a quiet domain costs (a chain that breaks is seen at visitors').
    """
    stands = binding.certificate_id == held.id or (
        binding.sha1 is not None and binding.sha1 == held.sha1
    )
    summary = SOUND_SUMMARY if stands else held.chain_summary
    return replace(held, dates_are_exact=True, chain_summary=summary)


@st.composite
def scenes(draw: st.DrawFn, *, wishes: bool = True, calm: bool = False) -> Scene:
    """Anything: in half of them nothing but certificates and the record's hold decides.

    calm: always so.
    """
    held, bound = draw(holdings() | st.tuples(INVENTORIES, targets()))
    held = tuple(_exact(one, bound.binding) for one in held)
    if calm or draw(st.booleans()):
        return Scene(
            replace(bound, state=TargetState.ONLINE),
            held,
            policy=draw(POLICIES),
            state=DomainState(bound.target, KnownBinding(bound.binding), hold=draw(_HOLDS)),
            wish=draw(mostly(WISHES)) if wishes else None,  # type: ignore[arg-type]
            look=draw(SERVED),
            listed=tuple(as_listed(one) for one in held if one.not_after > NOW),
        )
    front = cdn(bound.target.domain) if bound.target.kind == "oss" else oss(bound.target.domain)
    policy = replace(
        draw(POLICIES),
        scope=draw(st.sampled_from([None, None, (), (Domain("a.example.com"),)])),
        require_chain_seen=draw(st.sampled_from([False, False, False, True])),
    )
    return Scene(
        bound,
        held,
        policy=policy,
        state=draw(mostly(states(bound), DomainState())),  # type: ignore[arg-type]
        beside=draw(st.sampled_from([(), (), (front,)])),
        unread=draw(st.sampled_from([(), (), (), (ScanFailure("cdn", "throttled", "not now."),)])),
        skew=draw(st.sampled_from([timedelta()] * 6 + [timedelta(minutes=9)])),
        wish=draw(mostly(WISHES)) if wishes else None,  # type: ignore[arg-type]
        look=draw(SERVED),
        is_seen=draw(st.booleans()),
        listed=tuple(as_listed(one) for one in held if one.not_after > NOW),
    )
