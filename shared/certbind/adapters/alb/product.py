"""ALB 2020-06-16 as a product. The classic SDK has no class of its requests."""

from __future__ import annotations

from certbind.adapters.balancers.dialect import Dialect
from certbind.adapters.balancers.errors import family
from certbind.adapters.balancers.product import balancers
from certbind.adapters.calls.error_table import ErrorTable
from certbind.adapters.calls.rpc.errors import GATEWAY
from certbind.domain.model.identity import ProductName

ERRORS = ErrorTable(family("ALB"), GATEWAY)

DIALECT = Dialect(
    ProductName("alb"),
    "ALB",
    "2020-06-16",
    protocols=("HTTPS", "QUIC"),
    take_off="DissociateAdditionalCertificatesFromListener",
    job="ListAsynJobs",
    additional="Certificates",
    default="Certificates",
    item=".CertificateId",
    server="CertificateType",
    most={"Basic": 10, "": 25},
)

PRODUCT = balancers(DIALECT, ERRORS)
