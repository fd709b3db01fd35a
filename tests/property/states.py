"""Any state of a domain, and any fact that may meet it."""

from __future__ import annotations

from datetime import timedelta, timezone

from hypothesis import strategies as st

from certbind.domain.lifecycle.facts import (
    Answered,
    AnswerLost,
    Begun,
    DowngradeBegun,
    Fact,
    JobBound,
    Looked,
    LookResult,
    NotMade,
    OtherHand,
    PlaceMoved,
    Refused,
    ReturnBegun,
    Returned,
    SentAgain,
    SetAside,
    SettingsMoved,
    TakenOff,
    Told,
    TurnedOff,
)
from certbind.domain.lifecycle.state import (
    Awaited,
    Carried,
    Change,
    Damaged,
    DomainState,
    Downgrade,
    Going,
    Hold,
    KnownBinding,
    Look,
    Ours,
    Purpose,
    RefusedHere,
    Seen,
    SeenAs,
    Trouble,
    Why,
)
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import CertificateId, Domain, ProductName, Sha1, Sha256
from certbind.domain.model.target import Binding, BindingSource, Target
from certbind.domain.serving.around_binding import Lost
from certbind.domain.serving.record import Kept
from certbind.domain.serving.values import SettingChange

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
IDS = st.sampled_from([CertificateId(n, "cn-hangzhou") for n in (1, 2, 7)])
BINDINGS = st.builds(
    Binding,
    st.sampled_from(BindingSource),
    st.none() | IDS,
    TEXTS,
    TEXTS,
    st.none() | st.just(Sha1("a" * 40)),
    st.none() | st.just(Sha256("b" * 64)),
)
MOMENTS = st.datetimes(timezones=st.just(timezone.utc))
KNOWN = st.builds(
    KnownBinding,
    BINDINGS,
    st.none() | st.builds(LeafIdentity, st.just(Sha256("c" * 64)), st.none(), TEXTS),
    st.none() | MOMENTS,
)
TARGETS = st.sampled_from(
    (
        Target(ProductName("oss"), Domain("a.example"), "b", "cn-hangzhou"),
        Target(ProductName("alb"), Domain("a.example"), "", "cn-hangzhou"),
    )
)
SPANS = st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)) | st.sampled_from(
    [timedelta(seconds=seconds) for seconds in (0, 29, 30, 299, 300, 1800)]
)
PURPOSES = st.sampled_from(Purpose)
STOOD = st.none() | st.dictionaries(TEXTS, TEXTS, max_size=2).map(
    lambda texts: tuple(sorted(texts.items()))
)
ALTERED = st.lists(
    st.builds(SettingChange, TEXTS, st.none() | TEXTS, st.none() | TEXTS), max_size=2
).map(tuple)
CHANGES = st.builds(
    Change, IDS, KNOWN, PURPOSES, TEXTS, st.booleans(), SPANS, st.booleans(), st.booleans(), STOOD
)
COUNTS = st.integers(0, 9)
LOOKS = st.builds(
    Look, st.sampled_from(Why), SPANS, COUNTS, COUNTS, COUNTS, SPANS, SPANS, st.booleans()
)
TROUBLES = st.builds(Trouble, TEXTS, st.none() | IDS, st.booleans(), st.integers(1, 99), SPANS)
SEEN = st.builds(Seen, st.sampled_from(SeenAs), TEXTS, TEXTS, SPANS, st.booleans())
REFUSED = st.builds(RefusedHere, IDS, TEXTS, st.none() | MOMENTS)
AWAITED = st.builds(Awaited, TEXTS, st.lists(IDS, max_size=2).map(tuple), SPANS)
KEPT = st.lists(
    st.builds(Kept, TEXTS, st.none() | TEXTS, st.none() | TEXTS),
    max_size=2,
    unique_by=lambda one: one.name,
).map(tuple)
DOWNGRADES = st.builds(Downgrade, st.sampled_from(Going), KNOWN, KEPT, SPANS, st.none() | MOMENTS)
STATES = st.builds(
    DomainState,
    place=st.none() | TARGETS,
    standing=st.none() | KNOWN,
    way_back=st.none() | KNOWN,
    ours=st.none() | st.builds(Ours, st.integers(1, 10**6), PURPOSES, *[st.booleans()] * 3, STOOD),
    change=st.none() | CHANGES,
    look=st.none() | LOOKS,
    seen=st.none() | SEEN,
    hold=st.none() | st.builds(Hold, MOMENTS),
    trouble=st.none() | TROUBLES,
    wishes=st.lists(st.builds(Carried, TEXTS, SPANS), max_size=4).map(tuple),
    said=TEXTS,
    damaged=st.none() | st.builds(Damaged, st.integers(1, 10**6), SPANS),
    refused_here=st.lists(REFUSED, max_size=4).map(tuple),
    awaits=st.none() | AWAITED,
    downgrade=st.none() | DOWNGRADES,
    lost=st.none() | st.builds(Lost, ALTERED, SPANS),
    came_back=st.booleans(),
)
FACTS: dict[type, st.SearchStrategy[Fact]] = {
    Begun: st.builds(
        Begun, TARGETS, IDS, KNOWN, PURPOSES, TEXTS, st.booleans(), st.booleans(), STOOD
    ),
    Answered: st.builds(Answered, KNOWN, st.booleans()),
    AnswerLost: st.builds(AnswerLost, TEXTS),
    NotMade: st.builds(NotMade, TEXTS),
    Refused: st.builds(Refused, TEXTS, st.booleans(), st.none() | IDS),
    OtherHand: st.builds(OtherHand, KNOWN),
    JobBound: st.builds(JobBound, KNOWN),
    PlaceMoved: st.builds(PlaceMoved, TARGETS, KNOWN),
    Looked: st.builds(
        Looked, st.sampled_from(LookResult), TEXTS, TEXTS, st.booleans(), st.none() | ALTERED
    ),
    Told: st.builds(Told, TEXTS, st.booleans(), TEXTS, st.none() | AWAITED, st.none() | KNOWN),
    SetAside: st.builds(SetAside, st.integers(1, 10**6)),
    SentAgain: st.just(SentAgain()),
    TakenOff: st.just(TakenOff()),
    DowngradeBegun: st.builds(DowngradeBegun, TARGETS, KNOWN, KEPT, st.none() | MOMENTS),
    SettingsMoved: st.just(SettingsMoved()),
    TurnedOff: st.just(TurnedOff()),
    ReturnBegun: st.just(ReturnBegun()),
    Returned: st.just(Returned()),
}
