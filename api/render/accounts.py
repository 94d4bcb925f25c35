"""Accounts and their tokens, as tables for people."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from api.accounts.security_log import instant
from api.texts import Texts

if TYPE_CHECKING:
    from api.accounts.people import Account


def people_table(accounts: "Sequence[Account]", t: Texts) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("id", "office", "name", "email", "state", "second-factor"):
        table.add_column(t(f"account.{column}"), overflow="fold", no_wrap=column == "id")
    for each in accounts:
        state = t(f"account.state.{each.state}")
        code = t("account.code.yes" if each.has_code else "account.code.no")
        table.add_row(each.id, str(each.office), each.name or "—", each.email or "—", state, code)
    return table


def tokens_table(tokens: Sequence[Mapping[str, Any]], t: Texts) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("id", "name", "scopes", "ends", "used"):
        table.add_column(t(f"account.{column}"), overflow="fold", no_wrap=column == "id")
    for each in tokens:
        used = "—" if each["used_at"] is None else instant(each["used_at"])[:10]
        scopes = ", ".join(each["scopes"])
        table.add_row(each["id"], each["name"], scopes, instant(each["ends_at"])[:10], used)
    return table
