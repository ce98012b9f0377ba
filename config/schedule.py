"""Scheduled commands and their intervals. `script/server` runs them locally, CronJobs in a cluster."""

from datetime import timedelta

SCHEDULE: dict[tuple[str, ...], timedelta] = {
    ("everywhere", "clearsessions"): timedelta(hours=1),  # sessions that have ended
    ("everywhere", "clear_expired_limits"): timedelta(hours=1),  # counted attempts and used codes that have expired
    ("prune_db_task_results",): timedelta(days=1),  # jobs that were done 14 days ago
}
