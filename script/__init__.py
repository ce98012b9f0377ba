"""The commands of the project; those that need Python beyond the bootstrap keep it in `local`."""
