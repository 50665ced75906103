"""What readers find: the library's entries, their links, the search, and what readers say."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

import sopkit.store.columns

revision = "20261125_library"
down_revision = "20261125_comments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "library_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "position",
            sa.String(length=1000, collation="C").with_variant(sa.String(length=1000), "sqlite"),
            nullable=False,
        ),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=35), nullable=False),
        sa.Column("spoken", sqlmodel.sql.sqltypes.AutoString(length=35), nullable=False),
        sa.Column("path", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("department", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("owner", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("effective_from", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("effective_until", sopkit.store.columns.Instant(length=27), nullable=True),
        sa.Column("review_due", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.Column("made_by", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entry")),
        sa.UniqueConstraint("release_id", name=op.f("uq_library_entry_release_id")),
    )
    with op.batch_alter_table("library_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_library_entry_document_id"), ["document_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_library_entry_effective_from"), ["effective_from"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_library_entry_effective_until"), ["effective_until"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_library_entry_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_library_entry_path"), ["path"], unique=False)

    op.create_table(
        "library_link",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "target", name=op.f("pk_library_link")),
    )
    with op.batch_alter_table("library_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_link_target"), ["target"], unique=False)

    op.create_table(
        "library_mark",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "kind", "name", name=op.f("pk_library_mark")),
    )
    with op.batch_alter_table("library_mark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_library_mark_kind_name"), ["kind", "name"], unique=False
        )

    op.create_table(
        "library_text",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("situations", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("steps", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_library_text")),
    )
    op.create_table(
        "reader_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("department", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("remark", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("given_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_verdict")),
    )
    with op.batch_alter_table("reader_verdict", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reader_verdict_document_id"), ["document_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reader_verdict_given_at"), ["given_at"], unique=False)

    op.create_table(
        "search_miss",
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sopkit.store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("words", name=op.f("pk_search_miss")),
    )
    with op.batch_alter_table("search_miss", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_miss_last_at"), ["last_at"], unique=False)

    op.create_table(
        "search_posting",
        sa.Column("stem_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("passages", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("stem_id", "entry_id", name=op.f("pk_search_posting")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("search_posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_posting_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "search_stem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=35), nullable=False),
        sa.Column(
            "stem",
            sa.String(length=1000, collation="C").with_variant(sa.String(length=1000), "sqlite"),
            nullable=False,
        ),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_stem")),
        sa.UniqueConstraint("language", "stem", name=op.f("uq_search_stem_language_stem")),
    )
    op.create_table(
        "search_trigram",
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=35), nullable=False),
        sa.Column("trigram", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("length", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint(
            "language", "trigram", "length", "word_id", name=op.f("pk_search_trigram")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("search_trigram", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_trigram_word_id"), ["word_id"], unique=False)

    op.create_table(
        "search_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=35), nullable=False),
        sa.Column(
            "word",
            sa.String(length=1000, collation="C").with_variant(sa.String(length=1000), "sqlite"),
            nullable=False,
        ),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
        sa.UniqueConstraint("language", "word", name=op.f("uq_search_word_language_word")),
    )


def downgrade() -> None:
    """Nothing goes back: a register is only ever added to. Restore a backup instead."""
    raise NotImplementedError("the register is never brought back to an older form")
