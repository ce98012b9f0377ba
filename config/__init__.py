"""Wiring only: settings, environment, URL roots, the WSGI entry."""
