"""Audit screens for those who answer for the use of information."""
