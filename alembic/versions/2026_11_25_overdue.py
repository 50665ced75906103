"""What is overdue is found in an index alone."""

from __future__ import annotations

from alembic import op

revision = "20261125_overdue"
down_revision = "20261125_unsaved_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.drop_index("ix_release_review_due", table_name="release")
    op.create_index(
        "ix_release_document_id_effective_from_review_due_id",
        "release",
        ["document_id", "effective_from", "review_due", "id"],
    )
