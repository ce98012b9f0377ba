"""One queue for all partnerships. Each job names its schema and runs only inside it."""

from tenants.queue.backend import Backend

__all__ = ["Backend"]
