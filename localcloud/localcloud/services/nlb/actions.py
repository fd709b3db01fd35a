"""Names of every action: facts, so that an absent one can be refused by name."""

from __future__ import annotations

from localcloud.services.rpc.actions import named

ACTIONS = named(
    """
    AddServersToServerGroup AssociateAdditionalCertificatesWithListener
    AttachCommonBandwidthPackageToLoadBalancer CancelShiftLoadBalancerZones CreateListener
    CreateLoadBalancer CreateSecurityPolicy CreateServerGroup DeleteListener DeleteLoadBalancer
    DeleteSecurityPolicy DeleteServerGroup DescribeHdMonitorRegionConfig DescribeRegions
    DescribeZones DetachCommonBandwidthPackageFromLoadBalancer DisableLoadBalancerIpv6Internet
    DisassociateAdditionalCertificatesWithListener EnableLoadBalancerIpv6Internet GetJobStatus
    GetListenerAttribute GetListenerHealthStatus GetLoadBalancerAttribute ListAsynJobs
    ListListenerCertificates ListListeners ListLoadBalancers ListSecurityPolicy
    ListServerGroupServers ListServerGroups ListSystemSecurityPolicy ListTagResources
    LoadBalancerJoinSecurityGroup LoadBalancerLeaveSecurityGroup MoveResourceGroup
    RemoveServersFromServerGroup SetHdMonitorRegionConfig StartListener
    StartShiftLoadBalancerZones StopListener TagResources UntagResources UpdateListenerAttribute
    UpdateLoadBalancerAddressTypeConfig UpdateLoadBalancerAttribute UpdateLoadBalancerProtection
    UpdateLoadBalancerZones UpdateSecurityPolicyAttribute UpdateServerGroupAttribute
    UpdateServerGroupServersAttribute
    """
)
