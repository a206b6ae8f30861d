"""Keep what a dossier needs on its whole way: files, versions, opinions, consultation, clock."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHANGES = (
    "ALTER TABLE nominations DROP CONSTRAINT ck_nominations_state",
    """
    ALTER TABLE nominations ADD CONSTRAINT ck_nominations_state CHECK (
      state IN ('draft', 'submitted', 'received', 'returned', 'awaiting_opinions', 'eligible', 'not_eligible',
                'in_consultation', 'before_council', 'council_passed', 'council_not_passed', 'before_chair',
                'forwarded', 'central_returned', 'decided', 'notified', 'presented', 'archived', 'rejected',
                'withdrawn', 'held', 'revoked')
    )
    """,
    """
    ALTER TABLE nominations
      ADD COLUMN is_consulted boolean NOT NULL DEFAULT false,
      ADD COLUMN held_from text,
      ADD COLUMN round_id uuid,
      ADD COLUMN due_at timestamptz
    """,
    "CREATE INDEX ix_nominations_round_id ON nominations (round_id, submitted_at DESC, nomination_id DESC)",
    "CREATE INDEX ix_nominations_due_at ON nominations (due_at) WHERE due_at IS NOT NULL",
    "CREATE INDEX ix_nominations_subject_id ON nominations (subject_id)",
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
