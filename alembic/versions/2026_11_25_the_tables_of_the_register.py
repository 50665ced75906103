"""The tables of the register."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

import sopkit.store.columns

revision = "20261125"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "content",
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_content")),
    )
    op.create_table(
        "document",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=35), nullable=False),
        sa.Column("created_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("kind", "key", "language", name=op.f("uq_document_kind_key_language")),
    )
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.AutoString(length=27), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("act", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("previous", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_event_hash")),
        sa.UniqueConstraint("previous", name=op.f("uq_event_previous")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_subject"), ["subject"], unique=False)

    op.create_table(
        "free_text",
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("salt", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_free_text")),
    )
    op.create_table(
        "team",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("created_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("login", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=35), nullable=True),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("salt", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("created_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("active_until", sopkit.store.columns.Instant(length=27), nullable=True),
        sa.ForeignKeyConstraint(["name"], ["free_text.digest"], name=op.f("fk_person_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "person_name",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("valid_from", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["name"], ["free_text.digest"], name=op.f("fk_person_name_name")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_name_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_name")),
        sa.UniqueConstraint(
            "person_id", "valid_from", name=op.f("uq_person_name_person_id_valid_from")
        ),
    )
    op.create_table(
        "revision",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("parent_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("path", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("text_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("content_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("department", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("author_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("recorded_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("message", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_revision_author_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_revision_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["free_text.digest"], name=op.f("fk_revision_message")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["revision.id"], name=op.f("fk_revision_parent_id")),
        sa.ForeignKeyConstraint(
            ["text_hash"], ["content.hash"], name=op.f("fk_revision_text_hash")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("uq_revision_document_id_ordinal")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_author_id"), ["author_id"], unique=False)

    op.create_table(
        "right_period",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("right", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("department", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("valid_from", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("valid_until", sopkit.store.columns.Instant(length=27), nullable=True),
        sa.Column("recorded_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_right_period_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_right_period")),
    )
    with op.batch_alter_table("right_period", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_right_period_person_id_department"),
            ["person_id", "department"],
            unique=False,
        )

    op.create_table(
        "role_period",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("valid_from", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("valid_until", sopkit.store.columns.Instant(length=27), nullable=True),
        sa.Column("recorded_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_period_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_period")),
    )
    with op.batch_alter_table("role_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_period_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_period_role"), ["role"], unique=False)

    op.create_table(
        "team_period",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("team_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("valid_until", sopkit.store.columns.Instant(length=27), nullable=True),
        sa.Column("recorded_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_team_period_person_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_period_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_period")),
    )
    with op.batch_alter_table("team_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_period_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_period_team_id"), ["team_id"], unique=False)

    op.create_table(
        "revision_picture",
        sa.Column("revision_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("path", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["hash"], ["content.hash"], name=op.f("fk_revision_picture_hash")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_picture_revision_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "path", name=op.f("pk_revision_picture")),
    )
    op.create_table(
        "signature",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("revision_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("content_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("meaning", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("signed_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_signature_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("revision_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("base_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("translates_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("found", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("nature", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("needed", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("submitted_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("submitted_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("signature_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["revision.id"], name=op.f("fk_submission_base_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_submission_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["reason"], ["free_text.digest"], name=op.f("fk_submission_reason")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_submission_revision_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_submission_signature_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["person.id"], name=op.f("fk_submission_submitted_by")
        ),
        sa.ForeignKeyConstraint(
            ["translates_id"], ["revision.id"], name=op.f("fk_submission_translates_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_document_id"), ["document_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_submission_revision_id"), ["revision_id"], unique=False
        )

    op.create_table(
        "decision",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("submission_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("verdict", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("right", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("nature", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("decided_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("signature_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_person_id")),
        sa.ForeignKeyConstraint(["reason"], ["free_text.digest"], name=op.f("fk_decision_reason")),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_decision_signature_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_decision_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "submission_id", "ordinal", name=op.f("uq_decision_submission_id_ordinal")
        ),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_person_id"), ["person_id"], unique=False)

    op.create_table(
        "release",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("revision_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("submission_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("nature", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("effective_from", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("review_due", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("released_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("released_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("anchor", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_release_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["person.id"], name=op.f("fk_release_released_by")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_release_revision_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_release_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint(
            "document_id", "effective_from", name=op.f("uq_release_document_id_effective_from")
        ),
        sa.UniqueConstraint(
            "document_id", "major", "minor", name=op.f("uq_release_document_id_major_minor")
        ),
        sa.UniqueConstraint("submission_id", name=op.f("uq_release_submission_id")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_review_due"), ["review_due"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "periodic_review",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("release_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("next_due", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("reviewed_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("reviewed_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("signature_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["note"], ["free_text.digest"], name=op.f("fk_periodic_review_note")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_periodic_review_release_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["person.id"], name=op.f("fk_periodic_review_reviewed_by")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_periodic_review_signature_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periodic_review")),
    )
    with op.batch_alter_table("periodic_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_periodic_review_release_id"), ["release_id"], unique=False
        )

    op.create_table(
        "release_context",
        sa.Column("release_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("revision_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_context_release_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_release_context_revision_id")
        ),
        sa.PrimaryKeyConstraint("release_id", "revision_id", name=op.f("pk_release_context")),
    )
    with op.batch_alter_table("release_context", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_release_context_revision_id"), ["revision_id"], unique=False
        )

    op.create_table(
        "withdrawal",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("release_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("effective_from", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("withdrawn_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("signature_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["reason"], ["free_text.digest"], name=op.f("fk_withdrawal_reason")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_withdrawal_release_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_withdrawal_signature_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["person.id"], name=op.f("fk_withdrawal_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("release_id", name=op.f("uq_withdrawal_release_id")),
    )


def downgrade() -> None:
    """Nothing goes back: a register is only ever added to. Restore a backup instead."""
    raise NotImplementedError("the register is never brought back to an older form")
