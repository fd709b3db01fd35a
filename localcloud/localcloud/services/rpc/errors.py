"""Refusals of the gateway itself, before a product has looked at the request."""

from __future__ import annotations

from localcloud.gateway import ServiceError

NOT_BUILT = "NotBuiltInLocalCloud"


def missing_parameter(name: str) -> ServiceError:
    """400 `Missing<Name>`."""
    return ServiceError(400, f"Missing{name}", f"{name} is mandatory for this action.")


def invalid_parameter(name: str) -> ServiceError:
    """400. The value is not repeated: it may be a key."""
    return ServiceError(400, "InvalidParameter", f"The specified parameter {name} is not valid.")


def unknown_action() -> ServiceError:
    """404: the product has no such action."""
    message = "Specified api is not found, please check your url and method."
    return ServiceError(404, "InvalidApi.NotFound", message)


def not_built(what: str) -> ServiceError:
    """501, not a code of the real service: the product has it, the local cloud does not."""
    message = f"{what} exists in the real service but is not built in the local cloud."
    return ServiceError(501, NOT_BUILT, message)


def unsupported_method() -> ServiceError:
    """400: the action is not called with this HTTP method."""
    message = "This http method is not supported."
    return ServiceError(400, "UnsupportedHTTPMethod", message)


def invalid_version() -> ServiceError:
    """400: the endpoint speaks another version of the API."""
    return ServiceError(400, "InvalidVersion", "Specified parameter Version is not valid.")


def signature_mismatch(string_to_sign: str) -> ServiceError:
    """400. The SDK splits the message at its `:` and compares the rest with its own string."""
    message = (
        "Specified signature is not matched with our calculation. "
        f"server string to sign is:{string_to_sign}"
    )
    return ServiceError(400, "SignatureDoesNotMatch", message)


def nonce_used() -> ServiceError:
    """400: the same SignatureNonce a second time."""
    return ServiceError(400, "SignatureNonceUsed", "Specified signature nonce was used already.")


def time_malformed() -> ServiceError:
    """400: not `YYYY-MM-DDTHH:MM:SSZ`."""
    message = "Specified time stamp or date value is not well formatted."
    return ServiceError(400, "InvalidTimeStamp.Format", message)


def time_expired() -> ServiceError:
    """400: more than 15 minutes off."""
    message = "Specified time stamp or date value is expired."
    return ServiceError(400, "InvalidTimeStamp.Expired", message)


def unknown_key() -> ServiceError:
    """404: no such access key."""
    message = "Specified access key is not found."
    return ServiceError(404, "InvalidAccessKeyId.NotFound", message)


def token_mismatch() -> ServiceError:
    """400: the token was not issued with this access key."""
    message = "Specified SecurityToken does not match the AccessKey."
    return ServiceError(400, "InvalidSecurityToken.MismatchWithAccessKey", message)


def token_expired() -> ServiceError:
    """400: the temporary credentials' time is over."""
    message = "Specified SecurityToken is expired."
    return ServiceError(400, "InvalidSecurityToken.Expired", message)
