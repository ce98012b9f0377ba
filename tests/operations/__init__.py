"""Tests of the operators' console: orders, states and erasure."""
