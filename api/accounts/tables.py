"""The tables of the accounts. Instants are whole seconds since 1970 (UTC); secrets stand here as their hashes."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()


def _account() -> Column[str]:
    return Column("account", String(16), ForeignKey("accounts.id"), nullable=False, index=True)


def _secret() -> Column[str]:
    return Column("secret_hash", String(64), nullable=False, unique=True)


def _instant(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


accounts = Table(
    "accounts",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("office", String(100), nullable=False),
    Column("name", String(200)),
    Column("email", String(254), unique=True),
    Column("language", String(2), nullable=False),
    Column("state", String(10), nullable=False),
    Column("password", Text),
    Column("code_secret", String(64)),
    # The last time step whose code was taken: none is taken twice.
    Column("code_step", BigInteger),
    # A second factor that is being set up, until a code of it was given.
    Column("code_offered", String(64)),
    _instant("made_at"),
    Column("mail", String(10), nullable=False, server_default="off"),
    # The entry up to which they were told by e-mail, and when.
    Column("mailed_entry", BigInteger),
    _instant("mailed_at", nullable=True),
)

links = Table(
    "links",
    metadata,
    Column("id", String(16), primary_key=True),
    _account(),
    _secret(),
    Column("kind", String(10), nullable=False),
    Column("code_offered", String(64), nullable=False),
    _instant("made_at"),
    _instant("ends_at"),
)
"""Invitations and recoveries that are open; one that was used is gone."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(16), primary_key=True),
    _account(),
    _secret(),
    _instant("signed_in_at"),
    _instant("seen_at"),
    _instant("ends_at"),
    Column("address", String(64), nullable=False),
    Column("agent", String(200), nullable=False),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(16), primary_key=True),
    _account(),
    _secret(),
    _instant("seen_at"),
)
"""Where somebody signed in before."""

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(16), primary_key=True),
    _account(),
    _secret(),
    Column("name", String(100), nullable=False),
    Column("scopes", String(100), nullable=False),
    _instant("made_at"),
    _instant("ends_at"),
    _instant("used_at", nullable=True),
)

waits = Table(
    "waits",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False, index=True),
    # Somebody tried too early since, and the security log says so.
    Column("is_told", Boolean, nullable=False),
)
"""How often signing in failed of late, by name, address or device."""

security_log = Table(
    "security_log",
    metadata,
    Column("entry", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    _instant("at"),
    Column("event", String(40), nullable=False),
    # No foreign keys: it outlives what it names.
    Column("account", String(16), index=True),
    Column("by", String(16)),
    Column("address", String(64)),
    Column("facts", Text, nullable=False),
)
"""What happened, about which account, by whom (an account's id, or `local`: whoever keeps the machine)."""
