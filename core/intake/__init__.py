"""The inbound API: source systems, their clients, batches and rows."""
