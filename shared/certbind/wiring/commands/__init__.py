"""What the command opens beside the ports of an invocation; no function needs these."""
