"""Each figure of docs/figures.md has its command here; ratios side by side in one run."""
