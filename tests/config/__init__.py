"""Configuration and deployment: logs, error reports, metrics, probes, headers, the image and the Helm chart."""
