"""Promises taken out of the lifecycle's code, one at a time, to see that tests tell."""
