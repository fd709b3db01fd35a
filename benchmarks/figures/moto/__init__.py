"""The local cloud beside moto."""

from benchmarks.figures.moto.servers import measure

__all__ = ["measure"]
