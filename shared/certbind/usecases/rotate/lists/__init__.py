"""CAS's list, as it was read last."""
