"""Names of every action: facts, so that an absent one can be refused by name."""

from __future__ import annotations

from localcloud.services.rpc.actions import named

ACTIONS = named(
    """
    AddEntriesToAcl AddServersToServerGroup ApplyHealthCheckTemplateToServerGroup
    AssociateAclsWithListener AssociateAdditionalCertificatesWithListener
    AttachCommonBandwidthPackageToLoadBalancer CancelShiftLoadBalancerZones CreateAScripts
    CreateAcl CreateHealthCheckTemplate CreateListener CreateLoadBalancer CreateRule CreateRules
    CreateSecurityPolicy CreateServerGroup DeleteAScripts DeleteAcl DeleteHealthCheckTemplates
    DeleteListener DeleteLoadBalancer DeleteRule DeleteRules DeleteSecurityPolicy
    DeleteServerGroup DescribeCapacityReservation DescribeRegions DescribeZones
    DetachCommonBandwidthPackageFromLoadBalancer DisableDeletionProtection
    DisableLoadBalancerAccessLog DisableLoadBalancerIpv6Internet DissociateAclsFromListener
    DissociateAdditionalCertificatesFromListener EnableDeletionProtection
    EnableLoadBalancerAccessLog EnableLoadBalancerIpv6Internet GetHealthCheckTemplateAttribute
    GetListenerAttribute GetListenerHealthStatus GetLoadBalancerAttribute ListAScripts
    ListAclEntries ListAclRelations ListAcls ListAsynJobs ListHealthCheckTemplates
    ListListenerCertificates ListListeners ListLoadBalancers ListRules ListSecurityPolicies
    ListSecurityPolicyRelations ListServerGroupServers ListServerGroups
    ListSystemSecurityPolicies ListTagKeys ListTagResources ListTagValues
    LoadBalancerJoinSecurityGroup LoadBalancerLeaveSecurityGroup ModifyCapacityReservation
    MoveResourceGroup RemoveEntriesFromAcl RemoveServersFromServerGroup
    ReplaceServersInServerGroup StartListener StartShiftLoadBalancerZones StopListener
    TagResources UnTagResources UpdateAScripts UpdateAclAttribute
    UpdateHealthCheckTemplateAttribute UpdateListenerAttribute UpdateListenerLogConfig
    UpdateLoadBalancerAddressTypeConfig UpdateLoadBalancerAttribute UpdateLoadBalancerEdition
    UpdateLoadBalancerZones UpdateRuleAttribute UpdateRulesAttribute
    UpdateSecurityPolicyAttribute UpdateServerGroupAttribute UpdateServerGroupServersAttribute
    """
)
