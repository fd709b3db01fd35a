"""What the actions of CDN, DCDN and VOD take alike."""

from __future__ import annotations

from localcloud.services.rpc import Parameter, ParameterType

INTEGER = ParameterType.INTEGER
DOMAIN = Parameter("DomainName", required=True)
DOMAINS = Parameter("DomainNames", required=True)
TAG = Parameter("Tag", ParameterType.REPEAT_LIST, fields=("Key", "Value"))
PAGES = (Parameter("PageNumber", INTEGER), Parameter("PageSize", INTEGER))
SEARCH = (
    *PAGES,
    Parameter("DomainName"),
    Parameter("DomainSearchType"),
    Parameter("DomainStatus"),
    TAG,
)
"""Of a list of domains."""
CHANGES = (
    Parameter("Coverage"),
    Parameter("CheckDomainShow", ParameterType.BOOLEAN),
    Parameter("ChangeStartTime"),
    Parameter("ChangeEndTime"),
    Parameter("ResourceGroupId"),
)
"""Further filters of CDN's and DCDN's list."""
CERTIFICATE = (
    DOMAIN,
    Parameter("SSLProtocol", required=True),
    Parameter("CertType"),
    Parameter("CertId", ParameterType.LONG),
    Parameter("CertRegion"),
    Parameter("CertName"),
    Parameter("SSLPub"),
    Parameter("SSLPri"),
)
"""Of the action that binds a certificate."""
PLACE = (Parameter("Scope"), Parameter("CheckUrl"), Parameter("TopLevelDomain"))
"""Of the action that adds a domain."""
