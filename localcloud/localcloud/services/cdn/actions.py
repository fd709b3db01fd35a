"""Names of every action of CDN 2018-05-10: facts, so that an absent one can be refused by name."""

from __future__ import annotations

from localcloud.services.rpc.actions import named

# In alibabacloud_cdn20180510 9.2.0, which is newer than the official request metadata of 2026-04.
NEWER_THAN_METADATA = named(
    """
    BatchSetGrayDomainFunction DeleteCustomDomainSampleRate DescribeCdnDiagnoseReport
    DescribeCdnDomainAtoaLogs DescribeCdnDomainLogsExTtl DescribeCdnTaskList
    DescribeCustomDomainSampleRate GenerateCdnDiagnose GetGrayDomainFunction
    ModifyCustomDomainSampleRate PublishGrayDomainConfig
    """
)

# Gone from metadata and new SDK, but still answered: old clients and CAS itself call them.
OLDER_THAN_METADATA = named(
    """
    BatchSetCdnDomainServerCertificate SetDomainServerCertificate
    """
)

_OFFICIAL = named(
    """
    AddCdnDomain AddFCTrigger BatchAddCdnDomain BatchDeleteCdnDomainConfig
    BatchDescribeCdnIpInfo BatchSetCdnDomainConfig BatchStartCdnDomain BatchStopCdnDomain
    BatchUpdateCdnDomain CheckCdnDomainExist CheckCdnDomainICP
    CreateCdnCertificateSigningRequest CreateCdnDeliverTask CreateCdnSubTask
    CreateRealTimeLogDelivery CreateUsageDetailDataExportTask CreateUserUsageDataExportTask
    DeleteCdnDeliverTask DeleteCdnDomain DeleteCdnSubTask DeleteFCTrigger
    DeleteRealTimeLogLogstore DeleteRealtimeLogDelivery DeleteSpecificConfig
    DeleteSpecificStagingConfig DeleteUsageDetailDataExportTask DeleteUserUsageDataExportTask
    DescribeBlockedRegions DescribeCdnCertificateDetail DescribeCdnCertificateDetailById
    DescribeCdnCertificateList DescribeCdnConditionIPBInfo DescribeCdnDeletedDomains
    DescribeCdnDeliverList DescribeCdnDomainByCertificate DescribeCdnDomainConfigs
    DescribeCdnDomainDetail DescribeCdnDomainLogs DescribeCdnDomainStagingConfig
    DescribeCdnFullDomainsBlockIPConfig DescribeCdnFullDomainsBlockIPHistory
    DescribeCdnHttpsDomainList DescribeCdnOrderCommodityCode DescribeCdnRegionAndIsp
    DescribeCdnReport DescribeCdnReportList DescribeCdnSMCertificateDetail
    DescribeCdnSMCertificateList DescribeCdnSSLCertificateList DescribeCdnSecFuncInfo
    DescribeCdnService DescribeCdnSubList DescribeCdnTypes DescribeCdnUserBillHistory
    DescribeCdnUserBillPrediction DescribeCdnUserBillType DescribeCdnUserConfigs
    DescribeCdnUserDomainsByFunc DescribeCdnUserQuota DescribeCdnUserResourcePackage
    DescribeCdnWafDomain DescribeCertificateInfoByID DescribeCustomLogConfig
    DescribeDomainAverageResponseTime DescribeDomainBpsData DescribeDomainBpsDataByLayer
    DescribeDomainBpsDataByTimeStamp DescribeDomainCcActivityLog DescribeDomainCertificateInfo
    DescribeDomainCname DescribeDomainCustomLogConfig DescribeDomainDetailDataByLayer
    DescribeDomainHitRateData DescribeDomainHttpCodeData DescribeDomainHttpCodeDataByLayer
    DescribeDomainISPData DescribeDomainMax95BpsData DescribeDomainMultiUsageData
    DescribeDomainPathData DescribeDomainPvData DescribeDomainQpsData
    DescribeDomainQpsDataByLayer DescribeDomainRealTimeBpsData
    DescribeDomainRealTimeByteHitRateData DescribeDomainRealTimeDetailData
    DescribeDomainRealTimeHttpCodeData DescribeDomainRealTimeQpsData
    DescribeDomainRealTimeReqHitRateData DescribeDomainRealTimeSrcBpsData
    DescribeDomainRealTimeSrcHttpCodeData DescribeDomainRealTimeSrcTrafficData
    DescribeDomainRealTimeTrafficData DescribeDomainRealtimeLogDelivery DescribeDomainRegionData
    DescribeDomainReqHitRateData DescribeDomainSrcBpsData DescribeDomainSrcHttpCodeData
    DescribeDomainSrcQpsData DescribeDomainSrcTopUrlVisit DescribeDomainSrcTrafficData
    DescribeDomainTopClientIpVisit DescribeDomainTopReferVisit DescribeDomainTopUrlVisit
    DescribeDomainTrafficData DescribeDomainUsageData DescribeDomainUvData
    DescribeDomainVerifyData DescribeDomainsBySource DescribeDomainsUsageByDay
    DescribeEsExceptionData DescribeEsExecuteData DescribeFCTrigger DescribeIpInfo
    DescribeIpStatus DescribeL2VipsByDomain DescribePreloadDetailById
    DescribeRangeDataByLocateAndIspService DescribeRealtimeDeliveryAcc DescribeRefreshQuota
    DescribeRefreshTaskById DescribeRefreshTasks DescribeStagingIp DescribeTagResources
    DescribeTopDomainsByFlow DescribeUserCdnStatus DescribeUserCertificateExpireCount
    DescribeUserConfigs DescribeUserDomains DescribeUserTags DescribeUserUsageDataExportTask
    DescribeUserUsageDetailDataExportTask DescribeUserVipsByDomain DescribeVerifyContent
    DisableRealtimeLogDelivery EnableRealtimeLogDelivery ListDomainsByLogConfigId ListFCTrigger
    ListRealtimeLogDelivery ListRealtimeLogDeliveryDomains ListRealtimeLogDeliveryInfos
    ListTagResources ListUserCustomLogConfig ModifyCdnDomain ModifyCdnDomainOwner
    ModifyCdnDomainSchdmByProperty ModifyCdnService ModifyRealtimeLogDelivery OpenCdnService
    PublishStagingConfigToProduction PushObjectCache RefreshObjectCacheByCacheTag
    RefreshObjectCaches RollbackStagingConfig SetCdnDomainCSRCertificate
    SetCdnDomainSMCertificate SetCdnDomainSSLCertificate SetCdnDomainStagingConfig
    SetCdnFullDomainsBlockIP SetReqHeaderConfig SetWaitingRoomConfig StartCdnDomain
    StopCdnDomain TagResources UntagResources UpdateCdnDeliverTask UpdateCdnSubTask
    UpdateFCTrigger VerifyDomainOwner
    """
)

ACTIONS = _OFFICIAL | NEWER_THAN_METADATA | OLDER_THAN_METADATA
