"""What is configured, as use cases need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certbind.config import CAS_SITES, Settings
from certbind.wiring.visitors import trust_anchors

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.usecases.rotate.world import Rules


def rules(settings: Settings) -> Rules:
    """Policy, roots, pauses, and which sites of CAS are read."""
    from certbind.domain.lifecycle.pause import Times  # noqa: PLC0415
    from certbind.domain.situation.certificates import Sites  # noqa: PLC0415
    from certbind.usecases.rotate.world import Rules  # noqa: PLC0415

    times = Times(settings.verify_after, settings.confirm_after, settings.verify_deadline)
    read = tuple(region for region, _ in settings.endpoints.cas)
    not_read = tuple(site for site in CAS_SITES if site not in read)
    return Rules(settings.policy, trust_anchors(settings.probe), times, Sites(read, not_read))
