"""Keep what a dossier needs on its whole way: files, versions, opinions, consultation, clock."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""
