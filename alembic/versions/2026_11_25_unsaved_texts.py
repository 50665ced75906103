"""What is written in the editor and not saved yet."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

import sopkit.store.columns

revision = "20261125_unsaved_texts"
down_revision = "20261125_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "unsaved_text",
        sa.Column("person_id", text(length=32), nullable=False),
        sa.Column("document_id", text(length=32), nullable=False),
        sa.Column("base_id", text(length=32), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("digest", text(length=64), nullable=False),
        sa.Column("changed_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "document_id", name=op.f("pk_unsaved_text")),
    )
    op.create_table(
        "unsaved_picture",
        sa.Column("person_id", text(length=32), nullable=False),
        sa.Column("document_id", text(length=32), nullable=False),
        sa.Column("path", text(length=1000), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "document_id", "path", name=op.f("pk_unsaved_picture")
        ),
    )
