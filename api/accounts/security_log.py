"""The security log: what happened, about which account, by whom, from where.

It cannot be altered (triggers refuse it), so nothing in it names a person but an account's id.
"""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from api.accounts.tables import accounts, security_log
from ledger.offices import Office


def page(
    run: Connection, *, after: int, limit: int, account: str | None = None, office: Office | None = None
) -> list[dict[str, Any]]:
    """Entries in their order, from the one after `after` on.

    Args:
        account, office: only what is about this one, or about the accounts of this one.
    """
    asked = select(security_log).where(security_log.c.entry > after)
    if account is not None:
        asked = asked.where(security_log.c.account == account)
    if office is not None:
        its = select(accounts.c.id).where(accounts.c.office == str(office))
        asked = asked.where(security_log.c.account.in_(its))
    return [
        {
            "entry": row.entry,
            "at": instant(row.at),
            "event": row.event,
            "account": row.account,
            "by": row.by,
            "address": row.address,
            "facts": json.loads(row.facts),
        }
        for row in run.execute(asked.order_by(security_log.c.entry).limit(limit))
    ]


def instant(seconds: int) -> str:
    """ISO 8601, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
