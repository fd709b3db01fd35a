"""Which actions of ESA are built, and what each takes."""

from __future__ import annotations

from localcloud.services.esa import reads, writes
from localcloud.services.esa.model import EsaModel
from localcloud.services.rpc import Parameter, ParameterType, Route, table
from localcloud.services.rpc.routes import Method

_LONG, _INTEGER = ParameterType.LONG, ParameterType.INTEGER
_BOOLEAN = ParameterType.BOOLEAN
_GET, _POST = frozenset({Method.GET}), frozenset({Method.POST})
_SITE = Parameter("SiteId", _LONG, required=True)
_PAGES = (Parameter("PageNumber", _INTEGER), Parameter("PageSize", _INTEGER))
_LONG_PAGES = (Parameter("PageNumber", _LONG), Parameter("PageSize", _LONG))
_ENTRY = Parameter("Id", required=True)

ROUTES: dict[str, Route[EsaModel]] = table(
    [
        Route(
            "ListSites",
            (
                *_PAGES,
                Parameter("SiteName"),
                Parameter("SiteSearchType"),
                Parameter("AccessType"),
                Parameter("Coverage"),
                Parameter("OnlyEnterprise", _BOOLEAN),
                Parameter("OrderBy"),
                Parameter("PlanSubscribeType"),
                Parameter("ResourceGroupId"),
                Parameter("Status"),
                Parameter("TagFilter", ParameterType.JSON, fields=("Key", "Value")),
            ),
            reads.list_sites,
            methods=_GET,
        ),
        Route("GetSite", (_SITE,), reads.get_site, subject="SiteId", methods=_GET),
        Route(
            "ListRecords",
            (
                _SITE,
                *_PAGES,
                Parameter("RecordName"),
                Parameter("RecordMatchType"),
                Parameter("Proxied", _BOOLEAN),
                Parameter("Type"),
                Parameter("SourceType"),
                Parameter("BizName"),
            ),
            reads.list_records,
            subject="SiteId",
            methods=_GET,
        ),
        Route(
            "ListCertificates",
            (_SITE, *_LONG_PAGES, Parameter("Keyword"), Parameter("ValidOnly", _BOOLEAN)),
            reads.list_certificates,
            subject="SiteId",
        ),
        Route(
            "ListCertificatesByRecord",
            (
                _SITE,
                Parameter("RecordName", required=True),
                Parameter("Detail", _BOOLEAN),
                Parameter("ValidOnly", _BOOLEAN),
            ),
            reads.list_certificates_by_record,
            subject="SiteId",
        ),
        Route("GetCertificate", (_SITE, _ENTRY), reads.get_certificate, subject="SiteId"),
        Route(
            "GetCertificateQuota",
            (_SITE, Parameter("Type", required=True)),
            reads.get_certificate_quota,
            subject="SiteId",
            methods=_GET,
        ),
        Route(
            "SetCertificate",
            (
                Parameter("SiteId", _LONG, required=True, in_body=True),
                Parameter("Type", required=True, in_body=True),
                Parameter("Id", in_body=True),
                Parameter("CasId", _LONG, in_body=True),
                Parameter("Region", in_body=True),
                Parameter("Name", in_body=True),
                Parameter("Certificate", in_body=True),
                Parameter("PrivateKey", in_body=True),
                Parameter("KeyServerId"),
            ),
            writes.set_certificate,
            subject="SiteId",
            methods=_POST,
        ),
        Route(
            "DeleteCertificate",
            (_SITE, _ENTRY),
            writes.delete_certificate,
            subject="SiteId",
            methods=_GET,
        ),
    ]
)
