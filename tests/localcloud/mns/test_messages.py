"""Messages, by the official client and, where it hides something, by hand."""

from __future__ import annotations

import base64
import hashlib
from xml.etree import ElementTree as ET

import pytest
from mns.queue import Message, Queue, QueueMeta

from tests.localcloud.mns.conftest import NAMESPACE, World, failing

MESSAGES = "/queues/events/messages"


def test_a_message_goes_through_whole(world: World) -> None:
    queue = world.queue()
    text = '{"a": "é 漢"}\r\n<&>\'"'
    sent = queue.send_message(Message(text))
    assert len(sent.message_id) == 32
    assert sent.receipt_handle == ""
    got = queue.receive_message(0)
    assert got.message_body == text.encode()
    assert (got.message_id, got.message_body_md5) == (sent.message_id, sent.message_body_md5)
    encoded = base64.b64encode(text.encode())
    expected = hashlib.md5(encoded, usedforsecurity=False).hexdigest().upper()
    assert got.message_body_md5 == expected
    assert (got.dequeue_count, got.priority) == (1, 8)
    assert got.next_visible_time - got.first_dequeue_time == 30_000
    queue.delete_message(got.receipt_handle)
    with failing("MessageNotExist"):
        queue.receive_message(0)


@pytest.mark.parametrize("text", ["plain", " spaces \t\n around ", "<a>&amp;</a>", "]]>", "𝄞"])
def test_a_body_that_is_not_encoded_is_not_changed(world: World, text: str) -> None:
    queue = world.queue()
    queue.set_encoding(False)
    queue.send_message(Message(text))
    assert queue.receive_message(0).message_body == text


def test_a_carriage_return_stays_one(world: World) -> None:
    """The official client writes it bare, which XML reads as a line feed; others escape it."""
    queue = world.queue()
    queue.set_encoding(False)
    world.raw("POST", MESSAGES, "<Message><MessageBody>a&#13;&#10;b</MessageBody></Message>")
    assert queue.receive_message(0).message_body == "a\r\nb"


def test_a_receiver_holds_a_message_for_its_time_and_the_next_gets_a_new_handle(
    world: World,
) -> None:
    queue = world.queue(VisibilityTimeout="60")
    queue.send_message(Message("x"))
    first = queue.receive_message(0)
    with failing("MessageNotExist"):
        queue.receive_message(0)
    world.pass_time(61)
    with failing("MessageNotExist"):  # its time is over, though nobody has it yet
        queue.delete_message(first.receipt_handle)
    second = queue.receive_message(0)
    assert second.message_id == first.message_id
    assert second.dequeue_count == 2
    assert second.first_dequeue_time == first.first_dequeue_time
    assert second.receipt_handle != first.receipt_handle
    with failing("MessageNotExist"):
        queue.delete_message(first.receipt_handle)
    queue.delete_message(second.receipt_handle)
    with failing("MessageNotExist"):
        queue.delete_message(second.receipt_handle)


def test_handles_go_into_the_query_unescaped_or_escaped(world: World) -> None:
    queue = world.queue()
    seen = ""
    for _ in range(40):
        queue.send_message(Message("x"))
        handle = queue.receive_message(0).receipt_handle
        seen += handle
        queue.delete_message(handle)
    assert {"+", "/", "="} <= set(seen)
    queue.send_message(Message("x"))
    handle = queue.receive_message(0).receipt_handle
    escaped = handle.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    assert world.raw("DELETE", f"{MESSAGES}?receiptHandle={escaped}").status == 204


def test_a_visibility_change_counts_from_now_and_replaces_the_handle(world: World) -> None:
    queue = world.queue(VisibilityTimeout="30")
    queue.send_message(Message("x"))
    first = queue.receive_message(0)
    world.pass_time(20)
    changed = queue.change_message_visibility(first.receipt_handle, 100)
    later = int(changed.next_visible_time) - first.next_visible_time
    assert 90_000 <= later < 98_000  # counted from the time before it would be 100 s
    with failing("MessageNotExist"):
        queue.delete_message(first.receipt_handle)
    world.pass_time(90)
    with failing("MessageNotExist"):
        queue.receive_message(0)
    queue.delete_message(changed.receipt_handle)


def test_a_shortened_visibility_brings_the_message_back_once(world: World) -> None:
    queue = world.queue()
    queue.send_message(Message("x"))
    handle = queue.receive_message(0).receipt_handle
    for _ in range(3):
        handle = queue.change_message_visibility(handle, 1).receipt_handle
    world.pass_time(2)
    queue.receive_message(0)
    with failing("MessageNotExist"):
        queue.receive_message(0)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("ReceiptHandle=nonsense", 400, "ReceiptHandleError"),
        ("ReceiptHandle=8-QUJDREVGR0hJSktM", 404, "MessageNotExist"),
        ("ReceiptHandle=", 400, "MissingReceiptHandle"),
        ("", 400, "MissingReceiptHandle"),
    ],
)
def test_handles_that_are_none(world: World, query: str, status: int, code: str) -> None:
    world.queue()
    answer = world.raw("DELETE", f"{MESSAGES}?{query}")
    assert (answer.status, answer.code) == (status, code)


def test_a_handle_of_another_queue_is_none_here(world: World) -> None:
    one, other = world.queue("one"), world.queue("other")
    one.send_message(Message("x"))
    handle = one.receive_message(0).receipt_handle
    with failing("MessageNotExist"):
        other.delete_message(handle)
    one.delete_message(handle)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("ReceiptHandle={h}", "MissingVisibilityTimeout"),
        ("ReceiptHandle={h}&VisibilityTimeout=0", "InvalidArgument"),
        ("ReceiptHandle={h}&VisibilityTimeout=43201", "InvalidArgument"),
        ("ReceiptHandle={h}&VisibilityTimeout=soon", "InvalidArgument"),
        ("receiptHandle={h}&visibilityTimeout=43200", ""),
    ],
)
def test_the_range_of_a_visibility_change(world: World, query: str, code: str) -> None:
    queue = world.queue()
    queue.send_message(Message("x"))
    handle = queue.receive_message(0).receipt_handle
    answer = world.raw("PUT", f"{MESSAGES}?{query.format(h=handle)}")
    assert answer.code == code


def test_a_delayed_message_waits_and_its_handle_can_call_it_off(world: World) -> None:
    queue = world.queue()
    late = queue.send_message(Message("late", 600))
    off = queue.send_message(Message("off", 600))
    assert late.receipt_handle != off.receipt_handle != ""
    with failing("MessageNotExist"):
        queue.receive_message(0)
    queue.delete_message(off.receipt_handle)
    world.pass_time(601)
    assert queue.receive_message(0).message_body == b"late"
    with failing("MessageNotExist"):
        queue.receive_message(0)


def test_a_queues_own_delay_is_used_unless_the_message_says_another(world: World) -> None:
    queue = world.queue(DelaySeconds="60")
    queue.send_message(Message("waits"))
    queue.send_message(Message("now", 0))
    assert queue.receive_message(0).message_body == b"now"
    world.pass_time(61)
    assert queue.receive_message(0).message_body == b"waits"


def test_lower_priorities_come_first_then_the_order_of_sending(world: World) -> None:
    queue = world.queue()
    for body, priority in (("a", 8), ("b", 16), ("c", 1), ("d", 8)):
        queue.send_message(Message(body, priority=priority))
    got = [queue.receive_message(0).message_body for _ in range(4)]
    assert got == [b"c", b"a", b"d", b"b"]


def test_batches_are_sent_received_peeked_and_deleted(world: World) -> None:
    queue = world.queue()
    sent = queue.batch_send_message([Message(f"m{n}") for n in range(16)])
    assert len({entry.message_id for entry in sent}) == 16
    peeked = queue.batch_peek_message(16)
    assert [m.message_body for m in peeked] == [f"m{n}".encode() for n in range(16)]
    assert {m.dequeue_count for m in peeked} == {0}
    got = queue.batch_receive_message(10, 0)
    assert [m.message_body for m in got] == [f"m{n}".encode() for n in range(10)]
    assert queue.peek_message().message_body == b"m10"
    queue.batch_delete_message([m.receipt_handle for m in got])
    assert len(queue.batch_receive_message(16, 0)) == 6
    with failing("MessageNotExist"):
        queue.batch_peek_message(16)


def test_a_batch_delete_names_the_handles_that_failed_and_deletes_the_others(
    world: World,
) -> None:
    queue = world.queue()
    queue.batch_send_message([Message("a"), Message("b")])
    first, second = (m.receipt_handle for m in queue.batch_receive_message(2, 0))
    queue.delete_message(second)
    with failing("MessageNotExist") as caught:
        queue.batch_delete_message([first, second])
    failed = caught.value.sub_errors
    assert [error["ReceiptHandle"] for error in failed] == [second]
    with failing("MessageNotExist"):
        queue.delete_message(first)


def test_a_batch_that_fails_in_part_keeps_the_rest(world: World) -> None:
    queue = world.queue(MaximumMessageSize="1024")
    queue.set_encoding(False)
    with failing("InvalidArgument") as caught:
        queue.batch_send_message([Message("small"), Message("b" * 1025)])
    assert caught.value.message.startswith("The length of message")
    assert ["MessageId" in entry for entry in caught.value.sub_errors] == [True, False]
    assert queue.receive_message(0).message_body == "small"


@pytest.mark.parametrize("count", [0, 17])
def test_a_batch_has_1_to_16_messages(world: World, count: int) -> None:
    world.queue()
    one = "<Message><MessageBody>x</MessageBody></Message>"
    handle = "<ReceiptHandle>8-QUJDREVGR0hJSktM</ReceiptHandle>"
    sent = world.raw("POST", MESSAGES, f"<Messages>{one * count}</Messages>")
    deleted = world.raw("DELETE", MESSAGES, f"<ReceiptHandles>{handle * count}</ReceiptHandles>")
    received = world.raw("GET", f"{MESSAGES}?numOfMessages={count}")
    assert [a.code for a in (sent, deleted, received)] == [
        "MalformedXML", "MalformedXML", "InvalidArgument",
    ]  # fmt: skip


def test_a_message_of_64_kilobytes_goes_and_one_byte_more_does_not(world: World) -> None:
    queue = world.queue()
    queue.set_encoding(False)
    queue.send_message(Message("a" * 65_536))
    assert queue.receive_message(0).message_body == "a" * 65_536
    with failing("InvalidArgument"):
        queue.send_message(Message("a" * 65_537))
    with failing("InvalidArgument"):
        queue.send_message(Message("é" * 32_769))
    with failing("InvalidArgument"):
        queue.batch_send_message([Message("a" * 40_000), Message("a" * 40_000)])
    with failing("MessageNotExist"):
        queue.receive_message(0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("no xml", "MalformedXML"),
        ("<Message>", "MalformedXML"),
        ("<Queue/>", "MalformedXML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><Message><MessageBody>&b;</MessageBody></Message>',
         "MalformedXML"),
        ("<Message/>", "InvalidArgument"),
        ("<Message><MessageBody>x</MessageBody><Priority>17</Priority></Message>",
         "InvalidArgument"),
        ("<Message><MessageBody>x</MessageBody><Priority>0</Priority></Message>",
         "InvalidArgument"),
        ("<Message><MessageBody>x</MessageBody><DelaySeconds>604801</DelaySeconds></Message>",
         "InvalidArgument"),
        ("<Message><MessageBody>x</MessageBody><DelaySeconds>one</DelaySeconds></Message>",
         "InvalidArgument"),
        (f'<Message xmlns="{NAMESPACE}"><MessageBody><![CDATA[x]]></MessageBody></Message>', ""),
    ],
)  # fmt: skip
def test_bodies_that_are_refused(world: World, body: str, code: str) -> None:
    world.queue()
    answer = world.raw("POST", MESSAGES, body)
    assert answer.code == code
    assert answer.status == (400 if code else 201)


def test_answers_are_in_the_services_namespace(world: World) -> None:
    queue = world.queue()
    queue.send_message(Message("x"))
    root = ET.fromstring(world.raw("GET", MESSAGES).body)  # noqa: S314 - our own answer
    assert root.tag == f"{{{NAMESPACE}}}Message"
    assert {child.tag.partition("}")[2] for child in root} == {
        "MessageId", "ReceiptHandle", "MessageBodyMD5", "MessageBody", "EnqueueTime",
        "NextVisibleTime", "FirstDequeueTime", "DequeueCount", "Priority",
    }  # fmt: skip


def test_properties_and_group_come_back(world: World) -> None:
    world.queue()
    properties = (
        "<UserProperties><PropertyValue><Name>n</Name><Value>1 &lt; 2</Value><Type>STRING</Type>"
        "</PropertyValue></UserProperties>"
    )
    body = f"<MessageBody>x</MessageBody><MessageGroupId>g</MessageGroupId>{properties}"
    world.raw("POST", MESSAGES, f"<Message>{body}</Message>")
    answer = world.raw("GET", MESSAGES).body
    assert properties in answer
    assert "<MessageGroupId>g</MessageGroupId>" in answer


def test_a_message_is_gone_after_its_retention(world: World) -> None:
    queue = world.queue(MessageRetentionPeriod="3600")
    queue.send_message(Message("old"))
    held = queue.receive_message(0).receipt_handle
    world.pass_time(3000)
    queue.send_message(Message("new"))
    world.pass_time(700)
    assert queue.peek_message().message_body == b"new"
    assert queue.receive_message(0).message_body == b"new"
    with failing("MessageNotExist"):
        queue.delete_message(held)
    with failing("MessageNotExist"):
        queue.receive_message(0)


def test_duplicates_are_delivered_once_more_with_a_handle_of_their_own(world: World) -> None:
    queue = world.queue()
    queue.batch_send_message([Message("a"), Message("b")])
    world.model.duplicate_next("events", 1)
    got = [queue.receive_message(0) for _ in range(3)]
    assert sorted(m.message_body for m in got) == [b"a", b"a", b"b"]
    twins = [m for m in got if m.message_body == b"a"]
    assert twins[0].message_id == twins[1].message_id
    for message in got:
        queue.delete_message(message.receipt_handle)
    with failing("MessageNotExist"):
        queue.receive_message(0)


def test_the_order_can_be_turned_round(world: World) -> None:
    queue = world.queue()
    queue.batch_send_message([Message(text) for text in "abc"])
    world.model.reorder("events")
    assert [queue.receive_message(0).message_body for _ in range(3)] == [b"c", b"b", b"a"]


def test_a_queue_that_does_not_exist(world: World) -> None:
    queue: Queue = world.account().get_queue("missing")
    handle = "8-QUJDREVGR0hJSktM"
    for call in (
        lambda: queue.send_message(Message("x")),
        lambda: queue.batch_send_message([Message("x")]),
        lambda: queue.receive_message(0),
        queue.receive_message,
        queue.peek_message,
        lambda: queue.delete_message(handle),
        lambda: queue.batch_delete_message([handle]),
        lambda: queue.change_message_visibility(handle, 5),
        queue.get_attributes,
        lambda: queue.set_attributes(QueueMeta()),
    ):
        with failing("QueueNotExist"):
            call()
