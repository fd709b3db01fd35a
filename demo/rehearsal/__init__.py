"""A year of an account in minutes: the local cloud, the functions, and the troubles of a seed."""
