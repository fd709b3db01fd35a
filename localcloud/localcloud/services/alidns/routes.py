"""Which actions of Alidns are built, and what each takes."""

from __future__ import annotations

from localcloud.services.alidns import reads, writes
from localcloud.services.alidns.model import AlidnsModel
from localcloud.services.rpc import Parameter, ParameterType, Route, table

_LONG, _BOOLEAN = ParameterType.LONG, ParameterType.BOOLEAN
_LANG, _CLIENT = Parameter("Lang"), Parameter("UserClientIp")
_DOMAIN, _RECORD = Parameter("DomainName", required=True), Parameter("RecordId", required=True)
_HOST = Parameter("RR", required=True)
_PAGES = (Parameter("PageNumber", _LONG), Parameter("PageSize", _LONG))

ROUTES: dict[str, Route[AlidnsModel]] = table(
    [
        Route(
            "AddDomain",
            (
                _DOMAIN,
                Parameter("GroupId"),
                _LANG,
                Parameter("ResourceGroupId"),
            ),
            writes.add_domain,
            subject="DomainName",
        ),
        Route(
            "AddDomainRecord",
            (
                _DOMAIN,
                _LANG,
                Parameter("Line"),
                Parameter("Priority", _LONG),
                _HOST,
                Parameter("TTL", _LONG),
                Parameter("Type", required=True),
                _CLIENT,
                Parameter("Value", required=True),
            ),
            writes.add_domain_record,
            subject="DomainName",
        ),
        Route(
            "DeleteDomainRecord",
            (
                _LANG,
                _RECORD,
                _CLIENT,
            ),
            writes.delete_domain_record,
            subject="RecordId",
        ),
        Route(
            "DeleteSubDomainRecords",
            (
                _DOMAIN,
                _LANG,
                _HOST,
                Parameter("Type"),
                _CLIENT,
            ),
            writes.delete_sub_domain_records,
            subject="DomainName",
        ),
        Route(
            "DescribeDomainInfo",
            (
                _DOMAIN,
                _LANG,
                Parameter("NeedDetailAttributes", _BOOLEAN),
            ),
            reads.describe_domain_info,
            subject="DomainName",
        ),
        Route(
            "DescribeDomainRecordInfo",
            (
                _LANG,
                _RECORD,
                _CLIENT,
            ),
            reads.describe_domain_record_info,
            subject="RecordId",
        ),
        Route(
            "DescribeDomainRecords",
            (
                Parameter("Direction"),
                _DOMAIN,
                Parameter("GroupId", _LONG),
                Parameter("KeyWord"),
                _LANG,
                Parameter("Line"),
                Parameter("OrderBy"),
                *_PAGES,
                Parameter("RRKeyWord"),
                Parameter("SearchMode"),
                Parameter("Status"),
                Parameter("Type"),
                Parameter("TypeKeyWord"),
                Parameter("ValueKeyWord"),
            ),
            reads.describe_domain_records,
            subject="DomainName",
        ),
        Route(
            "DescribeDomains",
            (
                Parameter("GroupId"),
                Parameter("KeyWord"),
                _LANG,
                *_PAGES,
                Parameter("ResourceGroupId"),
                Parameter("SearchMode"),
                Parameter("Starmark", _BOOLEAN),
            ),
            reads.describe_domains,
        ),
        Route(
            "DescribeSubDomainRecords",
            (
                Parameter("DomainName"),
                _LANG,
                Parameter("Line"),
                *_PAGES,
                Parameter("SubDomain", required=True),
                Parameter("Type"),
                _CLIENT,
            ),
            reads.describe_sub_domain_records,
            subject="DomainName",
        ),
        Route(
            "GetMainDomainName",
            (
                Parameter("InputString", required=True),
                _LANG,
            ),
            reads.get_main_domain_name,
        ),
        Route(
            "SetDomainRecordStatus",
            (
                _LANG,
                _RECORD,
                Parameter("Status", required=True),
                _CLIENT,
            ),
            writes.set_domain_record_status,
            subject="RecordId",
        ),
        Route(
            "UpdateDomainRecord",
            (
                _LANG,
                Parameter("Line"),
                Parameter("Priority", _LONG),
                _HOST,
                _RECORD,
                Parameter("TTL", _LONG),
                Parameter("Type", required=True),
                _CLIENT,
                Parameter("Value", required=True),
            ),
            writes.update_domain_record,
            subject="RecordId",
        ),
    ]
)
