"""Tests. The folders mirror the apps."""
