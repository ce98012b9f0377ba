"""Filters of agencies, teams, memberships, people and source systems."""
