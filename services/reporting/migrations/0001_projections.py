"""Create the kernel's tables, the read models and the summaries.

A row of a read model holds what was told so far, so only its key must be there. Rows change many times: room is left
on each page, and no index but the key's is kept, so that an update stays on its page.
"""

from alembic import op

from shared.messaging.tables import create_kernel

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE units (
      unit_id text CONSTRAINT pk_units PRIMARY KEY,
      name text,
      kind text,
      cluster_id text,
      valid_from date,
      valid_to date
    )
    """,
    """
    CREATE TABLE clusters (
      cluster_id text CONSTRAINT pk_clusters PRIMARY KEY,
      name text,
      kind text,
      effective_on date,
      members integer
    )
    """,
    """
    CREATE TABLE plans (
      plan_id uuid CONSTRAINT pk_plans PRIMARY KEY,
      year integer,
      symbol text,
      title text,
      issuer text,
      issued_on date,
      closed_on date
    )
    """,
    """
    CREATE TABLE quarters (
      plan_id uuid NOT NULL,
      quarter integer NOT NULL,
      year integer,
      opened_on date,
      closed_on date,
      CONSTRAINT pk_quarters PRIMARY KEY (plan_id, quarter)
    )
    """,
    """
    CREATE TABLE tasks (
      plan_id uuid NOT NULL,
      task_key text NOT NULL,
      year integer,
      quarter integer,
      text text,
      is_conditional boolean,
      due_on date,
      state text,
      percent integer,
      settled_on date,
      overdue_on date,
      carried_on date,
      carried_to integer,
      CONSTRAINT pk_tasks PRIMARY KEY (plan_id, task_key)
    )
    """,
    """
    CREATE TABLE movements (
      movement_id uuid CONSTRAINT pk_movements PRIMARY KEY,
      plan_id uuid,
      name text,
      period text
    )
    """,
    """
    CREATE TABLE filings (
      filing_id uuid CONSTRAINT pk_filings PRIMARY KEY,
      plan_id uuid,
      unit_id text,
      duty text,
      year integer,
      due_on date,
      last_day_on date,
      state text,
      received_at timestamptz,
      days_late integer,
      channel text,
      returned_on date,
      accepted_on date,
      overdue_on date
    ) WITH (fillfactor = 70)
    """,
    """
    CREATE TABLE nominations (
      nomination_id uuid CONSTRAINT pk_nominations PRIMARY KEY,
      unit_id text,
      award text,
      subject_kind text,
      subject_id uuid,
      year integer,
      mode text,
      state text,
      submitted_at timestamptz,
      channel text,
      received_on date,
      ruleset text,
      returned_on date,
      appraised_on date,
      is_eligible boolean,
      forwarded_on date,
      forwarded_to text,
      answered_on date,
      is_granted boolean,
      rejected_on date,
      withdrawn_on date,
      decided_on date
    ) WITH (fillfactor = 70)
    """,
    """
    CREATE TABLE awards (
      award_id uuid CONSTRAINT pk_awards PRIMARY KEY,
      nomination_id uuid,
      unit_id text,
      award text,
      subject_kind text,
      subject_id uuid,
      year integer,
      decided_by text,
      decision_number text,
      decided_on date,
      bonus bigint
    )
    """,
    """
    CREATE TABLE notices (
      notice_id uuid CONSTRAINT pk_notices PRIMARY KEY,
      message text,
      unit_id text,
      role text,
      in_app_at timestamptz,
      email_at timestamptz,
      failed_at timestamptz,
      read_at timestamptz
    ) WITH (fillfactor = 70)
    """,
    """
    CREATE TABLE summaries (
      report_id uuid CONSTRAINT pk_summaries PRIMARY KEY,
      year integer NOT NULL,
      period text NOT NULL,
      as_of date NOT NULL,
      compiled_on date NOT NULL,
      compiled_by text NOT NULL,
      summary jsonb NOT NULL,
      version integer NOT NULL
    )
    """,
)


def upgrade() -> None:
    create_kernel(op)
    for statement in _TABLES:
        op.execute(statement)
