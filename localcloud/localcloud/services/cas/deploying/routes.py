"""Which actions on deployment jobs and resources are built, and what each takes."""

from __future__ import annotations

from localcloud.services.cas.deploying import job_actions, job_reads
from localcloud.services.cas.site import CasSite
from localcloud.services.rpc import Parameter, ParameterType, Route

_LONG, _INTEGER = ParameterType.LONG, ParameterType.INTEGER
_JOB = Parameter("JobId", _LONG, required=True)
_PAGES = (Parameter("CurrentPage", _INTEGER), Parameter("ShowSize", _INTEGER))

ROUTES: tuple[Route[CasSite], ...] = (
    Route(
        "CreateDeploymentJob",
        (
            Parameter("CertIds", required=True),
            Parameter("ContactIds", required=True),
            Parameter("JobType", required=True),
            Parameter("Name", required=True),
            Parameter("ResourceIds", required=True),
            Parameter("ScheduleTime", _LONG),
        ),
        job_actions.create_deployment_job,
        subject="Name",
    ),
    Route(
        "UpdateDeploymentJobStatus",
        (_JOB, Parameter("Status", required=True)),
        job_actions.update_deployment_job_status,
        subject="JobId",
    ),
    Route("DeleteDeploymentJob", (_JOB,), job_actions.delete_deployment_job, subject="JobId"),
    Route(
        "UpdateWorkerResourceStatus",
        (_JOB, Parameter("Status", required=True), Parameter("WorkerId", _LONG, required=True)),
        job_actions.update_worker_resource_status,
        subject="WorkerId",
    ),
    Route(
        "ListDeploymentJob",
        (Parameter("JobType"), Parameter("Status"), *_PAGES),
        job_reads.list_deployment_job,
    ),
    Route("DescribeDeploymentJob", (_JOB,), job_reads.describe_deployment_job, subject="JobId"),
    Route(
        "DescribeDeploymentJobStatus",
        (Parameter("JobId", _LONG),),
        job_reads.describe_deployment_job_status,
        subject="JobId",
    ),
    Route("ListDeploymentJobCert", (_JOB,), job_reads.list_deployment_job_cert, subject="JobId"),
    Route(
        "ListDeploymentJobResource",
        (_JOB,),
        job_reads.list_deployment_job_resource,
        subject="JobId",
    ),
    Route(
        "ListWorkerResource",
        (_JOB, Parameter("Status"), Parameter("CloudProduct"), *_PAGES),
        job_reads.list_worker_resource,
        subject="JobId",
    ),
    Route(
        "ListCloudResources",
        (
            Parameter("CertIds", ParameterType.JSON),
            Parameter("CloudName"),
            Parameter("CloudProduct"),
            Parameter("Keyword"),
            Parameter("SecretId"),
            *_PAGES,
        ),
        job_reads.list_cloud_resources,
    ),
    Route("ListContact", (Parameter("Keyword"), *_PAGES), job_reads.list_contact),
)
