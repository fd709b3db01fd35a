"""The worlds that an older build left behind are whole, and none of its forms is missing.

Read as plain JSON: neither the state's code nor the messages' may stand between the bytes and
this test, for both go on to change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

FILES = sorted((Path(__file__).parent / "v1").glob("*.json"))
WORLDS = {path.stem: json.loads(path.read_text()) for path in FILES}
GENESIS = "0" * 64

PHASES = {"idle", "intent", "bound", "verified", "not_verified"}
KINDS = {
    "kept",
    "refused",
    "intent",
    "replanned",
    "bound",
    "bind_failed",
    "deferred",
    "pending",
    "verified",
    "not_verified",
    "foreign_change",
}
"""What a domain's journal can hold."""

OTHER_KINDS = {"event_planned", "event_refused", "message_rejected", "snapshot", "replayed"}
STATE = {
    "phase",
    "target",
    "current",
    "previous",
    "bound_sequence",
    "bound_at",
    "intent_cause",
    "intent_certificate",
    "intent_at",
    "intent_before",
    "intent_by_hand",
    "rest_phase",
    "looks",
    "good_rounds",
    "good_since",
    "verify_deadline",
    "held_to",
    "rolled_back",
    "handled",
}
OPTIONAL = {
    "target",
    "current",
    "previous",
    "bound_at",
    "intent_certificate",
    "intent_at",
    "intent_before",
    "good_since",
    "verify_deadline",
    "held_to",
}
every_file = pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)


def entries(world: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Subject → its entries in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in world["journal"]:
        found.setdefault(one["subject"], []).append(json.loads(one["object"]))
    return found


def newest(name: str, domain: str) -> dict[str, Any]:
    """The state that a domain's newest entry carries, with the entry's kind and reason."""
    entry = entries(WORLDS[name])[f"domain/{domain}"][-1]
    return {**entry["state"], "kind": entry["kind"], "reason": entry["reason"]}


def domain_entries() -> Iterator[dict[str, Any]]:
    for world in WORLDS.values():
        for subject, found in entries(world).items():
            if subject.startswith("domain/"):
                yield from found


def messages() -> Iterator[dict[str, Any]]:
    for world in WORLDS.values():
        for one in world["queue"]:
            yield json.loads(one["body"])


@every_file
def test_every_journal_is_a_chain_of_canonical_objects(world: Mapping[str, Any]) -> None:
    last: dict[str, tuple[int, str]] = {}
    for one in world["journal"]:
        entry = json.loads(one["object"])
        number, before = last.get(one["subject"], (0, GENESIS))
        assert (entry["subject"], entry["sequence"]) == (one["subject"], one["number"])
        assert (entry["sequence"], entry["previous_hash"]) == (number + 1, before)
        assert _canonical(entry) == one["object"]
        told = entry.pop("hash")
        assert hashlib.sha256(_canonical(entry).encode()).hexdigest() == told
        last[one["subject"]] = (one["number"], told)


@every_file
def test_every_state_of_a_domain_has_all_its_fields(world: Mapping[str, Any]) -> None:
    for subject, found in entries(world).items():
        for entry in found:
            if subject.startswith("domain/"):
                assert entry["state"].keys() == STATE, subject


@every_file
def test_every_message_is_a_cloud_event_with_its_delay(world: Mapping[str, Any]) -> None:
    now = datetime.fromisoformat(world["at"])
    for one in world["queue"]:
        late = datetime.fromisoformat(one["due"]) - now
        assert one["delay"] == max(late, timedelta()).total_seconds()
        body = json.loads(one["body"])
        assert body["source"] == "certbind"
        assert body["specversion"] == "1.0"
        assert body["id"]
        assert isinstance(body["data"], dict)


@every_file
def test_every_world_can_be_put_up_from_its_file(world: Mapping[str, Any]) -> None:
    """Whatever one part names is in another one."""
    assert world["targets"]
    assert world["roots"].startswith("-----BEGIN CERTIFICATE-----")
    for links in world["chains"].values():
        assert all(bytes.fromhex(world["der"][link])[0] == 0x30 for link in links)
    held = {one["id"] for one in world["certificates"]}
    for one in world["certificates"]:
        leaf = bytes.fromhex(world["der"][world["chains"][one["chain"]][0]])
        assert one["sha256"] == hashlib.sha256(leaf).hexdigest()
        assert datetime.fromisoformat(one["not_after"]).tzinfo
    for one in world["edges"]:
        assert one["chain"] in world["chains"]
    bound = {one["binding"]["certificate"] for one in world["targets"]} - {None}
    assert bound <= held


@every_file
def test_every_world_tells_what_came_next(world: Mapping[str, Any]) -> None:
    domains = {one["domain"] for one in world["targets"]}
    places = [(one["kind"], one["domain"], one["bucket"]) for one in world["targets"]]
    for told in (world["next"]["queue"], world["next"]["sweeps"]):
        stands = [(one["kind"], one["domain"], one["bucket"]) for one in told["targets"]]
        assert stands == places
        assert told["domains"].keys() <= domains
        for newest_one in told["domains"].values():
            assert newest_one["kind"] in KINDS
            assert newest_one["phase"] in PHASES
            assert newest_one["verified"] is (newest_one["phase"] == "verified")
    assert len(world["next"]["queue"]["handled"]) >= len(world["queue"])


def test_the_files_hold_every_phase_to_go_on_from_and_to_return_to() -> None:
    names = [(name, s) for name, world in WORLDS.items() for s in entries(world)]
    last = [newest(name, s[7:]) for name, s in names if s.startswith("domain/")]
    assert {state["phase"] for state in last} == PHASES
    under_way = {state["rest_phase"] for state in last if state["phase"] == "intent"}
    assert under_way == {"idle", "bound", "verified"}


def test_the_files_hold_every_kind_of_entry() -> None:
    assert {entry["kind"] for entry in domain_entries()} == KINDS
    found = {
        e["kind"] for world in WORLDS.values() for one in entries(world).values() for e in one
    }
    assert found == KINDS | OTHER_KINDS


def test_the_files_hold_both_messages_at_the_first_try_and_later() -> None:
    found = {
        (one["type"], one["data"]["attempt"] > 1)
        for one in messages()
        if one["type"].startswith("certbind.")
    }
    both = ("certbind.bind", "certbind.verify")
    assert found == {(kind, later) for kind in both for later in (False, True)}
    assert "certificate.expiry_approaching" in {one["type"] for one in messages()}


def test_the_files_hold_what_a_person_asked_for_and_what_nobody_did() -> None:
    asked = [one["data"] for one in messages() if one["type"] == "certbind.bind"]
    by_hand = {(one.get("by_hand", False), one["attempt"] > 1) for one in asked}
    assert by_hand == {(hand, later) for hand in (False, True) for later in (False, True)}


def test_the_files_hold_every_optional_field_set_and_unset() -> None:
    states = [entry["state"] for entry in domain_entries()]
    for field in OPTIONAL:
        assert {state[field] is None for state in states} == {False, True}, field
    assert any(all(state[field] is None for field in OPTIONAL) for state in states)


def test_the_files_hold_every_source_of_a_binding_on_both_products() -> None:
    found = [one for world in WORLDS.values() for one in world["targets"]]
    assert {one["binding"]["source"] for one in found} == {"cas", "upload", "free", "none"}
    assert {one["kind"] for one in found} == {"oss", "cdn"}


WWW, CDN = "www.shop.example", "cdn.shop.example"


@pytest.mark.parametrize(
    ("name", "domain", "told"),
    [
        ("answer_lost", WWW, {"phase": "intent", "intent_at": None}),
        ("bound_first_look_waits", CDN, {"phase": "bound", "looks": 0}),
        ("bound_look_3_waits", WWW, {"phase": "bound", "looks": 2, "good_rounds": 1}),
        ("bound_look_3_waits", CDN, {"phase": "bound", "looks": 2, "good_rounds": 1}),
        ("bound_nobody_looked", WWW, {"phase": "bound", "looks": 0}),
        ("verified", ".wild.example", {"phase": "verified", "good_rounds": 2}),
        ("not_verified_behind", WWW, {"phase": "not_verified", "reason": "partly"}),
        ("not_verified_broken", CDN, {"phase": "not_verified", "reason": "chain_incomplete"}),
        ("held_after_rollback", WWW, {"phase": "verified", "rolled_back": True}),
        ("held_after_rollback", CDN, {"phase": "bound", "rolled_back": True}),
        ("rollback_begun", WWW, {"phase": "intent", "intent_by_hand": True}),
        ("foreign_change_accepted", WWW, {"phase": "idle", "kind": "foreign_change"}),
        ("held_to_a_day", WWW, {"held_to": "2027-03-23T16:00:00+00:00"}),
        ("kept_and_refused", WWW, {"kind": "kept", "reason": "already_bound"}),
        ("kept_and_refused", CDN, {"kind": "refused", "reason": "revoked"}),
        ("plan_only_handled", WWW, {"kind": "kept", "reason": "plan_only"}),
        ("busy_third_try_waits", CDN, {"kind": "deferred", "reason": "target_busy"}),
        ("intent_over_open_look", WWW, {"phase": "intent", "rest_phase": "bound"}),
        ("bound_after_not_verified", WWW, {"phase": "bound", "bound_sequence": 5}),
        ("nothing_known", WWW, {"kind": "deferred", "target": None}),
        ("nothing_known", CDN, {"kind": "bind_failed", "target": None}),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_scenario_stands_where_its_name_says(
    name: str, domain: str, told: Mapping[str, Any]
) -> None:
    state = newest(name, domain)
    assert {field: state[field] for field in told} == told


@pytest.mark.parametrize(
    ("name", "young", "done"),
    [
        ("intent_young_done", True, True),
        ("intent_young_not_done", True, False),
        ("intent_old_done", False, True),
        ("intent_old_not_done", False, False),
    ],
)
def test_open_intents_are_kept_on_both_sides_of_their_lease(
    name: str, young: bool, done: bool
) -> None:
    world = WORLDS[name]
    stands = {one["domain"]: one["binding"]["certificate"] for one in world["targets"]}
    for domain in (WWW, CDN):
        state = newest(name, domain)
        age = datetime.fromisoformat(world["at"]) - datetime.fromisoformat(state["intent_at"])
        assert (state["phase"], age < timedelta(seconds=300)) == ("intent", young)
        assert (stands[domain] == state["intent_certificate"]) is done


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
