"""`python -m localcloud.cli`: how the command starts itself in the background."""

from localcloud.cli.main import main

main()
