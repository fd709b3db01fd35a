"""Names of every action of CAS 2020-04-07: facts, so that an absent one can be refused by name."""

from __future__ import annotations

from localcloud.services.rpc.actions import named

# In alibabacloud_cas20200407 3.9.4, which is newer than the official request metadata of 2026-04.
NEWER_THAN_METADATA = named(
    """
    AddCloudAccess BatchUpdateNoticeStatus CreateCompany CreateContact CreateRollbackTask
    CreateWHClientCertificate CreateWarehouse DeleteCloudAccess DeleteCompany DeleteContact
    DeleteWarehouse DescribeWarehouseCert GetCertificatePackageCount GetCompany GetContact
    GetMatchedResources ListCompanies ListTagKeys ListTagResources ListTrusteeOrder
    ListWarehouse RevokeWHClientCertificate ShareCertificate TagResources UntagResources
    UpdateCompany UpdateContact UploadPCACert
    """
)

_OFFICIAL = named(
    """
    ApplyCertificate CancelCertificateForPackageRequest CancelOrderRequest
    CancelPendingCertificate CreateCertificateForPackageRequest CreateCertificateRequest
    CreateCertificateWithCsrRequest CreateCsr CreateDeploymentJob Decrypt
    DeleteCertificateRequest DeleteCsr DeleteDeploymentJob DeleteInstance DeletePCACert
    DeleteUserCertificate DeleteWorkerResource DescribeCertificateState
    DescribeCloudResourceStatus DescribeDeploymentJob DescribeDeploymentJobStatus
    DescribePackageState Encrypt GetAssetCount GetCertWarehouseQuota GetCertificateDetail
    GetCsrDetail GetInstanceDetail GetInstanceSummary GetRiskCount GetTaskAttribute
    GetUserCertificateDetail ListAssetCount ListCert ListCertWarehouse ListCertificates
    ListCloudAccess ListCloudResources ListContact ListCsr ListDeploymentJob
    ListDeploymentJobCert ListDeploymentJobResource ListInstances ListUserCertificateOrder
    ListWorkerResource MoveResourceGroup RefundInstance RenewCertificateOrderForPackageRequest
    RevokeCertificate Sign UpdateCsr UpdateDeploymentJob UpdateDeploymentJobStatus
    UpdateInstance UpdateWorkerResourceStatus UploadCsr UploadUserCertificate Verify
    """
)

ACTIONS = _OFFICIAL | NEWER_THAN_METADATA
