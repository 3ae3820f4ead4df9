"""Runs the migrations on the connection that engage.migrations hands over."""

from alembic import context

from engage.database import Base
from engage.tables import import_all_models

import_all_models()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
