"""Where certificates stand in cloud products, as CAS knows it, and the jobs that rebind them."""
