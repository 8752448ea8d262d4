"""What Alembic runs before a revision: it goes on with the connection that it is handed."""

from alembic import context

_NAME_BY_ALEMBIC = "env_py"


def run() -> None:
    """Run the revisions in the transaction of the connection, which whoever began it ends."""
    context.configure(connection=context.config.attributes["connection"])
    context.run_migrations()


if __name__ == _NAME_BY_ALEMBIC:
    run()
