"""Incidents: behaviour and crime, as they were reported to each agency."""
