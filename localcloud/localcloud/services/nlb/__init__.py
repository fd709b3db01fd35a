"""NLB: network load balancers, and of them what has to do with certificates."""

from localcloud.services.nlb.actions import ACTIONS
from localcloud.services.nlb.routes import ROUTES
from localcloud.services.nlb.service import BRAND, NlbService

DIFFERENCES = (
    "`localcloud balancer` makes instances and listeners; they have no server groups.",
    "behind TCPSSL and TCP listeners HTTP is spoken; UDP ones are kept and not served.",
    "of an RSA and an ECC certificate for one name the client's algorithms choose none.",
)

__all__ = ["ACTIONS", "BRAND", "DIFFERENCES", "ROUTES", "NlbService"]
