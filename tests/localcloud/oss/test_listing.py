"""Listing objects, both versions, against a plain reading of the rule."""

from __future__ import annotations

from typing import Any

import oss2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localcloud.services.oss.listing import page_of

KEYS = ("a", "b/1", "b/2", "b/c/3", "c", "d/", "e é", "f&<g>")


@pytest.fixture
def filled(bucket: Any) -> Any:
    for key in KEYS:
        bucket.put_object(key, key.encode())
    return bucket


def test_version_1_pages_with_a_marker(filled: Any) -> None:
    first = filled.list_objects(max_keys=3)
    assert [each.key for each in first.object_list] == ["a", "b/1", "b/2"]
    assert (first.is_truncated, first.next_marker) == (True, "b/2")
    rest = filled.list_objects(marker=first.next_marker)
    assert [each.key for each in rest.object_list] == list(KEYS[3:])
    assert not rest.is_truncated


def test_version_2_pages_with_a_token(filled: Any) -> None:
    first = filled.list_objects_v2(max_keys=5)
    assert first.is_truncated
    rest = filled.list_objects_v2(continuation_token=first.next_continuation_token)
    found = [each.key for each in first.object_list + rest.object_list]
    assert found == list(KEYS)
    after = filled.list_objects_v2(start_after="c")
    assert [each.key for each in after.object_list] == ["d/", "e é", "f&<g>"]
    with pytest.raises(oss2.exceptions.InvalidArgument):
        filled.list_objects_v2(continuation_token="!")


def test_a_delimiter_groups_and_a_prefix_opens_a_group(filled: Any) -> None:
    top = filled.list_objects(delimiter="/")
    assert top.prefix_list == ["b/", "d/"]
    assert [each.key for each in top.object_list] == ["a", "c", "e é", "f&<g>"]
    inside = filled.list_objects_v2(prefix="b/", delimiter="/")
    assert inside.prefix_list == ["b/c/"]
    assert [each.key for each in inside.object_list] == ["b/1", "b/2"]


def test_an_entry_says_what_is_known_of_the_object(filled: Any) -> None:
    entry = filled.list_objects(prefix="c").object_list[0]
    head = filled.head_object("c")
    assert (entry.etag, entry.size, entry.type) == (head.etag, 1, "Normal")
    assert entry.last_modified == head.last_modified
    assert entry.owner.id
    assert filled.list_objects_v2(prefix="c").object_list[0].owner is None
    assert filled.list_objects_v2(prefix="c", fetch_owner=True).object_list[0].owner.id


names = st.lists(st.text(alphabet="ab/é", min_size=1, max_size=5), unique=True, max_size=30)


@given(names, st.text(alphabet="ab/", max_size=2), st.sampled_from(["", "/"]), st.integers(1, 4))
def test_pages_put_together_are_the_whole_list(
    keys: list[str], prefix: str, delimiter: str, limit: int
) -> None:
    """Whatever the page size: every name under the prefix is shown once, or its group is."""
    ordered = sorted(keys)
    shown: list[str] = []
    after, more = "", True
    for _ in range(len(keys) + 1):
        page = page_of(ordered, prefix=prefix, delimiter=delimiter, after=after, limit=limit)
        entries = [*page.keys, *page.prefixes]
        assert len(entries) <= limit
        shown += sorted(entries)
        after, more = page.next_marker, page.is_truncated
        if not more:
            break
    assert not more
    expected = set()
    for key in (key for key in keys if key.startswith(prefix)):
        head, found, _ = key[len(prefix) :].partition(delimiter) if delimiter else (key, "", "")
        expected.add(prefix + head + delimiter if found else key)
    assert shown == sorted(expected)
