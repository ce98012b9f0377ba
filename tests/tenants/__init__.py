"""Partnerships: made, upgraded, and worked for."""
