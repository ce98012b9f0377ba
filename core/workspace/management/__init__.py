"""What is run by hand, or by script/server: filling a demonstration."""
