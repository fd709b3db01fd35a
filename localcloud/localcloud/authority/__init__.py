"""Certificate authorities of the local cloud: a main one, a backup one, and one nobody trusts."""

from localcloud.authority.authorities import DEFECTS, Authorities, Issued
from localcloud.authority.names import a_label

__all__ = ["DEFECTS", "Authorities", "Issued", "a_label"]
