"""Names of every action: facts, so that an absent one can be refused by name."""

from __future__ import annotations

from localcloud.services.rpc.actions import named

# In alibabacloud_vod20170321, which is newer than the official request metadata of 2026-04.
NEWER_THAN_METADATA: frozenset[str] = named(
    """
    GetMediaAiAnalysis GetWorkflowTask
    """
)

_OFFICIAL = named(
    """
    AddAITemplate AddCategory AddEditingProject AddEditingProjectMaterials
    AddTranscodeTemplateGroup AddVodDomain AddVodStorageForApp AddVodTemplate AddWatermark
    AttachAppPolicyToIdentity BatchGetMediaInfos BatchSetVodDomainConfigs BatchStartVodDomain
    BatchStopVodDomain CancelUrlUploadJobs ChangeResourceGroup CreateAppInfo CreateAudit
    CreateUploadAttachedMedia CreateUploadImage CreateUploadVideo DecryptKMSDataKey
    DeleteAIImageInfos DeleteAITemplate DeleteAppInfo DeleteAttachedMedia DeleteCategory
    DeleteDynamicImage DeleteEditingProject DeleteEditingProjectMaterials DeleteImage
    DeleteMessageCallback DeleteMezzanines DeleteMultipartUpload DeleteStream
    DeleteTranscodeTemplateGroup DeleteVideo DeleteVodDomain DeleteVodSpecificConfig
    DeleteVodTemplate DeleteWatermark DescribeMediaDistribution DescribePlayTopVideos
    DescribePlayUserAvg DescribePlayUserTotal DescribePlayVideoStatis DescribeVodAIData
    DescribeVodCertificateList DescribeVodDomainBpsData DescribeVodDomainBpsDataByLayer
    DescribeVodDomainCertificateInfo DescribeVodDomainConfigs DescribeVodDomainDetail
    DescribeVodDomainHitRateData DescribeVodDomainLog DescribeVodDomainMax95BpsData
    DescribeVodDomainQpsData DescribeVodDomainRealTimeBpsData
    DescribeVodDomainRealTimeByteHitRateData DescribeVodDomainRealTimeDetailData
    DescribeVodDomainRealTimeHttpCodeData DescribeVodDomainRealTimeQpsData
    DescribeVodDomainRealTimeReqHitRateData DescribeVodDomainRealTimeTrafficData
    DescribeVodDomainReqHitRateData DescribeVodDomainSrcBpsData DescribeVodDomainSrcTrafficData
    DescribeVodDomainTrafficData DescribeVodDomainUsageData DescribeVodEditingUsageData
    DescribeVodMediaPlayData DescribeVodPlayerCollectData DescribeVodPlayerDimensionData
    DescribeVodPlayerMetricData DescribeVodRangeDataByLocateAndIspService
    DescribeVodRefreshQuota DescribeVodRefreshTasks DescribeVodSSLCertificateList
    DescribeVodStorageData DescribeVodTieringStorageData DescribeVodTieringStorageRetrievalData
    DescribeVodTranscodeData DescribeVodUserDomains DescribeVodUserVipsByDomain
    DescribeVodVerifyContent DetachAppPolicyFromIdentity GenerateDownloadSecretKey
    GenerateKMSDataKey GetAIImageJobs GetAIMediaAuditJob GetAITemplate GetAIVideoTagResult
    GetAppInfos GetAppPlayKey GetAttachedMediaInfo GetAuditHistory GetCategories
    GetDailyPlayRegionStatis GetDefaultAITemplate GetDigitalWatermarkExtractResult
    GetEditingProject GetEditingProjectMaterials GetImageInfo GetImageInfos GetJobDetail
    GetMediaAuditAudioResultDetail GetMediaAuditResult GetMediaAuditResultDetail
    GetMediaAuditResultTimeline GetMediaDNAResult GetMediaRefreshJobs GetMessageCallback
    GetMezzanineInfo GetPlayInfo GetTranscodeSummary GetTranscodeTask GetTranscodeTemplateGroup
    GetURLUploadInfos GetUploadDetails GetVideoInfo GetVideoInfos GetVideoList GetVideoPlayAuth
    GetVodTemplate GetWatermark ListAIImageInfo ListAIJob ListAITemplate ListAppInfo
    ListAppPoliciesForIdentity ListAuditSecurityIp ListDynamicImage ListJobInfo
    ListLiveRecordVideo ListSnapshots ListTranscodeTask ListTranscodeTemplateGroup
    ListVodTemplate ListWatermark MoveAppResource PreloadVodObjectCaches
    ProduceEditingProjectVideo RefreshMediaPlayUrls RefreshUploadVideo RefreshVodObjectCaches
    RegisterMedia RestoreMedia SearchEditingProject SearchMedia SetAppPlayKey SetAuditSecurityIp
    SetCrossdomainContent SetDefaultAITemplate SetDefaultTranscodeTemplateGroup
    SetDefaultWatermark SetEditingProjectMaterials SetMessageCallback SetVodDomainCertificate
    SetVodDomainSSLCertificate SubmitAIImageAuditJob SubmitAIImageJob SubmitAIJob
    SubmitAIMediaAuditJob SubmitDigitalWatermarkExtractJob SubmitDynamicImageJob
    SubmitMediaDNADeleteJob SubmitPreprocessJobs SubmitSnapshotJob SubmitTranscodeJobs
    SubmitWorkflowJob UpdateAITemplate UpdateAppInfo UpdateAttachedMediaInfos UpdateCategory
    UpdateEditingProject UpdateImageInfos UpdateMediaStorageClass UpdateTranscodeTemplateGroup
    UpdateVideoInfo UpdateVideoInfos UpdateVodDomain UpdateVodTemplate UpdateWatermark
    UploadMediaByURL UploadStreamByURL VerifyVodDomainOwner
    """
)

ACTIONS = _OFFICIAL | NEWER_THAN_METADATA
