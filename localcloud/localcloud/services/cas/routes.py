"""Which actions of CAS are built, and what each takes."""

from __future__ import annotations

from localcloud.services.cas.applying.instance_actions import (
    apply_certificate,
    get_instance_detail,
    get_instance_summary,
    get_task_attribute,
    update_instance,
)
from localcloud.services.cas.applying.order_actions import (
    create_certificate_for_package_request,
    describe_certificate_state,
    describe_package_state,
    renew_certificate_order_for_package_request,
)
from localcloud.services.cas.changes import delete_user_certificate, upload_user_certificate
from localcloud.services.cas.deploying.routes import ROUTES as DEPLOYING
from localcloud.services.cas.details import (
    get_certificate_detail,
    get_user_certificate_detail,
    list_certificates,
)
from localcloud.services.cas.orders import list_user_certificate_order
from localcloud.services.cas.site import CasSite
from localcloud.services.rpc import Parameter, ParameterType, Route, table
from localcloud.services.rpc.routes import Method

_POST = frozenset({Method.POST})
_TAGS = Parameter("Tags", ParameterType.REPEAT_LIST, fields=("Key", "Value"))
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
        Route(
            "GetInstanceDetail",
            (Parameter("InstanceId", required=True),),
            get_instance_detail,
            subject="InstanceId",
        ),
        Route(
            "UpdateInstance",
            (
                Parameter("InstanceId", required=True),
                Parameter("AutoReissue"),
                Parameter("CertificateName"),
                Parameter("City"),
                Parameter("CompanyId", _LONG),
                Parameter("ContactIdList", ParameterType.REPEAT_LIST),
                Parameter("CountryCode"),
                Parameter("Csr"),
                Parameter("Domain"),
                Parameter("GenerateCsrMethod"),
                Parameter("KeyAlgorithm"),
                Parameter("Province"),
                Parameter("ResourceGroupId"),
                Parameter("Tags", ParameterType.REPEAT_LIST, fields=("TagKey", "TagValue")),
                Parameter("ValidationMethod"),
            ),
            update_instance,
            subject="InstanceId",
            methods=_POST,
        ),
        Route(
            "ApplyCertificate",
            (Parameter("InstanceId", required=True),),
            apply_certificate,
            subject="InstanceId",
            methods=_POST,
        ),
        Route(
            "GetTaskAttribute",
            (Parameter("TaskId", required=True), Parameter("TaskType")),
            get_task_attribute,
            subject="TaskId",
        ),
        Route("GetInstanceSummary", (Parameter("InstanceType"),), get_instance_summary),
        Route(
            "CreateCertificateForPackageRequest",
            (
                Parameter("CompanyName"),
                Parameter("Csr"),
                Parameter("Domain"),
                Parameter("Email"),
                Parameter("Phone"),
                Parameter("ProductCode"),
                _TAGS,
                Parameter("Username"),
                Parameter("ValidateType"),
            ),
            create_certificate_for_package_request,
            subject="Domain",
        ),
        Route(
            "RenewCertificateOrderForPackageRequest",
            (Parameter("OrderId", _LONG, required=True), Parameter("Csr"), _TAGS),
            renew_certificate_order_for_package_request,
            subject="OrderId",
        ),
        Route(
            "DescribeCertificateState",
            (Parameter("OrderId", _LONG, required=True),),
            describe_certificate_state,
            subject="OrderId",
        ),
        Route(
            "DescribePackageState",
            (Parameter("ProductCode"),),
            describe_package_state,
            subject="ProductCode",
        ),
        *DEPLOYING,
    ]
)
