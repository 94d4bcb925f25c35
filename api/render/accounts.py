"""Accounts and their tokens, as people are shown them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from api.accounts.security_log import instant
from api.texts import Texts

if TYPE_CHECKING:
    from api.accounts.people import Account


def people_list(accounts: "Sequence[Account]", t: Texts) -> Iterator[Text]:
    """Two lines to each: an id or an e-mail is copied from them, and must not be folded by a column."""
    for each in accounts:
        yield Text(f"{each.name or '—'} <{each.email}>" if each.email else each.name or "—", "bold")
        code = t("account.code.yes" if each.has_code else "account.code.no")
        state = t(f"account.state.{each.state}")
        second_factor = f"{t('account.second-factor')}: {code}"
        yield Text("  " + " · ".join((each.id, str(each.office), state, second_factor)))


def tokens_table(tokens: Sequence[Mapping[str, Any]], t: Texts) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("id", "name", "scopes", "ends", "used"):
        table.add_column(t(f"account.{column}"), overflow="fold", no_wrap=column == "id")
    for each in tokens:
        used = "—" if each["used_at"] is None else instant(each["used_at"])[:10]
        scopes = ", ".join(each["scopes"])
        table.add_row(each["id"], each["name"], scopes, instant(each["ends_at"])[:10], used)
    return table
