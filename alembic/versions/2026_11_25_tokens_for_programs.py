"""Tokens with which programs act for people."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

import sopkit.store.columns

revision = "20261125_tokens"
down_revision = "20261125_comments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "api_token",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("scope", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("valid_from", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("expires_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("valid_until", sopkit.store.columns.Instant(length=27), nullable=True),
        sa.ForeignKeyConstraint(["name"], ["free_text.digest"], name=op.f("fk_api_token_name")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_person_id"), ["person_id"], unique=False)
