"""A letter to one account: what was decided since the last one, and what waits for its office.

What was decided everybody may read. What waits is a draft: only the office that it waits for is told of it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from api import V1
from api.accounts.people import Account
from api.texts import Texts
from ledger.charter import Charter
from ledger.decision import OWN_WORD
from ledger.offices import confirming_office
from projections.adoptions import Adoption, adoptions
from projections.tables import decision_documents, decisions, meetings
from projections.views import Reading

MOST_SAID = 300
"""Characters of a decision's text."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open decision that waits for somebody.

    Attributes:
        last_entry: the last that happened to it.
        said: the position that the Secretariat recorded of the member, where that is whom it waits for.
    """

    id: str
    text: dict[str, str]
    last_entry: int
    said: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What an account is to be told, as of an entry."""

    entry: int
    decided: list[Adoption]
    waiting: list[Waiting]
    is_new: bool


def news_for(reading: Reading, account: Account, since: int | None) -> News:
    """
    Args:
        since: the entry up to which it was told; where it never was, it is told what waits only.
    """
    decided = [] if since is None else [each for each in adoptions(reading) if each.entry > since]
    waiting = list(waiting_for(reading, account))
    is_new = bool(decided) or any(each.last_entry > (since or 0) for each in waiting)
    return News(reading.entry, decided[::-1], waiting, is_new)


def waiting_for(reading: Reading, account: Account) -> Iterator[Waiting]:
    """Of a delegation: what is open and on which it has not taken its position itself. Of who confirms: what is
    submitted."""
    office, charter = account.office, reading.ledger.charter
    asked = (
        select(
            *(decisions.c.id, decisions.c.status, decisions.c.last_entry, meetings.c.body),
            *(decision_documents.c.fields, decision_documents.c.positions),
        )
        .join(decision_documents, decision_documents.c.id == decisions.c.id)
        .join(meetings, meetings.c.id == decisions.c.meeting)
        .where(decisions.c.status.in_(("tabled", "submitted")))
        .order_by(decisions.c.entry)
    )
    for row in reading.connection.execute(asked):
        fields = json.loads(row.fields)
        if office.kind == "member":
            said = json.loads(row.positions).get(office.of)
            if _has_a_say(charter, office.of, fields) and (said is None or not _is_its_own(said)):
                yield Waiting(row.id, fields["text"], row.last_entry, said)
        elif row.status == "submitted" and confirming_office(row.body, charter) == office:
            yield Waiting(row.id, fields["text"], row.last_entry)


def _has_a_say(charter: Charter, member: str | None, fields: dict[str, Any]) -> bool:
    return member in charter.members_on(date.fromisoformat(fields["adopted_on"]))


def _is_its_own(position: dict[str, Any]) -> bool:
    return position.get("basis", "recorded") in OWN_WORD


def subject_of(news: News, charter: Charter, t: Texts) -> str:
    name = t.of(charter.title) or charter.charter
    if news.waiting:
        return t("mail.subject-waiting", name=name, count=t.count("decision", len(news.waiting)))
    return t("mail.subject-decided", name=name, count=t.count("decision", len(news.decided)))


def text_of(news: News, account: Account, t: Texts, url: str | None) -> str:
    """The letter's words."""
    lines = []
    if news.waiting:
        lines.append(t("mail.waits-position" if account.office.kind == "member" else "mail.waits-confirmation"))
        lines += (_waiting(each, t, url) for each in news.waiting)
    if news.decided:
        lines.append(t("mail.decided"))
        lines += (_line(each.id, each.text, t, url) for each in news.decided)
    lines.append(t("mail.how-to-end"))
    return "\n\n".join(lines) + "\n"


def _waiting(each: Waiting, t: Texts, url: str | None) -> str:
    line = _line(each.id, each.text, t, url)
    if each.said is None:
        return line
    stance = t.word("stance", each.said.get("stance", "agree"))
    return f"{line}\n  {t('mail.recorded-for-you', stance=stance)}"


def _line(id: str, text: dict[str, str], t: Texts, url: str | None) -> str:
    said = " ".join((t.of(text) or "").split())
    cut = said if len(said) <= MOST_SAID else f"{said[:MOST_SAID].rstrip()}…"
    address = f"\n  {url.rstrip('/')}{V1}/decisions/{id}" if url else ""
    return f"- {id}: {cut}{address}"
