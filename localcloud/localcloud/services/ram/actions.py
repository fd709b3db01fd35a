"""Names of every action of RAM 2015-05-01: facts, so that an absent one can be refused by name."""

from __future__ import annotations

from localcloud.services.rpc.actions import named

ACTIONS = named(
    """
    AddUserToGroup AttachPolicyToGroup AttachPolicyToRole AttachPolicyToUser BindMFADevice
    ChangePassword ClearAccountAlias CreateAccessKey CreateGroup CreateLoginProfile CreatePolicy
    CreatePolicyVersion CreateRole CreateUser CreateVirtualMFADevice DecodeDiagnosticMessage
    DeleteAccessKey DeleteGroup DeleteLoginProfile DeletePolicy DeletePolicyVersion DeleteRole
    DeleteUser DeleteVirtualMFADevice DetachPolicyFromGroup DetachPolicyFromRole
    DetachPolicyFromUser GetAccessKeyLastUsed GetAccountAlias GetGroup GetLoginProfile
    GetPasswordPolicy GetPolicy GetPolicyVersion GetRole GetSecurityPreference GetUser
    GetUserMFAInfo ListAccessKeys ListEntitiesForPolicy ListGroups ListGroupsForUser
    ListPolicies ListPoliciesForGroup ListPoliciesForRole ListPoliciesForUser ListPolicyVersions
    ListRoles ListTagResources ListUsers ListUsersForGroup ListVirtualMFADevices
    RemoveUserFromGroup SetAccountAlias SetDefaultPolicyVersion SetPasswordPolicy
    SetSecurityPreference TagResources UnbindMFADevice UntagResources UpdateAccessKey
    UpdateGroup UpdateLoginProfile UpdatePolicyDescription UpdateRole UpdateUser
    """
)
