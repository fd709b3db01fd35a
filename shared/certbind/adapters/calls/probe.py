"""A call that shows whether the caller has a permission, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aliyunsdkcore.request import AcsRequest

from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.domain.deployment.surroundings import Access, PermissionFacts
from certbind.errors import (
    ConflictError,
    NotFoundError,
    NotOpenedError,
    PermissionDeniedError,
    RejectedError,
)
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Probe:
    """action: as policies name it. try_it: None where nothing harmless shows it; `how` says so.

    shown_by: how the codes begin of those refusals that show that the caller was let through to
    the request itself; () where only an answer does. hidden_by: of those that come before the
    permission is looked at.
    """

    action: str
    where: str
    how: str
    try_it: Callable[[], object] | None
    shown_by: tuple[str, ...] = ()
    hidden_by: tuple[str, ...] = ()

    def look(self, retry: Retry) -> PermissionFacts:
        """Any other CloudError is the caller's: it says nothing of the permission."""
        if self.try_it is None:
            return self._facts(Access.NOT_PROBED, self.how)
        try:
            retry.call(self.try_it)
        except NotOpenedError as error:
            return self._facts(Access.NOT_PROBED, f"not opened in this account: {error.message}")
        except PermissionDeniedError as error:
            return self._facts(Access.DENIED, error.message, error.hint)
        except (ConflictError, NotFoundError, RejectedError) as error:
            if error.api_code.startswith(self.hidden_by):
                return self._facts(Access.NOT_PROBED, error.message)
            if not error.api_code.startswith(self.shown_by):
                raise
        return self._facts(Access.ALLOWED, self.how)

    def _facts(self, access: Access, detail: str, hint: str = "") -> PermissionFacts:
        return PermissionFacts(self.action, self.where, access, detail, hint)


def probe_by_call(
    api: OpenApi,
    request: AcsRequest,
    params: Mapping[str, str | int],
    where: str,
    shown_by: tuple[str, ...] = (),
) -> Probe:
    """A call that only reads, of an RPC product."""
    action = f"{api.ram_name}:{request.get_action_name()}"
    return Probe(action, where, "", lambda: api.call(request, params), shown_by)
