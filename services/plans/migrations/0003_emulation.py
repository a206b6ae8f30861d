"""Keep units with their predecessors, clusters by decision, pledges, criteria sets and scores."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""
