"""Which actions of CAS are built, and what each takes."""

from __future__ import annotations

from localcloud.services.cas.changes import delete_user_certificate, upload_user_certificate
from localcloud.services.cas.details import (
    get_certificate_detail,
    get_user_certificate_detail,
    list_certificates,
)
from localcloud.services.cas.orders import list_user_certificate_order
from localcloud.services.cas.site import CasSite
from localcloud.services.rpc import Parameter, ParameterType, Route, table

_LONG, _INTEGER = ParameterType.LONG, ParameterType.INTEGER

# ListCertificates and GetCertificateDetail are HTTPS only in the metadata; the local cloud speaks
# plain HTTP on loopback, so this is not held to. ClientToken, which newer SDKs send, is ignored.
ROUTES: dict[str, Route[CasSite]] = table(
    [
        Route(
            "ListUserCertificateOrder",
            (
                Parameter("CurrentPage", _LONG),
                Parameter("ShowSize", _LONG),
                Parameter("Keyword"),
                Parameter("OrderType"),
                Parameter("Status"),
                Parameter("ResourceGroupId"),
            ),
            list_user_certificate_order,
        ),
        Route(
            "GetUserCertificateDetail",
            (
                Parameter("CertId", _LONG, required=True),
                Parameter("CertFilter", ParameterType.BOOLEAN),
            ),
            get_user_certificate_detail,
            subject="CertId",
        ),
        Route(
            "UploadUserCertificate",
            (
                Parameter("Name", required=True),
                Parameter("Cert"),
                Parameter("Key"),
                Parameter("EncryptCert"),
                Parameter("EncryptPrivateKey"),
                Parameter("SignCert"),
                Parameter("SignPrivateKey"),
                Parameter("ResourceGroupId"),
                Parameter("Tags", ParameterType.REPEAT_LIST, fields=("Key", "Value")),
            ),
            upload_user_certificate,
            subject="Name",
        ),
        Route(
            "DeleteUserCertificate",
            (Parameter("CertId", _LONG, required=True),),
            delete_user_certificate,
            subject="CertId",
        ),
        Route(
            "ListCertificates",
            (
                Parameter("CertificateSource"),
                Parameter("CertificateStatus"),
                Parameter("InstanceId"),
                Parameter("Keyword"),
                Parameter("ResourceGroupId"),
                Parameter("CurrentPage", _INTEGER),
                Parameter("ShowSize", _INTEGER),
            ),
            list_certificates,
        ),
        Route(
            "GetCertificateDetail",
            (Parameter("CertificateId", _LONG, required=True),),
            get_certificate_detail,
            subject="CertificateId",
        ),
    ]
)
