"""Embedded Postgres, for a machine that has none. The programs come from a wheel or from any folder.

A server listens only on a Unix socket, in a folder that only its account can open, and every login needs a password.
So it uses no port and no network. It does not depend on Django.

Postgres refuses to run as root. If root starts it, data *and* programs are under `/var/lib/safetynet`, because other
accounts often cannot read the wheel's folder, and an account without rights runs it. Otherwise everything is in the
project's `var/`. Existing folders keep their mode and owner.
"""

from script.local.postgres.errors import ServerError
from script.local.postgres.programs import Programs, system_programs, wheel_programs
from script.local.postgres.server import Server

__all__ = ["Programs", "Server", "ServerError", "system_programs", "wheel_programs"]
