"""The operators' console: partnerships with their release and health, never their data."""
