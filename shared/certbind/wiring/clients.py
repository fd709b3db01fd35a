"""The services that an invocation calls; each SDK is imported when its client is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certbind.config import Settings

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.adapters.calls.oss.api import OssApi
    from certbind.adapters.calls.retry import Retry
    from certbind.adapters.calls.rpc.api import OpenApi
    from certbind.adapters.mns.queue import MnsQueue


class Clients:
    """Of one invocation: the credentials in the environment are replaced under a running
    instance.
    """

    def __init__(self, settings: Settings, retry: Retry) -> None:
        self.settings = settings
        self.retry = retry

    def oss(self) -> OssApi:
        """OSS of the functions' region."""
        from certbind.adapters.calls.oss.api import open_oss  # noqa: PLC0415

        return open_oss(self.settings)

    def cas(self, region: str) -> OpenApi:
        """One site of CAS; KeyError for one that is not configured."""
        from certbind.adapters.calls.rpc.api import OpenApi  # noqa: PLC0415
        from certbind.adapters.cas.errors import ERRORS  # noqa: PLC0415

        settings = self.settings
        endpoint = dict(settings.endpoints.cas)[region]
        return OpenApi("cas", endpoint, settings.credentials, region, ERRORS)

    def cas_sites(self) -> dict[str, OpenApi]:
        """Every site of CAS that is configured, by its region."""
        return {region: self.cas(region) for region, _ in self.settings.endpoints.cas}

    def cdn(self) -> OpenApi:
        """CDN, where it stands in for CAS: it gives chains."""
        from certbind.adapters.calls.rpc.api import OpenApi  # noqa: PLC0415
        from certbind.adapters.cdn.errors import ERRORS  # noqa: PLC0415

        settings = self.settings
        return OpenApi("cdn", settings.endpoints.cdn, settings.credentials, errors=ERRORS)

    def alidns(self) -> OpenApi:
        """Alibaba Cloud DNS."""
        from certbind.adapters.alidns.errors import ERRORS  # noqa: PLC0415
        from certbind.adapters.alidns.zones import NAME  # noqa: PLC0415
        from certbind.adapters.calls.rpc.api import OpenApi  # noqa: PLC0415

        settings = self.settings
        return OpenApi(NAME, settings.endpoints.alidns, settings.credentials, errors=ERRORS)

    def queue_named(self, name: str) -> MnsQueue:
        """Any queue of the account."""
        from certbind.adapters.mns.queue import MnsQueue  # noqa: PLC0415

        settings = self.settings
        return MnsQueue(settings.endpoints.mns, name, settings.credentials, self.retry)
