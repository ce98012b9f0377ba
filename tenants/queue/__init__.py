"""One queue for all partnerships: each job names its schema and runs inside it, or not at all."""

from tenants.queue.backend import Backend

__all__ = ["Backend"]
