"""Alibaba Cloud's OpenAPI in RPC style: what CAS and CDN have in common."""

from localcloud.services.rpc.gateway import Product, RpcGateway
from localcloud.services.rpc.parameters import Arguments
from localcloud.services.rpc.routes import Handler, Parameter, ParameterType, Route, table

__all__ = [
    "Arguments",
    "Handler",
    "Parameter",
    "ParameterType",
    "Product",
    "Route",
    "RpcGateway",
    "table",
]
