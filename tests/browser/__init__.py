"""The screens in a real browser: reachable to everyone, at every size, with and without a script."""
