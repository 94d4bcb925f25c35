"""E-mail to those who asked for it, through a real mail server: what was decided, and what waits for them."""

import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import update

from api.accounts import people, tables
from api.accounts.people import Account
from api.accounts.store import Accounts
from api.mail.sending import due, send
from api.settings import Mail
from ledger.ledger import Ledger
from ledger.offices import Office
from ledger.place import place_of
from ledger.problems import Problem
from projections.views import Views
from tests.builders import (
    BEGINNING,
    Conference,
    a_decision,
    a_ledger,
    a_position,
    all_agree,
    approve,
    approve_section,
    assert_proven,
)
from tests.stores import Store, both_stores

DAY = "2007-05-10"
NOW = 1_800_000_000


class Post:
    """A mail server, and what came to it.

    Attributes:
        refused: addresses that it does not know.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.letters.append(found)
        return "250 OK"

    def to(self, name: str) -> EmailMessage:
        (found,) = [each for each in self.letters if name in each["To"]]
        return found


class _OnAnyPort(Controller):
    def _trigger_server(self) -> None:
        # The port is known only once it listens.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    controller = _OnAnyPort(post, hostname="127.0.0.1", port=0)
    controller.start()
    post.mail = Mail(host="127.0.0.1", port=controller.port, security="none", sender="ledger@example.org")
    yield post
    controller.stop()


class Office_:
    """A conference's ledger, its accounts, and a clock."""

    def __init__(self, it: Conference):
        self.it, self.now = it, NOW
        self.accounts = Accounts(it.ledger.place, now=lambda: self.now)
        self.views = Views.open(it.ledger)

    def account(self, name: str, office: str, wish: str = "at-once", language: str = "en") -> Account:
        with self.accounts.acting("local") as act:
            made = people.make(act, name, f"{name}@example.org", Office.parse(office), language)
            values = {"state": "active"}
            act.run.execute(update(tables.accounts).where(tables.accounts.c.id == made.id).values(**values))
            return people.rename(act, made.id, mail=wish)

    def letters(self, post: Post, url: str | None = None) -> list[Any]:
        return list(due(self.views, self.accounts, post.mail, url))

    def send(self, post: Post, url: str | None = None) -> tuple[int, int]:
        sent, failed = send(self.letters(post, url), self.accounts, post.mail)
        return len(sent), len(failed)

    def table(self, id: str, **positions: Any) -> None:
        self.it.ledger.table(a_decision(id, f"rcm-{DAY}", DAY), [approve(id, "mpm")], positions)


@pytest.fixture
def office(store: Store, tmp_path: Path) -> Iterator[Office_]:
    """A plan, and nobody who asked for anything yet."""
    with closing(a_ledger(tmp_path, name="office.db", store=store)) as ledger:
        conference = Conference(ledger)
        conference.decides("rcm", DAY, approve_section("mpm"), approve("a1", "mpm"))
        office = Office_(conference)
        yield office
        office.views.close()
        office.accounts.close()
        assert_proven(ledger)


@both_stores
def test_who_asks_for_it_is_told_from_then_on_what_is_adopted_in_their_language(office, post):
    office.account("ana", "auditor")
    office.account("eva", "auditor", language="es")
    office.account("off", "auditor", wish="off")
    assert office.send(post) == (0, 0)
    office.it.decides("rcm", "2008-05-10", approve("a2", "mpm"))
    assert office.send(post, "https://ledger.example.org") == (2, 0)
    text = post.to("ana").get_content()
    assert "Adopted since the last letter:" in text
    assert "https://ledger.example.org/api/v1/decisions/rcm-2008-05-10-d1" in text
    assert "Adoptado desde la última carta:" in post.to("eva").get_content()
    assert post.to("eva")["Content-Language"] == "es"
    assert "Conferencia Regional sobre Migración: 1 decisión" in post.to("eva")["Subject"]
    assert office.send(post) == (0, 0)


@both_stores
def test_a_delegation_is_told_at_once_what_waits_for_it_and_what_was_recorded_of_it(office, post):
    office.account("luis", "member:MX")
    office.account("carla", "member:CA")
    office.account("paula", "auditor")
    recorded = a_position("object")
    office.table("d-1", MX=recorded, CA=a_position("agree", basis="own-account"))
    assert office.send(post) == (1, 0)
    text = post.to("luis").get_content()
    assert "Your delegation has not taken its position on:" in text
    assert "d-1" in text
    assert "The Secretariat recorded of you: objects" in text
    assert "1 decision waiting for you" in post.to("luis")["Subject"]
    # It is told again when something happens to it, and no more once it has taken its position.
    assert office.send(post) == (0, 0)
    office.it.ledger.take_position("d-1", {"MX": a_position("agree", basis="own-account")})
    assert office.send(post) == (0, 0)


@both_stores
def test_the_presidency_is_told_what_is_to_be_confirmed_and_of_no_draft_else(office, post):
    office.account("pia", "PPT")
    office.account("nora", "coordinator:lon-cp")
    positions = all_agree()(office.it.ledger.charter.members_on(BEGINNING.date()))
    office.table("d-1", **positions)
    assert office.send(post) == (0, 0)
    office.it.ledger.submit("d-1")
    assert office.send(post) == (1, 0)
    assert "To be confirmed by your office:" in post.to("pia").get_content()
    office.it.ledger.withdraw("d-1")


@both_stores
def test_who_is_told_daily_gets_one_letter_a_day_with_all_of_it(office, post):
    office.account("ana", "auditor", wish="daily")
    office.send(post)
    office.it.decides("rcm", "2008-05-10", approve("a2", "mpm"))
    assert office.send(post) == (1, 0)
    office.it.decides("rcm", "2008-06-10", approve("a3", "mpm"))
    office.it.decides("rcm", "2008-07-10", approve("a4", "mpm"))
    office.now += int(timedelta(hours=19).total_seconds())
    assert office.send(post) == (0, 0)
    office.now += int(timedelta(hours=5).total_seconds())
    assert office.send(post) == (1, 0)
    assert "rcm-2008-06-10-d1" in post.letters[-1].get_content()
    assert "rcm-2008-07-10-d1" in post.letters[-1].get_content()


def test_whoever_is_disabled_or_erased_gets_no_letter(office, post):
    for name, end in (("ana", people.disable), ("eva", people.erase)):
        made = office.account(name, "auditor")
        with office.accounts.acting("local") as act:
            end(act, made.id)
    office.it.decides("rcm", "2008-05-10", approve("a2", "mpm"))
    assert office.send(post) == (0, 0)


def test_what_could_not_be_sent_to_one_hinders_nobody_and_is_tried_again(office, post):
    office.account("ana", "auditor")
    office.account("eva", "auditor")
    office.send(post)
    office.it.decides("rcm", "2008-05-10", approve("a2", "mpm"))
    post.refused = {"ana@example.org"}
    assert office.send(post) == (1, 1)
    assert [each["To"] for each in post.letters] == ["eva <eva@example.org>"]
    (again,) = office.letters(post)
    post.refused = set()
    assert office.send(post) == (1, 0)
    assert post.to("ana")["Message-ID"] == again.message["Message-ID"]


def test_where_the_mail_server_is_away_nothing_is_lost_and_nothing_waits(office, post):
    office.account("ana", "auditor")
    office.send(post)
    office.it.decides("rcm", "2008-05-10", approve("a2", "mpm"))
    there, post.mail = post.mail, post.mail.model_copy(update={"port": 1})
    with pytest.raises(Problem) as away:
        office.send(post)
    assert away.value.code == "mail-server"
    assert "127.0.0.1:1" in away.value.message["es"]
    office.it.decides("rcm", "2008-06-10", approve("a3", "mpm"))
    post.mail = there
    assert office.send(post) == (1, 0)
    assert "rcm-2008-05-10-d1" in post.to("ana").get_content()


@pytest.mark.parametrize("name", ["Ana\r\nBcc: x@example.org", "=?utf-8?q?x?=", "Ñandú “Ñ”", "a" * 200])
def test_no_name_and_no_text_becomes_a_header_of_its_own(office, post, name):
    with office.accounts.acting("local") as act:
        made = people.make(act, "x", "x@example.org", Office.parse("auditor"), "en")
        values = {"state": "active", "mail": "at-once", "mailed_entry": 1, "name": name}
        act.run.execute(update(tables.accounts).where(tables.accounts.c.id == made.id).values(**values))
    sent = office.send(post)
    assert sent == (1, 0)
    (letter,) = post.letters
    assert letter["Bcc"] is None
    assert [each.addr_spec for each in letter["To"].addresses] == ["x@example.org"]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1, and its key."""
    from tests.api.mail_certificate import made

    return made(tmp_path)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_mail_server_is_known_by_its_certificate_and_is_given_our_password(
    office, certificate, security, tmp_path, monkeypatch
):
    cert, key = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    post = Post()

    def lets_in(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        right = (given.login, given.password) == (b"ledger", b"geheim")
        return AuthResult(success=right, handled=False)

    how: dict[str, Any] = {"authenticator": lets_in, "auth_required": True, "auth_require_tls": security != "tls"}
    if security == "tls":
        how["ssl_context"] = context
    else:
        how |= {"tls_context": context, "require_starttls": True}
    controller = _OnAnyPort(post, hostname="127.0.0.1", port=0, **how)
    controller.start()
    try:
        password = tmp_path / "password"
        password.write_text("geheim\n")
        post.mail = Mail(
            host="127.0.0.1", port=controller.port, security=security, sender="ledger@example.org",
            user="ledger", password_file=password,
        )  # fmt: skip
        office.account("ana", "auditor")
        office.letters(post)
        office.it.decides("rcm", "2008-05-10", approve("a2", "mpm"))
        with pytest.raises(Problem, match="mail server"):
            office.send(post)  # nobody vouches for it
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        password.write_text("wrong")
        with pytest.raises(Problem, match="535"):
            office.send(post)
        password.write_text("geheim")
        assert office.send(post) == (1, 0)
    finally:
        controller.stop()
    assert len(post.letters) == 1


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("en", "Sent: 1 letter."), ("es", "Enviado: 1 carta.")])
def test_the_command_sends_what_is_due(command, ledger, post, language, said):
    Path("rcm-ledger.toml").write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {post.mail.port}\nsecurity = "none"\nsender = "ledger@example.org"\n'
    )
    with closing(Accounts(place_of(ledger))) as kept, kept.acting("local") as act:
        made = people.make(act, "ana", "ana@example.org", Office.parse("member:MX"), language)
        act.run.execute(update(tables.accounts).values(state="active"))
    command("seals")
    wished = command("account", "mail", "ana@example.org", "daily", "--json")
    assert wished.document["account"]["mail"] == "daily"
    assert command("mail", "--json").document == {"dry_run": False, "sent": [], "failed": []}
    with closing(Ledger.open(ledger)) as opened:
        meeting = opened.recorder.streams("meeting:", 1)[0].removeprefix("meeting:")
    tabled = command("table", "d-new", "--meeting", meeting, "--text-en", "Do it.", "--adopted-on", "2020-01-01")
    assert tabled.status == 0, tabled
    assert command("mail", "--dry-run", "--json").document["sent"][0]["account"] == made.id
    assert post.letters == []
    assert command("mail", "--lang", language).out.strip() == said
    assert len(post.letters) == 1


def test_without_a_mail_server_in_the_settings_it_is_asked_for(command, ledger):
    command("seals")
    refused = command("mail", "--lang", "es")
    assert refused.status == 2
    assert "¿Por qué servidor de correo?" in refused.said
