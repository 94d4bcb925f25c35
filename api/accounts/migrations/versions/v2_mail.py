"""Who wants to be told by e-mail, and what they were told."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("mail", sa.String(10), nullable=False, server_default="off"))
    for name in ("mailed_entry", "mailed_at"):
        op.add_column("accounts", sa.Column(name, sa.BigInteger))
