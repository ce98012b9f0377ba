"""The operators' console: partnerships with their state, release and health, never their data."""
