"""Runs migrations on the connection it is given; see :mod:`analytics.workspace.workspace`."""

from alembic import context

from analytics.workspace.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata,
                  render_as_batch=True, transactional_ddl=False)
context.run_migrations()
