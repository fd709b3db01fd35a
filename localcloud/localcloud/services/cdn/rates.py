"""Calls a second that CDN takes of an account (its API pages); for the actions that add,
delete, start and stop domains nothing is published.
"""

from __future__ import annotations

RATES = {
    "DescribeDomainCertificateInfo": 100,
    "DescribeUserDomains": 100,
    "DescribeCdnDomainConfigs": 100,
    "DescribeCdnHttpsDomainList": 100,
    "DescribeCertificateInfoByID": 100,
    "SetCdnDomainSSLCertificate": 30,
    "DescribeCdnDomainDetail": 30,
    "BatchSetCdnDomainConfig": 30,
    "BatchDeleteCdnDomainConfig": 30,
    "DeleteSpecificConfig": 30,
    "DescribeCdnCertificateList": 30,
    "DescribeCdnSSLCertificateList": 30,
    "DescribeCdnCertificateDetailById": 30,
    "DescribeCdnCertificateDetail": 20,
}
