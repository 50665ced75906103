"""What people say about texts that are up for approval; texts found by their path."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

import sopkit.store.columns

revision = "20261125_comments"
down_revision = "20261125_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "submission_comment",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("submission_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("step_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("made_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["note"], ["free_text.digest"], name=op.f("fk_submission_comment_note")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_submission_comment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_comment_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_comment")),
    )
    with op.batch_alter_table("submission_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_comment_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_submission_comment_submission_id"), ["submission_id"], unique=False
        )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_path"), ["path"], unique=False)
