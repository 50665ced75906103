"""What stood in the editor before, for undoing."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "20261125_unsaved_steps"
down_revision = "20261125_overdue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "unsaved_step",
        sa.Column("person_id", text(length=32), nullable=False),
        sa.Column("document_id", text(length=32), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "document_id", "ordinal", name=op.f("pk_unsaved_step")
        ),
    )
