"""Timed work: commands and how often they are due. `script/server` ticks them; in a cluster CronJobs do."""

from datetime import timedelta

SCHEDULE: dict[str, timedelta] = {}
