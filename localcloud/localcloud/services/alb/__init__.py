"""ALB: application load balancers, and of them what has to do with certificates."""

from localcloud.services.alb.actions import ACTIONS
from localcloud.services.alb.routes import ROUTES
from localcloud.services.alb.service import BRAND, AlbService

DIFFERENCES = (
    "`localcloud balancer` makes instances and listeners; they have no rules, no server groups.",
    "QUIC listeners are kept and not served.",
    "of an RSA and an ECC certificate for one name the client's algorithms choose none.",
)

__all__ = ["ACTIONS", "BRAND", "DIFFERENCES", "ROUTES", "AlbService"]
