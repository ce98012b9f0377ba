"""What was reported: behaviour and crime, as each agency was told it."""
