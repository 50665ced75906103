"""What the check of a procedure depends on in the newest texts of the others."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261125_drafts"
down_revision = "20261125_unsaved_steps"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    text = sqlmodel.sql.sqltypes.AutoString
    binary = sa.String(length=1000, collation="C").with_variant(sa.String(length=1000), "sqlite")
    op.create_table(
        "draft_entry",
        sa.Column("document_id", text(length=32), nullable=False),
        sa.Column("revision_id", text(length=32), nullable=False),
        sa.Column("path", binary, nullable=False),
        sa.Column("made_by", text(length=16), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_draft_entry")),
    )
    op.create_table(
        "draft_mark",
        sa.Column("document_id", text(length=32), nullable=False),
        sa.Column("kind", text(length=10), nullable=False),
        sa.Column("name", text(length=32), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "kind", "name", name=op.f("pk_draft_mark")),
    )
    op.create_index(op.f("ix_draft_mark_name_kind"), "draft_mark", ["name", "kind"])


def downgrade() -> None:
    """Change them back."""
    op.drop_table("draft_mark")
    op.drop_table("draft_entry")
