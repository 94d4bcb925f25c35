"""What is asked of accounts, and what is answered, over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.accounts.passwords import MOST as LONGEST_PASSWORD
from api.accounts.people import LONGEST_EMAIL, LONGEST_NAME, Wish
from api.accounts.tokens import LONGEST
from api.models import Said
from api.texts import Language

Password = Annotated[str, StringConstraints(max_length=4 * LONGEST_PASSWORD), Field(examples=["un caballo sin grapas"])]
Code = Annotated[str, StringConstraints(max_length=16), Field(examples=["492039"])]
Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Email = Annotated[str, StringConstraints(min_length=3, max_length=LONGEST_EMAIL)]
Scope = Literal["read", "write", "confirm", "accounts"]


class Asked(BaseModel):
    """What a request brings, and nothing else beside it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class SigningIn(Asked):
    """Who signs in, and how they prove it; the code where a second factor is set up."""

    email: Annotated[str, StringConstraints(max_length=LONGEST_EMAIL)]
    password: Password
    code: Code | None = None


class Accepting(Asked):
    """The password that is chosen, and a code of the second factor that was offered."""

    password: Password
    code: Code | None = None


class NewAccount(Asked):
    name: Name
    email: Email
    office: Annotated[str, StringConstraints(max_length=100), Field(examples=["member:MX"])]
    language: Language = "en"


class Renaming(Asked):
    """What is to be another; what is left out stays."""

    name: Name | None = None
    email: Email | None = None
    language: Language | None = None


class OwnChanges(Asked):
    """What is to be another of one's own account; for a new password, or to remove the second factor, the password."""

    name: Name | None = None
    language: Language | None = None
    mail: Wish | None = None
    password: Password | None = None
    new_password: Password | None = None
    second_factor: Literal[False] | None = None


class Proving(Asked):
    """The password, before a second factor is replaced."""

    password: Password


class Coding(Asked):
    """A code of the second factor that was offered."""

    code: Code


class NewToken(Asked):
    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=4)]
    days: Annotated[int, Field(ge=1, le=LONGEST, strict=True)] = 90


# Answers.


class AccountDocument(Said):
    """A person who acts for an office; erased, only that there was one."""

    id: str
    name: str | None
    email: str | None
    office: str
    language: Language
    state: Literal["invited", "active", "disabled", "erased"]
    second_factor: bool
    mail: Wish


class AccountsDocument(Said):
    accounts: list[AccountDocument]


class SessionDocument(Said):
    id: str
    signed_in_at: datetime
    seen_at: datetime
    ends_at: datetime = Field(description="or earlier, where it is not used")
    address: str
    agent: str
    current: bool


class SessionsDocument(Said):
    sessions: list[SessionDocument]


class SignedInDocument(Said):
    """Who is signed in now; the session itself is in a cookie."""

    account: AccountDocument
    session: str


class TokenDocument(Said):
    id: str
    name: str
    scopes: list[Scope]
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None


class TokensDocument(Said):
    tokens: list[TokenDocument]


class NewTokenDocument(TokenDocument):
    """A new token; its secret is shown this once."""

    secret: str


class LinkDocument(Said):
    """A link for the person whose account it is; it is shown this once."""

    account: AccountDocument
    kind: Literal["invitation", "recovery"]
    link: str
    secret: str
    ends_at: datetime


class SecondFactor(Said):
    """What an authenticator takes in; `picture` is its QR code (SVG)."""

    secret: str
    address: str
    picture: str


class InvitationDocument(Said):
    """What a link is for."""

    kind: Literal["invitation", "recovery"]
    name: str | None
    email: str | None
    office: str
    language: Language
    ends_at: datetime
    second_factor_needed: bool
    second_factor: SecondFactor


class DoneDocument(Said):
    done: Literal["session-ended", "token-revoked"]
    id: str


class LogEntry(Said):
    """What happened, about which account, by whom (an account, or `local`), from where."""

    entry: int
    at: datetime
    event: str
    account: str | None
    by: str | None
    address: str | None
    facts: dict[str, Any]


class SecurityLog(Said):
    entries: list[LogEntry]
    next: int | None = Field(description="what to give as `after` for the next page")
