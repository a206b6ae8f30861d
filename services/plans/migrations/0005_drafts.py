"""Keep who corrected what in a draft."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE draft_changes (
          draft_id uuid NOT NULL CONSTRAINT fk_draft_changes_draft_id REFERENCES drafts,
          number integer NOT NULL CONSTRAINT ck_draft_changes_number CHECK (number > 0),
          what text NOT NULL CONSTRAINT ck_draft_changes_what CHECK (what <> ''),
          source_lines integer[] NOT NULL,
          reason text NOT NULL,
          changed_by text NOT NULL,
          changed_at timestamptz NOT NULL,
          CONSTRAINT pk_draft_changes PRIMARY KEY (draft_id, number)
        )
        """
    )
