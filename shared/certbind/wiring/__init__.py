"""Settings into adapters: what each port is made of, imported only when it is asked for."""
