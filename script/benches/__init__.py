"""Benchmarks. `main()` of each module returns 0 if the goals are reached."""
