"""Demonstration partnerships: fictional people in real places. The same seed gives the same data."""
