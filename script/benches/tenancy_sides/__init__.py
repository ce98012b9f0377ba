"""The sides of the benchmark `tenancy`, each in its own processes: ours, and those it is compared with."""
