"""NLB 2022-04-30 as a product. The classic SDK has no class of its requests; those that write, and
the list of a listener's certificates, take their parameters in the form body.
"""

from __future__ import annotations

from certbind.adapters.balancers.dialect import Dialect
from certbind.adapters.balancers.errors import family
from certbind.adapters.balancers.product import balancers
from certbind.adapters.calls.error_table import ErrorTable
from certbind.adapters.calls.rpc.errors import GATEWAY
from certbind.domain.model.identity import ProductName

ERRORS = ErrorTable(family("NLB"), GATEWAY)

DIALECT = Dialect(
    ProductName("nlb"),
    "NLB",
    "2022-04-30",
    protocols=("TCPSSL",),
    take_off="DisassociateAdditionalCertificatesWithListener",
    job="GetJobStatus",
    additional="AdditionalCertificateIds",
    default="CertificateIds",
    item="",
    server="CertType",
    most={"": 25},
    in_body=(
        "ListListenerCertificates",
        "UpdateListenerAttribute",
        "AssociateAdditionalCertificatesWithListener",
        "DisassociateAdditionalCertificatesWithListener",
    ),
)

PRODUCT = balancers(DIALECT, ERRORS)
