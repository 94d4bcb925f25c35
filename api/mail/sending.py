"""Sending what is due: to each who asked for it, in their language. What could not be sent is sent the next time.

It is a command of its own, for the machine's timer: whatever the mail server does, nobody who reads or records waits.
A letter that was sent just before something broke may come twice, with the same Message-ID.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import select, update

from api.accounts import people
from api.accounts.people import Account
from api.accounts.store import Accounts
from api.accounts.tables import accounts
from api.mail.letters import news_for, subject_of, text_of
from api.settings import Mail
from api.texts import LANGUAGES, Texts
from ledger.problems import Problem, why
from projections.views import Views

A_DAY = 20 * 3600
"""Seconds between two letters to who is told daily: a timer that comes a little early sends them all the same."""
PATIENCE = 30
"""Seconds to wait for the mail server."""


_OF_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)
"""What is wrong with one letter, and not with the mail server."""


@dataclass(frozen=True)
class Due:
    """A letter that is to be sent.

    Attributes:
        entry: what it tells is as of it.
    """

    account: Account
    entry: int
    message: EmailMessage


@dataclass(frozen=True)
class Failed:
    account: Account
    why: str


def due(views: Views, kept: Accounts, mail: Mail, url: str | None) -> Iterator[Due]:
    """The letters that are to be sent now. Who is new to it, and for whom nothing waits, is told from here on."""
    with kept.reading() as run:
        asked = select(accounts.c.id, accounts.c.mailed_entry, accounts.c.mailed_at).where(
            accounts.c.mail != "off", accounts.c.state == "active"
        )
        wanted = [(people.of_id(run, row.id), row) for row in run.execute(asked.order_by(accounts.c.id)).all()]
    charter, origin = views.ledger.charter, views.ledger.founding.ledger
    for account, row in wanted:
        if account.mail == "daily" and row.mailed_at is not None and kept.now - row.mailed_at < A_DAY:
            continue
        news = views.answer(lambda reading: news_for(reading, account, row.mailed_entry))  # noqa: B023 asked at once
        if not news.is_new:
            if row.mailed_entry is None:
                _told(kept, account, news.entry, at=None)
            continue
        t = Texts("es" if account.language == "es" else LANGUAGES[0])
        message = EmailMessage(SMTP)
        message["From"] = Address(addr_spec=mail.sender)
        message["To"] = Address(" ".join((account.name or "").split()), addr_spec=account.email or "")
        message["Subject"] = subject_of(news, charter, t)
        message["Message-ID"] = f"<{origin}.{account.id}.{news.entry}@{mail.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text_of(news, account, t, url))
        message["Content-Language"] = t.language
        yield Due(account, news.entry, message)


def send(letters: list[Due], kept: Accounts, mail: Mail) -> tuple[list[Due], list[Failed]]:
    """Send letters, each noted once it is sent.

    Returns:
        those that were sent, and those that were not, with the reason.
    Raises:
        Problem: the mail server cannot be reached, or does not let us in.
    """
    sent, failed = [], []
    with _server(mail) as server:
        for letter in letters:
            try:
                server.send_message(letter.message)
            except _OF_ONE as error:
                failed.append(Failed(letter.account, _reason(error)))
            else:
                _told(kept, letter.account, letter.entry, at=kept.now)
                sent.append(letter)
    return sent, failed


def _told(kept: Accounts, account: Account, entry: int, *, at: int | None) -> None:
    values = {"mailed_entry": entry, "mailed_at": at}
    with kept.acting() as act:
        act.run.execute(update(accounts).where(accounts.c.id == account.id).values(**values))


@contextmanager
def _server(mail: Mail) -> Iterator[smtplib.SMTP]:
    try:
        with _connected(mail) as server:
            if mail.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if mail.user is not None:
                server.login(mail.user, _password(mail))
            yield server
    except (smtplib.SMTPException, OSError) as error:
        where = f"{mail.host}:{mail.port}"
        raise Problem("mail-server", server=where, why=_reason(error)) from None


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE, context=context)
    return smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)


def _password(mail: Mail) -> str:
    if mail.password_file is None:
        return ""
    try:
        return mail.password_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Problem("cannot-read", path=mail.password_file, why=tuple(why(error).values())) from None


def _reason(error: Exception) -> str:
    """What the mail server said, in its own words."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=recipients):
            code, said = next(iter(recipients.values()))
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
            pass
        case _:
            return str(error) or type(error).__name__
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
