"""One message to its end."""
