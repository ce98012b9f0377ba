"""The configuration: logs, error reports, metrics, probes, headers, and what is deployed."""
