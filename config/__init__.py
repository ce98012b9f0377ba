"""Settings, environment, URL roots, logs, metrics and the WSGI entry."""
