"""Runs the migrations of the register, on the connection that `sopkit.store.migration` opened."""

from __future__ import annotations

from alembic import context

from sopkit.store.passing_tables import PASSING
from sopkit.store.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=[METADATA, PASSING],
    render_as_batch=True,  # SQLite changes tables by copying them
    compare_type=True,
)
context.run_migrations()
