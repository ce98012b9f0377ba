"""A Postgres of our own, for a machine that has none: programs from a wheel or any folder, and our initdb and pg_ctl.

It listens on a Unix socket alone, in a folder that only its own account may enter, and asks every login for a
password; so there is no port to collide and nothing on the network. It knows nothing of Django.

Postgres refuses to run as root. Started by root, a server's data *and* programs stand under `/var/lib/safetynet` (the
wheel may lie under a home that nobody else may read) and run as an account without rights; otherwise all stands in
the project's `var/`. No folder that was there before has its mode or owner changed.
"""

from script.local.postgres.fault import ServerError
from script.local.postgres.programs import Programs, system_programs, wheel_programs
from script.local.postgres.server import Server

__all__ = ["Programs", "Server", "ServerError", "system_programs", "wheel_programs"]
