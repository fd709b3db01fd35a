"""RAM's refusals, with the codes and words of its error page."""

from __future__ import annotations

from localcloud.gateway import ServiceError


def not_exist(what: str, message: str) -> ServiceError:
    """404 `EntityNotExist.<what>`."""
    return ServiceError(404, f"EntityNotExist.{what}", message)


def no_role() -> ServiceError:
    """No role of this name."""
    return not_exist("Role", "The role not exists.")


def no_policy() -> ServiceError:
    """No policy of this name and type."""
    return not_exist("Policy", "The policy does not exist.")


def no_version() -> ServiceError:
    """The policy has no such version."""
    return not_exist("Policy.Version", "The policy version does not exist.")


def already_exists(what: str, message: str) -> ServiceError:
    """409 `EntityAlreadyExists.<what>`."""
    return ServiceError(409, f"EntityAlreadyExists.{what}", message)


def conflict(what: str, message: str) -> ServiceError:
    """409 `DeleteConflict.<what>`."""
    return ServiceError(409, f"DeleteConflict.{what}", message)


def limit_exceeded(what: str, message: str) -> ServiceError:
    """409 `LimitExceeded.<what>`."""
    return ServiceError(409, f"LimitExceeded.{what}", message)


def invalid(what: str, message: str) -> ServiceError:
    """400 `InvalidParameter.<what>`."""
    return ServiceError(400, f"InvalidParameter.{what}", message)


def too_long(name: str) -> ServiceError:
    """400 `InvalidParameter.<name>.Length`, for an empty value too."""
    return invalid(f"{name}.Length", f'The parameter - "{name}" beyond the length limit.')


def strange_characters(name: str) -> ServiceError:
    """400 `InvalidParameter.<name>.InvalidChars`."""
    return invalid(f"{name}.InvalidChars", f'The parameter - "{name}" contains invalid chars.')


def malformed(why: str) -> ServiceError:
    """400; the details are ours, the page leaves them open."""
    return ServiceError(
        400, "MalformedPolicyDocument", f"The policy document is malformed: {why}."
    )
