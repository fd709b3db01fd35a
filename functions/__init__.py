"""One module per function of s.yaml: parse, use case, render."""
