"""Accounts, how they sign in, and the security log."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

GUARDED = "security_log"
REFUSED = "the security log is append-only"


def upgrade() -> None:
    account = ("account", sa.String(16))
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("office", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("email", sa.String(254), unique=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("code_secret", sa.String(64)),
        sa.Column("code_step", sa.BigInteger),
        sa.Column("code_offered", sa.String(64)),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )

    def of_an_account(name: str, *columns: sa.Column[object]) -> None:
        op.create_table(
            name,
            sa.Column("id", sa.String(16), primary_key=True),
            sa.Column(*account, sa.ForeignKey("accounts.id"), nullable=False, index=True),
            sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
            *columns,
        )

    def instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
        return sa.Column(name, sa.BigInteger, nullable=nullable)

    of_an_account(
        "links",
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("code_offered", sa.String(64), nullable=False),
        instant("made_at"),
        instant("ends_at"),
    )
    of_an_account(
        "sessions",
        instant("signed_in_at"),
        instant("seen_at"),
        instant("ends_at"),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(200), nullable=False),
    )
    of_an_account("devices", instant("seen_at"))
    of_an_account(
        "tokens",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.String(100), nullable=False),
        instant("made_at"),
        instant("ends_at"),
        instant("used_at", nullable=True),
    )
    op.create_table(
        "waits",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False, index=True),
        sa.Column("is_told", sa.Boolean, nullable=False),
    )
    op.create_table(
        GUARDED,
        sa.Column(
            "entry", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True
        ),
        instant("at"),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column(*account, index=True),
        sa.Column("by", sa.String(16)),
        sa.Column("address", sa.String(64)),
        sa.Column("facts", sa.Text, nullable=False),
    )
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def _guards(dialect: str) -> list[str]:
    """Nothing of the security log is altered or removed."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {GUARDED}_no_{what} BEFORE {what} ON {GUARDED} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            for what in ("UPDATE", "DELETE")
        ] + [
            # INSERT OR REPLACE deletes without firing a DELETE trigger.
            f"CREATE TRIGGER {GUARDED}_no_replace BEFORE INSERT ON {GUARDED} "
            f"WHEN EXISTS (SELECT 1 FROM {GUARDED} WHERE entry = NEW.entry) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        ]
    return [
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{REFUSED}'; END$$",
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {GUARDED} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
        f"ALTER TABLE {GUARDED} ENABLE ALWAYS TRIGGER append_only",
    ]
