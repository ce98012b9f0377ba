"""Agreements between agencies: what they share with each other, for what, where and until when."""
