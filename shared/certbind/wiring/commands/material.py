"""What `convert`, `roots`, `verify --chain` and `upload` are made of; no function needs these."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from certbind.config import Settings
from certbind.config.settings import CHINA
from certbind.domain.deployment.permissions import Permission
from certbind.domain.trust.material.refusals import PassphraseError
from certbind.errors import ConfigError
from certbind.wiring.invocation import Wiring
from certbind.wiring.required_settings import Environment

if TYPE_CHECKING:
    from certbind.adapters.cas.uploads import CasUploads
    from certbind.adapters.keystores.files import KeystoreFiles
    from certbind.ports.files import ClientMachine


def keystores() -> KeystoreFiles:
    """Files on this machine."""
    from certbind.adapters.keystores.files import KeystoreFiles  # noqa: PLC0415

    return KeystoreFiles()


class _Machine:
    """The one that it runs on (ClientMachine)."""

    def roots(self, place: str) -> tuple[tuple[bytes, ...], int]:
        """See ClientMachine. Java's stores of roots open with the passphrase that all have."""
        from certbind.adapters.machine.root_folder import read_roots  # noqa: PLC0415

        return read_roots(place, self._certificates)

    def _certificates(self, place: str) -> tuple[bytes, ...]:
        try:
            return keystores().read(place, lambda _: (_OF_JAVA,)).certificates
        except PassphraseError as error:
            raise PassphraseError(error.message, subject=place, hint=_HOW_TO_OPEN) from None

    def os_release(self) -> dict[str, str]:
        """See ClientMachine."""
        from certbind.adapters.machine.root_folder import read_os_release  # noqa: PLC0415

        return read_os_release()


_OF_JAVA = b"changeit"
_HOW_TO_OPEN = (
    "Only Java's own passphrase (changeit) is tried here: write its roots out as PEM with "
    "`keytool -list -rfc -keystore FILE`, and name that file."
)


def client_machine() -> ClientMachine:
    """Where a client's roots lie, as far as this machine can read them."""
    return _Machine()


def account(environment: Environment, seconds_left: float) -> Wiring:
    """Credentials and CAS; neither ledger nor queue. ConfigError; the package is looked at first,
    as before every call.
    """
    from certbind.adapters.machine.provenance import check_provenance  # noqa: PLC0415

    check_provenance()
    return Wiring(Settings.from_env(environment), seconds_left)


def open_uploads(wiring: Wiring, site: str, *, key_in_url: bool) -> CasUploads:
    """ConfigError for an address to which a private key would go in clear."""
    from certbind.adapters.calls.wire.proxies import is_loopback  # noqa: PLC0415
    from certbind.adapters.cas.uploads import CasUploads  # noqa: PLC0415

    parts = urlsplit(dict(wiring.settings.endpoints.cas)[site])
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        name = "CAS_ENDPOINT" if site == CHINA else "CAS_INTERNATIONAL_ENDPOINT"
        raise ConfigError({name: "is http://, and a private key is to be sent there"})
    return CasUploads(wiring.cas(site), site, wiring.retry, key_in_url=key_in_url)


def permissions_of_upload() -> tuple[Permission, ...]:
    """What a person needs besides what reading takes."""
    from certbind.adapters.cas import uploads  # noqa: PLC0415

    return tuple(one for each in uploads.PERMISSIONS.values() for one in each)
