"""Create the kernel's tables and those of the plans service."""

from alembic import op

from shared.messaging.tables import create_kernel

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    # Search without diacritics needs no extension: marks are taken off the decomposed letters, đ becomes d.
    r"""
    CREATE FUNCTION vn_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT lower(translate(regexp_replace(normalize(t, NFD), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dD')) $$
    """,
    """
    CREATE TABLE clusters (
      cluster_id text CONSTRAINT pk_clusters PRIMARY KEY,
      name text NOT NULL,
      kind text NOT NULL CONSTRAINT ck_clusters_kind CHECK (kind IN ('cum', 'khoi')),
      decision text,
      valid_from date NOT NULL,
      position integer NOT NULL,
      version integer NOT NULL
    )
    """,
    """
    CREATE TABLE units (
      unit_id text CONSTRAINT pk_units PRIMARY KEY,
      name text NOT NULL,
      kind text NOT NULL,
      cluster_id text CONSTRAINT fk_units_cluster_id REFERENCES clusters,
      valid_from date NOT NULL,
      valid_to date CONSTRAINT ck_units_validity CHECK (valid_to >= valid_from),
      position integer NOT NULL,
      search tsvector GENERATED ALWAYS AS (to_tsvector('simple', vn_fold(name))) STORED,
      version integer NOT NULL
    )
    """,
    "CREATE INDEX ix_units_cluster_id ON units (cluster_id)",
    "CREATE INDEX ix_units_search ON units USING gin (search)",
    """
    CREATE TABLE deadline_rules (
      valid_from date CONSTRAINT pk_deadline_rules PRIMARY KEY,
      grace_days integer NOT NULL CONSTRAINT ck_deadline_rules_grace_days CHECK (grace_days >= 0),
      status text NOT NULL,
      source text NOT NULL
    )
    """,
    """
    CREATE TABLE drafts (
      draft_id uuid CONSTRAINT pk_drafts PRIMARY KEY,
      filename text NOT NULL,
      content_hash text NOT NULL,
      imported_at timestamptz NOT NULL,
      imported_by text NOT NULL,
      preview jsonb NOT NULL,
      is_issued boolean NOT NULL
    )
    """,
    """
    CREATE TABLE plans (
      plan_id uuid CONSTRAINT pk_plans PRIMARY KEY,
      draft_id uuid NOT NULL CONSTRAINT uq_plans_draft_id UNIQUE CONSTRAINT fk_plans_draft_id REFERENCES drafts,
      year integer NOT NULL CONSTRAINT uq_plans_year UNIQUE,
      number text NOT NULL,
      symbol text NOT NULL,
      title text NOT NULL,
      issuer text NOT NULL,
      issued_on date NOT NULL,
      state varchar(20) NOT NULL CONSTRAINT ck_plans_state CHECK (state IN ('issued', 'closed')),
      closed_on date,
      legal_bases text[] NOT NULL,
      recipients text[] NOT NULL,
      anomalies text[] NOT NULL,
      version integer NOT NULL
    )
    """,
    """
    CREATE TABLE quarters (
      plan_id uuid NOT NULL CONSTRAINT fk_quarters_plan_id REFERENCES plans,
      quarter integer NOT NULL CONSTRAINT ck_quarters_quarter CHECK (quarter BETWEEN 1 AND 4),
      state varchar(20) NOT NULL CONSTRAINT ck_quarters_state CHECK (state IN ('planned', 'open', 'closed')),
      opened_on date,
      closed_on date,
      CONSTRAINT pk_quarters PRIMARY KEY (plan_id, quarter)
    )
    """,
    """
    CREATE TABLE tasks (
      plan_id uuid NOT NULL CONSTRAINT fk_tasks_plan_id REFERENCES plans,
      task_key text NOT NULL,
      position integer NOT NULL,
      quarter integer NOT NULL CONSTRAINT ck_tasks_quarter CHECK (quarter BETWEEN 1 AND 5),
      text text NOT NULL,
      parts text[] NOT NULL,
      is_conditional boolean NOT NULL,
      may_not_arise boolean NOT NULL,
      deadline_kind varchar(20) NOT NULL,
      due_on date NOT NULL,
      is_deadline_implied boolean NOT NULL,
      state varchar(20) NOT NULL CONSTRAINT ck_tasks_state
        CHECK (state IN ('planned', 'in_progress', 'carried_over', 'completed', 'not_arising')),
      is_overdue boolean NOT NULL,
      percent integer NOT NULL CONSTRAINT ck_tasks_percent CHECK (percent BETWEEN 0 AND 100),
      note text NOT NULL,
      carried_from integer,
      waits_for text,
      CONSTRAINT pk_tasks PRIMARY KEY (plan_id, task_key),
      CONSTRAINT ck_tasks_not_arising CHECK (state <> 'not_arising' OR may_not_arise)
    )
    """,
    "CREATE INDEX ix_tasks_waits_for ON tasks (waits_for) WHERE waits_for IS NOT NULL",
    """
    CREATE TABLE carry_overs (
      plan_id uuid NOT NULL,
      task_key text NOT NULL,
      from_quarter integer NOT NULL,
      to_quarter integer NOT NULL CONSTRAINT ck_carry_overs_to_quarter CHECK (to_quarter > from_quarter),
      reason text NOT NULL CONSTRAINT ck_carry_overs_reason CHECK (reason <> ''),
      carried_on date NOT NULL,
      CONSTRAINT pk_carry_overs PRIMARY KEY (plan_id, task_key, from_quarter),
      CONSTRAINT fk_carry_overs_plan_id FOREIGN KEY (plan_id, task_key) REFERENCES tasks
    )
    """,
    """
    CREATE TABLE filings (
      filing_id uuid CONSTRAINT pk_filings PRIMARY KEY,
      plan_id uuid NOT NULL CONSTRAINT fk_filings_plan_id REFERENCES plans,
      unit_id text NOT NULL CONSTRAINT fk_filings_unit_id REFERENCES units,
      duty varchar(20) NOT NULL,
      year integer NOT NULL,
      deadline_kind varchar(20) NOT NULL,
      due_on date NOT NULL,
      last_day_on date NOT NULL,
      state varchar(20) NOT NULL
        CONSTRAINT ck_filings_state CHECK (state IN ('due', 'received', 'returned', 'accepted')),
      is_overdue boolean NOT NULL,
      days_late integer NOT NULL,
      reference text,
      dated_on date,
      received_at timestamptz,
      channel varchar(20),
      reason text NOT NULL,
      missing text[] NOT NULL,
      version integer NOT NULL,
      CONSTRAINT uq_filings_unit_id UNIQUE (unit_id, year, duty),
      CONSTRAINT ck_filings_received CHECK (state = 'due' OR received_at IS NOT NULL)
    )
    """,
    "CREATE INDEX ix_filings_plan_id ON filings (plan_id, due_on, unit_id)",
    "CREATE INDEX ix_filings_state ON filings (plan_id, state, due_on, unit_id)",
    "CREATE INDEX ix_filings_overdue ON filings (plan_id, due_on, unit_id) WHERE is_overdue",
    """
    CREATE TABLE movements (
      movement_id uuid CONSTRAINT pk_movements PRIMARY KEY,
      plan_id uuid NOT NULL CONSTRAINT fk_movements_plan_id REFERENCES plans,
      position integer NOT NULL,
      name text NOT NULL,
      period text,
      version integer NOT NULL
    )
    """,
    "CREATE INDEX ix_movements_plan_id ON movements (plan_id)",
)


def upgrade() -> None:
    create_kernel(op)
    for statement in _TABLES:
        op.execute(statement)
