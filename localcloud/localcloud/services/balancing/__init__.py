"""Load balancers, as ALB and NLB have them in common: instances, listeners, certificates, and the
asynchronous jobs that change them. Each product says the rest in words of its own.
"""

from localcloud.services.balancing.model import BalancingModel
from localcloud.services.balancing.values import Balancer, Brand, Listener, Slot

__all__ = ["Balancer", "BalancingModel", "Brand", "Listener", "Slot"]
