"""Timed work: commands and how often they are due. `script/server` ticks them; in a cluster CronJobs do."""

from datetime import timedelta

SCHEDULE: dict[tuple[str, ...], timedelta] = {
    ("everywhere", "clearsessions"): timedelta(hours=1),  # sessions that have ended
    ("everywhere", "clear_expired_limits"): timedelta(hours=1),  # attempts counted and codes used, once that is over
    ("prune_db_task_results",): timedelta(days=1),  # jobs done a fortnight ago
}
