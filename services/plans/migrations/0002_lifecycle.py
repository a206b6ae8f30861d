"""Keep what amends a plan, its holidays, the duties it asks for and who works a task."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""
