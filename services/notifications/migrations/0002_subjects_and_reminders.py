"""Remember what later facts speak of by its id, and what is awaited by a day."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHANGES = (
    "ALTER TABLE recipients ADD COLUMN cluster_id text, ADD COLUMN dissolved_on date",
    "ALTER TABLE owed_filings ADD COLUMN name text, ADD COLUMN is_filed boolean NOT NULL DEFAULT false",
    """
    CREATE TABLE subjects (
      subject_id text CONSTRAINT pk_subjects PRIMARY KEY,
      name text NOT NULL DEFAULT '',
      unit_ids text[] NOT NULL DEFAULT '{}'
    )
    """,
    """
    CREATE TABLE awaited (
      kind text NOT NULL,
      key text NOT NULL,
      owner text NOT NULL,
      last_day_on date NOT NULL,
      told jsonb NOT NULL,
      CONSTRAINT pk_awaited PRIMARY KEY (kind, key)
    )
    """,
    "CREATE INDEX ix_awaited_owner ON awaited (owner)",
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
