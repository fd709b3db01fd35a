"""What calls of MNS need: which action, on which queue."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from mns.account import Account as MnsAccount
from mns.mns_exception import MNSServerException
from mns.queue import Message

from localcloud.credentials import AccessKey
from tests.localcloud.ram.account import Account, policy


@contextlib.contextmanager
def queue_of(account: Account, key: AccessKey) -> Iterator[Any]:
    endpoint = account.world.env()["MNS_ENDPOINT"]
    client = MnsAccount(endpoint, key.key_id, key.secret, key.token)
    try:
        yield client.get_queue("work")
    finally:
        client.mns_client.close_connection()


def attributes(queue: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the client sets its own counters
        queue.get_attributes()


def test_a_deny_on_a_queue_holds_however_its_name_is_written(shop: Account) -> None:
    arn = f"acs:mns:cn-hangzhou:{shop.id}:/queues/work/messages"
    allowed = policy(("mns:*", "*"))
    denied = policy(("mns:SendMessage", arn), effect="Deny")
    with queue_of(shop, shop.holder(allowed, denied)) as queue:
        queue.queue_name = "%77ork"
        with pytest.raises(MNSServerException) as caught:
            queue.send_message(Message("x"))
    assert caught.value.type == "AccessDenied"
    assert shop.missing() == [f"mns:SendMessage on {arn}"]


@pytest.mark.parametrize(
    ("action", "path", "call"),
    [
        ("SendMessage", "/messages", lambda q: q.send_message(Message("x"))),
        ("ReceiveMessage", "/messages", lambda q: q.receive_message(0)),
        ("PeekMessage", "/messages", lambda q: q.peek_message()),
        ("DeleteMessage", "/messages", lambda q: q.delete_message("1-a")),
        ("GetQueueAttributes", "", attributes),
        ("DeleteQueue", "", lambda q: q.delete()),
    ],
)
def test_a_call_of_mns_needs_its_action_on_the_queue(
    shop: Account, action: str, path: str, call: Any
) -> None:
    with queue_of(shop, shop.root) as queue:
        queue.send_message(Message("first"))
    arn = f"acs:mns:cn-hangzhou:{shop.id}:/queues/work{path}"
    key = shop.holder(policy((f"mns:{action}", arn.replace("work", "other"))))
    with queue_of(shop, key) as queue, pytest.raises(MNSServerException) as caught:
        call(queue)
    assert caught.value.type == "AccessDenied"
    assert shop.missing() == [f"mns:{action} on {arn}"]
    try:
        with queue_of(shop, shop.holder(policy((f"mns:{action}", arn)))) as queue:
            call(queue)
    except MNSServerException as error:
        assert error.type != "AccessDenied"  # noqa: PT017 - let through
