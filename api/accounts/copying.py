"""The accounts as one document, for a backup: what people are let in by, and the security log.

It holds what lets somebody in, if only as hashes and secrets of second factors. Sessions are not in it: after a
restoration everybody signs in again.
"""

import json
from typing import Any

from sqlalchemy import insert, select

from api.accounts.store import VERSION, Accounts
from api.accounts.tables import accounts, devices, links, security_log, tokens
from ledger.problems import Unreadable

TABLES = (accounts, links, devices, tokens, security_log)
"""In the order in which they name each other."""


def copied(kept: Accounts) -> bytes:
    """All of them, as of one moment.

    Raises:
        Problem: they cannot be read.
    """
    with kept.acting() as act:
        rows = {
            table.name: [list(row) for row in act.run.execute(select(table).order_by(*table.primary_key))]
            for table in TABLES
        }
    return json.dumps({"version": VERSION, "tables": rows}, ensure_ascii=False).encode()


def put_back(kept: Accounts, document: bytes) -> int:
    """Make them anew, where there are none.

    Returns:
        how many accounts.
    Raises:
        Unreadable: it is no such document, or of another version.
        Problem: they cannot be written.
    """
    told = _read(document)
    with kept.acting() as act:
        for table in TABLES:
            names = [column.name for column in table.columns]
            rows = [dict(zip(names, row, strict=True)) for row in told[table.name]]
            if rows:
                act.run.execute(insert(table), rows)
        if act.run.dialect.name == "postgresql":
            # Numbers that were given are not given again.
            act.run.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{security_log.name}', 'entry'), "
                f"(SELECT max(entry) FROM {security_log.name}))"
            )
    return len(told[accounts.name])


def _read(document: bytes) -> dict[str, Any]:
    try:
        told = json.loads(document)
        version, tables = told["version"], told["tables"]
        if version != VERSION:
            raise Unreadable(
                f"its accounts are of another version ({version})",
                f"sus cuentas son de otra versión ({version})",
            )
        if any(len(row) != len(table.columns) for table in TABLES for row in tables[table.name]):
            raise TypeError
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("its accounts cannot be read", "sus cuentas no se pueden leer") from None
    return dict(tables)
