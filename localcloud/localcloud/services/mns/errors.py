"""The service's refusals, by its documented table of them."""

from __future__ import annotations

from localcloud.gateway import ServiceError

MESSAGE_NOT_EXIST = "MessageNotExist"


def invalid_argument(reason: str) -> ServiceError:
    """A value out of its range."""
    return ServiceError(400, "InvalidArgument", reason)


def malformed_xml() -> ServiceError:
    """The body is no XML, or not the XML of this call."""
    return ServiceError(400, "MalformedXML", "The XML you provided was not well-formed.")


def queue_not_exist() -> ServiceError:
    """No queue of this name in this region."""
    return ServiceError(404, "QueueNotExist", "The queue name you provided is not exist.")


def queue_already_exist() -> ServiceError:
    """It exists, with other attributes."""
    message = "The queue you want to create is already exist."
    return ServiceError(409, "QueueAlreadyExist", message)


def queue_deleted_recently() -> ServiceError:
    """A queue of this name was deleted a moment ago (the words are ours)."""
    message = "The queue you want to create was deleted recently, please try again later."
    return ServiceError(400, "QueueDeletedRecently", message)


def message_not_exist() -> ServiceError:
    """Nothing to receive, or a handle that is no longer good: both are ordinary events."""
    return ServiceError(404, MESSAGE_NOT_EXIST, "Message not exist.")


def receipt_handle_error() -> ServiceError:
    """What was given cannot be a handle at all."""
    message = "The receipt handle you provide is not valid."
    return ServiceError(400, "ReceiptHandleError", message)


def topic_not_exist() -> ServiceError:
    """No topic of this name in this region."""
    return ServiceError(404, "TopicNotExist", "The topic name you provided is not exist.")


def subscription_not_exist() -> ServiceError:
    """The topic has no subscription of this name."""
    message = "The subscription name you provided is not exist."
    return ServiceError(404, "SubscriptionNotExist", message)


def already_exist(what: str) -> ServiceError:
    """`Topic` or `Subscription` of this name, with other attributes (code UNCERTAIN)."""
    message = f"The {what.lower()} you want to create is already exist."
    return ServiceError(409, f"{what}AlreadyExist", message)
