"""NLB: network load balancers, and of them what has to do with certificates."""

from localcloud.services.nlb.actions import ACTIONS
from localcloud.services.nlb.routes import ROUTES
from localcloud.services.nlb.service import BRAND, NlbService

DIFFERENCES = (
    "`localcloud balancer` makes instances and listeners; they have no server groups.",
    "of TCPSSL only the listener of port 443 is served, of TCP that of port 80, both at one port.",
    "of an RSA and an ECC certificate for one name the client's algorithms choose none.",
)

__all__ = ["ACTIONS", "BRAND", "DIFFERENCES", "ROUTES", "NlbService"]
