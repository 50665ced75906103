"""Who is signed in with a browser."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

import sopkit.store.columns

revision = "20261125_sessions"
down_revision = "20261125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "web_session",
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("browser", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("begun_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("seen_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("expires_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_web_session")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_person_id"), ["person_id"])
        batch_op.create_index(batch_op.f("ix_web_session_expires_at"), ["expires_at"])
