"""Create the kernel's tables, those of the notifications service, and the job queue of its mail."""

from alembic import op
from procrastinate.schema import SchemaManager

from shared.messaging.tables import create_kernel

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE recipients (
      recipient_id text CONSTRAINT pk_recipients PRIMARY KEY,
      name text NOT NULL,
      address text
    )
    """,
    """
    CREATE TABLE owed_filings (
      filing_id uuid CONSTRAINT pk_owed_filings PRIMARY KEY,
      unit_id text NOT NULL,
      duty text NOT NULL,
      year integer NOT NULL,
      deadline_kind text NOT NULL,
      due_on date NOT NULL,
      last_day_on date NOT NULL
    )
    """,
    """
    CREATE TABLE notices (
      notice_id uuid CONSTRAINT pk_notices PRIMARY KEY,
      message text NOT NULL,
      unit_id text,
      role text,
      subject text NOT NULL,
      body text NOT NULL,
      html text NOT NULL,
      link text NOT NULL,
      created_at timestamptz NOT NULL,
      read_at timestamptz,
      version integer NOT NULL,
      CONSTRAINT ck_notices_one_addressee CHECK (num_nonnulls(unit_id, role) = 1)
    )
    """,
    "CREATE INDEX ix_notices_unit ON notices (unit_id, created_at)",
    "CREATE INDEX ix_notices_role ON notices (role, created_at)",
    """
    CREATE TABLE deliveries (
      notice_id uuid NOT NULL CONSTRAINT fk_deliveries_notice_id REFERENCES notices,
      channel text NOT NULL,
      batch text NOT NULL DEFAULT pg_current_xact_id()::text,
      sent_at timestamptz,
      failed_at timestamptz,
      reason text NOT NULL,
      CONSTRAINT pk_deliveries PRIMARY KEY (notice_id, channel),
      CONSTRAINT ck_deliveries_one_outcome CHECK (sent_at IS NULL OR failed_at IS NULL)
    )
    """,
    "CREATE INDEX ix_deliveries_waiting ON deliveries (batch) WHERE sent_at IS NULL AND failed_at IS NULL",
)


def upgrade() -> None:
    create_kernel(op)
    for statement in _TABLES:
        op.execute(statement)
    # The queue's own schema is many statements in one text, which only the driver's plain call takes.
    schema = SchemaManager.get_schema()
    op.get_bind().connection.dbapi_connection.run_async(lambda driver: driver.execute(schema))
