"""What runs inside a function's own process, in the place of the platform's Python runtime."""
