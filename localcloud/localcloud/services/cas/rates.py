"""Calls a second that CAS takes of an account (its API pages).

For the V2.0 actions nothing is published: 10 is assumed, as of the other lists.
"""

from __future__ import annotations

from localcloud.services.cas.deploying.routes import ROUTES as DEPLOYING

RATES = {
    "ListUserCertificateOrder": 10,
    "ListCertificates": 10,
    "GetCertificateDetail": 10,
    "GetInstanceDetail": 10,
    "GetInstanceSummary": 10,
    "UpdateInstance": 10,
    "ApplyCertificate": 10,
    "DescribePackageState": 10,
    "GetTaskAttribute": 10,
    "CreateCertificateForPackageRequest": 10,
    "RenewCertificateOrderForPackageRequest": 10,
    "DescribeCertificateState": 10,
    **dict.fromkeys((route.action for route in DEPLOYING), 10),
    "GetUserCertificateDetail": 100,
    "UploadUserCertificate": 100,
    "DeleteUserCertificate": 100,
}
