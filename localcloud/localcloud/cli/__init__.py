"""The `localcloud` command."""

from localcloud.cli.main import main

__all__ = ["main"]
