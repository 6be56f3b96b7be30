"""Alembic's entry: the store gives it a connection, and looks after copies, checks and transactions itself."""

from alembic import context

from oci_desktop.model.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
)
context.run_migrations()
