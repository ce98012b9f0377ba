"""Screens of agencies, their people, their source systems, and of choosing for whom one acts."""
