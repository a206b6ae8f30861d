"""Remember of every award whether its findings name what it relies on, and find a year's lines by their index."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE award_register ADD COLUMN is_judged boolean NOT NULL DEFAULT false")
    op.execute("CREATE INDEX ix_award_register_year ON award_register (year, decided_on DESC, award_id DESC)")
    op.execute(
        "CREATE INDEX ix_award_register_award_year ON award_register (award, year, decided_on DESC, award_id DESC)"
    )
    op.execute("CREATE INDEX ix_nominations_year ON nominations (year, submitted_at DESC, nomination_id DESC)")
