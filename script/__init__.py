"""The project's commands. Those written in Python are in `local`."""
