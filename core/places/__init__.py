"""Migrations only: areas moved to `core.areas` (ADR 26), and addresses will come here."""
