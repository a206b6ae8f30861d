"""Keep what amends a plan, its holidays, the duties it asks for and who works a task."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE deadline_rules ADD moves_to_working_day boolean NOT NULL DEFAULT false",
    """
    CREATE TABLE days_off (
      on_day date CONSTRAINT pk_days_off PRIMARY KEY,
      is_off boolean NOT NULL,
      name text NOT NULL CONSTRAINT ck_days_off_name CHECK (name <> ''),
      source text NOT NULL CONSTRAINT ck_days_off_source CHECK (source <> ''),
      status varchar(20) NOT NULL,
      kept_by text NOT NULL,
      kept_at timestamptz NOT NULL
    )
    """,
    "ALTER TABLE drafts ADD cloned_from uuid CONSTRAINT fk_drafts_cloned_from REFERENCES plans",
    """
    ALTER TABLE plans
      ADD place text,
      ADD signer text,
      ADD signer_office text,
      ADD objectives text[] NOT NULL DEFAULT '{}',
      DROP CONSTRAINT ck_plans_state,
      ADD CONSTRAINT ck_plans_state CHECK (state IN ('issued', 'amended', 'closed'))
    """,
    """
    CREATE TABLE plan_versions (
      plan_id uuid NOT NULL CONSTRAINT fk_plan_versions_plan_id REFERENCES plans,
      number integer NOT NULL CONSTRAINT ck_plan_versions_number CHECK (number > 0),
      document text NOT NULL,
      dated_on date NOT NULL,
      reason text NOT NULL,
      kept_by text NOT NULL,
      kept_at timestamptz NOT NULL,
      content jsonb NOT NULL,
      changes text[] NOT NULL,
      CONSTRAINT pk_plan_versions PRIMARY KEY (plan_id, number)
    )
    """,
    """
    CREATE TABLE deadline_changes (
      change_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_deadline_changes PRIMARY KEY,
      plan_id uuid NOT NULL CONSTRAINT fk_deadline_changes_plan_id REFERENCES plans,
      task_key text,
      duty text,
      from_kind varchar(20) NOT NULL,
      from_due_on date NOT NULL,
      to_kind varchar(20) NOT NULL,
      to_due_on date NOT NULL,
      reason text NOT NULL,
      changed_by text NOT NULL,
      changed_at timestamptz NOT NULL,
      CONSTRAINT ck_deadline_changes_subject CHECK ((task_key IS NULL) <> (duty IS NULL))
    )
    """,
    "CREATE INDEX ix_deadline_changes_plan_id ON deadline_changes (plan_id, task_key, duty)",
    """
    CREATE TABLE journal (
      note_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_journal PRIMARY KEY,
      aggregate_id uuid NOT NULL,
      version integer NOT NULL,
      at timestamptz NOT NULL,
      who text NOT NULL,
      what text NOT NULL,
      about text,
      reason text NOT NULL,
      details text[] NOT NULL
    )
    """,
    "CREATE INDEX ix_journal_aggregate_id ON journal (aggregate_id, version)",
    """
    ALTER TABLE tasks
      ADD last_day_on date,
      ADD remind_on date,
      ADD lead text NOT NULL DEFAULT '',
      ADD lead_unit_id text CONSTRAINT fk_tasks_lead_unit_id REFERENCES units,
      ADD is_lead_implied boolean NOT NULL DEFAULT false,
      ADD coordinating text[] NOT NULL DEFAULT '{}',
      ADD output text NOT NULL DEFAULT '',
      ADD budget text NOT NULL DEFAULT '',
      ADD settled_by text,
      ADD origin_plan_id uuid CONSTRAINT fk_tasks_origin_plan_id REFERENCES plans,
      ADD origin_key text,
      ADD taken_into uuid CONSTRAINT fk_tasks_taken_into REFERENCES plans,
      DROP CONSTRAINT ck_tasks_state,
      ADD CONSTRAINT ck_tasks_state CHECK
        (state IN ('planned', 'in_progress', 'carried_over', 'completed', 'not_arising', 'removed'))
    """,
    "UPDATE tasks SET last_day_on = CASE deadline_kind WHEN 'before' THEN due_on - 1 ELSE due_on END",
    "ALTER TABLE tasks ALTER last_day_on SET NOT NULL",
    """
    CREATE TABLE task_parts (
      plan_id uuid NOT NULL,
      task_key text NOT NULL,
      part_key text NOT NULL,
      position integer NOT NULL,
      text text NOT NULL,
      is_conditional boolean NOT NULL,
      state varchar(20) NOT NULL CONSTRAINT ck_task_parts_state
        CHECK (state IN ('part_open', 'part_done', 'part_not_arising')),
      settled_on date,
      settled_by text,
      note text NOT NULL,
      CONSTRAINT pk_task_parts PRIMARY KEY (plan_id, task_key, part_key),
      CONSTRAINT fk_task_parts_plan_id FOREIGN KEY (plan_id, task_key) REFERENCES tasks,
      CONSTRAINT ck_task_parts_not_arising CHECK (state <> 'part_not_arising' OR is_conditional)
    )
    """,
    """
    INSERT INTO task_parts (plan_id, task_key, part_key, position, text, is_conditional, state, note)
    SELECT plan_id, task_key, chr(96 + place::integer), place, part, part LIKE '%nếu có%',
           CASE WHEN state IN ('completed', 'not_arising') AND part LIKE '%nếu có%' THEN 'part_not_arising'
                WHEN state IN ('completed', 'not_arising') THEN 'part_done' ELSE 'part_open' END, ''
    FROM tasks, unnest(parts) WITH ORDINALITY AS each (part, place)
    WHERE place <= 26
    """,
    """
    CREATE TABLE evidence (
      evidence_id uuid CONSTRAINT pk_evidence PRIMARY KEY,
      plan_id uuid NOT NULL,
      task_key text NOT NULL,
      part_key text,
      title text NOT NULL CONSTRAINT ck_evidence_title CHECK (title <> ''),
      reference text NOT NULL,
      link text NOT NULL,
      dated_on date,
      added_by text NOT NULL,
      added_at timestamptz NOT NULL,
      withdrawn_by text,
      withdrawn_at timestamptz,
      CONSTRAINT fk_evidence_plan_id FOREIGN KEY (plan_id, task_key) REFERENCES tasks,
      CONSTRAINT ck_evidence_names CHECK (reference <> '' OR link <> '')
    )
    """,
    "CREATE INDEX ix_evidence_plan_id ON evidence (plan_id, task_key)",
    """
    CREATE TABLE duties (
      plan_id uuid NOT NULL CONSTRAINT fk_duties_plan_id REFERENCES plans,
      code text NOT NULL CONSTRAINT ck_duties_code CHECK (code ~ '^[a-z][a-z0-9_]{0,39}$'),
      position integer NOT NULL,
      name text NOT NULL CONSTRAINT ck_duties_name CHECK (name <> ''),
      deadline_kind varchar(20) NOT NULL,
      due_on date NOT NULL,
      owes varchar(20) NOT NULL CONSTRAINT ck_duties_owes CHECK (owes IN ('all', 'kinds', 'clusters', 'units')),
      owed_by text[] NOT NULL,
      is_removed boolean NOT NULL,
      CONSTRAINT pk_duties PRIMARY KEY (plan_id, code),
      CONSTRAINT ck_duties_owed_by CHECK (owes = 'all' OR owed_by <> '{}')
    )
    """,
    """
    INSERT INTO duties (plan_id, code, position, name, deadline_kind, due_on, owes, owed_by, is_removed)
    SELECT DISTINCT ON (plan_id, duty) plan_id, duty,
           CASE duty WHEN 'unit_plan' THEN 1 WHEN 'half_year_report' THEN 2 ELSE 3 END,
           CASE duty WHEN 'unit_plan' THEN 'Kế hoạch thi đua, khen thưởng'
                     WHEN 'half_year_report' THEN 'Báo cáo sơ kết 6 tháng đầu năm' ELSE 'Báo cáo tổng kết năm' END,
           deadline_kind, due_on, 'all', '{}', false
    FROM filings ORDER BY plan_id, duty
    """,
    """
    ALTER TABLE filings
      ALTER duty TYPE text,
      ADD remind_on date,
      DROP CONSTRAINT ck_filings_state,
      ADD CONSTRAINT ck_filings_state
        CHECK (state IN ('due', 'received', 'registered', 'returned', 'accepted', 'lifted')),
      DROP CONSTRAINT ck_filings_received,
      ADD CONSTRAINT ck_filings_received CHECK (state IN ('due', 'lifted') OR received_at IS NOT NULL)
    """,
    "CREATE INDEX ix_filings_counts ON filings (plan_id, duty, state, is_overdue)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
