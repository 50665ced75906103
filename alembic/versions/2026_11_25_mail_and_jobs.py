"""Where people get mail and which, and the jobs that send it."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

import sopkit.store.columns

revision = "20261125_mail"
down_revision = "20261125_library"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "person_mail",
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
        sa.Column("refused", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("rhythm", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("secret", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_mail_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_mail")),
    )
    op.create_table(
        "job",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("due_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("leased_until", sopkit.store.columns.Instant(length=27), nullable=True),
        sa.Column("ended_at", sopkit.store.columns.Instant(length=27), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_ended_at_due_at"), ["ended_at", "due_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_job_failed_ended_at"), ["failed", "ended_at"], unique=False
        )


def downgrade() -> None:
    """Nothing goes back: a register is only ever added to. Restore a backup instead."""
    raise NotImplementedError("the register is never brought back to an older form")
