"""What the service does, told by tests; the folders mirror the apps."""
