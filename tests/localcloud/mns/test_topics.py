"""Topics and what their subscribed queues get."""

from __future__ import annotations

import json
import logging
from xml.etree import ElementTree as ET

import pytest
from mns.subscription import Subscription, SubscriptionMeta
from mns.topic import Topic, TopicMessage, TopicMeta

from tests.localcloud.mns.conftest import World, failing


@pytest.fixture
def topic(world: World) -> Topic:
    world.model.create_queue("inbox", {})
    one = world.account().get_topic("certificates")
    one.create(TopicMeta())
    return one


def subscribe(
    world: World, topic: Topic, name: str, form: str = "", tag: str = "", queue: str = "inbox"
) -> Subscription:
    account = world.kernel.credentials.account_id
    endpoint = f"acs:mns:cn-hangzhou:{account}:queues/{queue}"
    subscription = topic.get_subscription(name)
    subscription.subscribe(
        SubscriptionMeta(endpoint, "", form, filter_tag=tag)
        if form
        else SubscriptionMeta(endpoint, filter_tag=tag)
    )
    return subscription


def bodies(world: World) -> list[str]:
    return [message.body for message in world.model.receive("inbox", count=16)]


def test_simplified_gives_the_body_alone(world: World, topic: Topic) -> None:
    subscribe(world, topic, "s", "SIMPLIFIED")
    sent = topic.publish_message(TopicMessage('{"id": 1}'))
    assert bodies(world) == ['{"id": 1}']
    assert len(sent.message_id) == 32


def test_json_and_xml_give_an_envelope(world: World, topic: Topic) -> None:
    subscribe(world, topic, "j", "JSON")
    subscribe(world, topic, "x", "XML")
    sent = topic.publish_message(TopicMessage('<a> & "é"', "issued"))
    as_json, as_xml = bodies(world)
    root = ET.fromstring(as_xml)  # noqa: S314 - our own
    elements = {child.tag.partition("}")[2]: child.text for child in root}
    account = world.kernel.credentials.account_id
    for envelope, subscription in ((json.loads(as_json), "j"), (elements, "x")):
        assert envelope["Message"] == '<a> & "é"'
        assert envelope["MessageId"] == sent.message_id
        assert envelope["MessageMD5"] == sent.message_body_md5
        assert envelope["MessageTag"] == "issued"
        assert (envelope["TopicOwner"], envelope["TopicName"]) == (account, "certificates")
        assert envelope["SubscriptionName"] == subscription
        now = world.kernel.clock.now().timestamp() * 1000
        assert int(str(envelope["PublishTime"])) == pytest.approx(now, abs=5000)
    assert root.tag.endswith("}Notification")


def test_a_filter_tag_lets_only_its_messages_through(world: World, topic: Topic) -> None:
    subscribe(world, topic, "issued", "SIMPLIFIED", "issued")
    for body, tag in (("one", "issued"), ("two", "renewed"), ("three", "")):
        topic.publish_message(TopicMessage(body, tag))
    assert bodies(world) == ["one"]


def test_subscriptions_are_read_listed_changed_and_removed(world: World, topic: Topic) -> None:
    one = subscribe(world, topic, "s-1", "JSON", "tag")
    subscribe(world, topic, "s-1", "JSON", "tag")  # again, just so
    subscribe(world, topic, "s-2")
    with failing("SubscriptionAlreadyExist"):
        subscribe(world, topic, "s-1", "XML", "tag")
    found = one.get_attributes()
    assert (found.filter_tag, found.notify_content_format) == ("tag", "JSON")
    assert found.notify_strategy == "BACKOFF_RETRY"
    change = (
        "<Subscription><NotifyStrategy>EXPONENTIAL_DECAY_RETRY</NotifyStrategy></Subscription>"
    )
    path = "/topics/certificates/subscriptions/s-1?metaoverride=true"
    assert world.raw("PUT", path, change).status == 204
    assert one.get_attributes().notify_strategy == "EXPONENTIAL_DECAY_RETRY"
    urls = topic.list_subscription("", 1)
    assert [url.rpartition("/")[2] for url in urls[0]] == ["s-1"]
    assert urls[1] == "s-2"
    one.unsubscribe()
    with failing("SubscriptionNotExist"):
        one.get_attributes()


def test_topics_have_attributes_and_listings(world: World, topic: Topic) -> None:
    found = topic.get_attributes()
    assert (found.maximum_message_size, found.message_retention_period) == (65_536, 86_400)
    topic.create(TopicMeta())
    with failing("TopicAlreadyExist"):
        topic.create(TopicMeta(2048))
    topic.set_attributes(TopicMeta(1024))
    assert topic.get_attributes().maximum_message_size == 1024
    with failing("InvalidArgument"):
        topic.publish_message(TopicMessage("a" * 1025))
    urls = world.account().list_topic()[0]
    assert [url.rpartition("/")[2] for url in urls] == ["certificates"]
    topic.delete()
    with failing("TopicNotExist"):
        topic.publish_message(TopicMessage("x"))
    with failing("TopicNotExist"):
        topic.list_subscription()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1/hook",
        "acs:mns:cn-beijing:{account}:queues/inbox",
        "acs:mns:cn-hangzhou:1:queues/inbox",
        "",
    ],
)
def test_only_queues_of_this_account_and_region_can_be_subscribed(
    world: World, topic: Topic, endpoint: str
) -> None:
    named = endpoint.format(account=world.kernel.credentials.account_id)
    body = f"<Subscription><Endpoint>{named}</Endpoint></Subscription>"
    answer = world.raw("PUT", "/topics/certificates/subscriptions/s", body)
    assert (answer.status, answer.code) == (400, "EndpointInvalid")


def test_a_queue_that_is_gone_does_not_stop_the_others(
    world: World, topic: Topic, caplog: pytest.LogCaptureFixture
) -> None:
    world.model.create_queue("gone", {})
    subscribe(world, topic, "a", "SIMPLIFIED", queue="gone")
    subscribe(world, topic, "b", "SIMPLIFIED")
    world.model.delete_queue("gone")
    with caplog.at_level(logging.WARNING):
        topic.publish_message(TopicMessage("x"))
    assert bodies(world) == ["x"]
    assert "gone" in caplog.text
