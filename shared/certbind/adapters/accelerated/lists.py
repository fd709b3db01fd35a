"""The products' lists of domains, every page."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from certbind.adapters.accelerated.dialect import Dialect
from certbind.adapters.accelerated.reading import Item, items_at
from certbind.adapters.calls.paging import Listing, Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import InvalidNameError, parse_reference
from certbind.errors import RejectedError
from certbind.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class DomainPageSizes:
    """At most what each list takes. The list of what is bound names no maximum everywhere, so
    that much is asked for, and paging goes by what comes.
    """

    domains: int = 500
    https: int = 500


class DomainLists:
    """only: the domains that count; () for all."""

    def __init__(
        self,
        dialect: Dialect,
        api: OpenApi,
        retry: Retry,
        sizes: DomainPageSizes,
        only: Collection[str],
    ) -> None:
        self._dialect = dialect
        self._api = api
        self._retry = retry
        self._sizes = sizes
        self._only = only

    def domains(self) -> Listing[Item]:
        """All that count. Where these are named and all are there, none is missing."""
        listing = self._list_domains({})
        if not self._only:
            return listing
        items = tuple(item for item in listing.items if name_of(item) in self._only)
        are_all_there = {name_of(item) for item in items} == set(self._only)
        return replace(listing, items=items, missing=0 if are_all_there else listing.missing)

    def domain(self, name: Domain) -> Item | None:
        """One by its name. `full_match` is not the default of every version and product, so what
        else is shown is left out; None only where nothing was kept back.
        """
        listing = self._list_domains({"DomainName": name, "DomainSearchType": "full_match"})
        found = next((item for item in listing.items if _is_named(item, name)), None)
        if found is None and listing.missing:
            shown = f"{listing.missing} of the domains that it counts were not shown"
            action, title = self._dialect.actions.domains, self._dialect.title
            raise self._api.unreadable(action, shown, f"{title} {name}")
        return found

    def https(self) -> dict[str, Item]:
        """What is bound, by domain; nothing where the product has no such list. No maximum of
        PageSize is documented everywhere; where this one is refused, the default does. One that
        is missing counts as bound to something unknown.
        """
        if not self._dialect.actions.https:
            return {}
        try:
            listing = self._list_https({"PageSize": self._sizes.https})
        except RejectedError:
            listing = self._list_https({})
        return {name_of(item): item for item in listing.items}

    def _list_domains(self, params: Mapping[str, str | int]) -> Listing[Item]:
        size = min(self._sizes.domains, self._dialect.largest_page)
        reviewed = {"CheckDomainShow": "true"} if self._dialect.shows_reviewed else {}
        return self._list(
            self._dialect.actions.domains,
            {**params, "PageSize": size, **reviewed},
            ("Domains", "PageData"),
        )

    def _list_https(self, params: Mapping[str, str | int]) -> Listing[Item]:
        return self._list(self._dialect.actions.https, params, ("CertInfos", "CertInfo"))

    def _list(
        self, action: str, params: Mapping[str, str | int], where: tuple[str, str]
    ) -> Listing[Item]:
        subject = f"{self._dialect.title} {params.get('DomainName', '')}".rstrip()

        def read_page(number: int) -> Page[Item]:
            answer = self._retry.call(
                lambda: self._api.call(
                    self._dialect.request(action),
                    {**params, "PageNumber": number},
                    subject=subject,
                )
            )
            try:
                return Page(items_at(answer, *where), int(answer["TotalCount"]))
            except (KeyError, TypeError, ValueError) as error:
                raise self._api.unreadable(action, str(error), subject) from None

        return read_all_pages(read_page, name_of)


def name_of(item: Item) -> str:
    """As the product writes it."""
    return str(item.get("DomainName"))


def _is_named(item: Item, domain: Domain) -> bool:
    """The family's wildcard `.example.com` is a name of its own."""
    try:
        return parse_reference(name_of(item)) == domain
    except InvalidNameError:
        return False
