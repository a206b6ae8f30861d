"""Keep inspections, events, trainings, exemplars and visits."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE inspection_plans (
      inspection_plan_id uuid CONSTRAINT pk_inspection_plans PRIMARY KEY,
      year integer NOT NULL,
      issuer varchar(20) NOT NULL
        CONSTRAINT ck_inspection_plans_issuer CHECK (issuer IN ('council', 'standing_office')),
      state varchar(20) NOT NULL CONSTRAINT ck_inspection_plans_state CHECK (state IN ('draft', 'issued')),
      title text NOT NULL,
      max_score double precision CONSTRAINT ck_inspection_plans_max_score CHECK (max_score > 0),
      reference text NOT NULL,
      issued_on date,
      plan_id uuid,
      task_key text,
      version integer NOT NULL,
      CONSTRAINT uq_inspection_plans_year UNIQUE (year, issuer),
      CONSTRAINT fk_inspection_plans_plan_id FOREIGN KEY (plan_id, task_key) REFERENCES tasks,
      CONSTRAINT ck_inspection_plans_task CHECK ((plan_id IS NULL) = (task_key IS NULL)),
      CONSTRAINT ck_inspection_plans_issued CHECK (state = 'draft' OR issued_on IS NOT NULL)
    )
    """,
    """
    CREATE TABLE inspections (
      inspection_id uuid CONSTRAINT pk_inspections PRIMARY KEY,
      inspection_plan_id uuid NOT NULL
        CONSTRAINT fk_inspections_inspection_plan_id REFERENCES inspection_plans,
      form varchar(20) NOT NULL
        CONSTRAINT ck_inspections_form CHECK (form IN ('inspection', 'self_inspection', 'survey')),
      unit_id text CONSTRAINT fk_inspections_unit_id REFERENCES units,
      cluster_id text CONSTRAINT fk_inspections_cluster_id REFERENCES clusters,
      starts_on date NOT NULL,
      ends_on date NOT NULL,
      team text[] NOT NULL,
      contents text[] NOT NULL,
      state varchar(20) NOT NULL CONSTRAINT ck_inspections_state
        CHECK (state IN ('planned', 'scheduled', 'underway', 'concluded', 'cancelled')),
      note text NOT NULL,
      conclusion text NOT NULL,
      score double precision,
      concluded_on date,
      version integer NOT NULL,
      CONSTRAINT ck_inspections_inspected CHECK (num_nonnulls(unit_id, cluster_id) = 1),
      CONSTRAINT ck_inspections_days CHECK (ends_on >= starts_on),
      CONSTRAINT ck_inspections_concluded CHECK (state <> 'concluded' OR concluded_on IS NOT NULL)
    )
    """,
    "CREATE INDEX ix_inspections_inspection_plan_id ON inspections (inspection_plan_id)",
    "CREATE INDEX ix_inspections_unit_id ON inspections (unit_id)",
    "CREATE INDEX ix_inspections_days ON inspections (starts_on, inspection_id)",
    """
    CREATE TABLE visits (
      inspection_id uuid NOT NULL CONSTRAINT fk_visits_inspection_id REFERENCES inspections,
      number integer NOT NULL CONSTRAINT ck_visits_number CHECK (number > 0),
      visited_on date NOT NULL,
      checked text[] NOT NULL,
      summary text NOT NULL,
      recorded_by text NOT NULL,
      CONSTRAINT pk_visits PRIMARY KEY (inspection_id, number)
    )
    """,
    """
    CREATE TABLE findings (
      finding_id uuid CONSTRAINT pk_findings PRIMARY KEY,
      inspection_id uuid NOT NULL CONSTRAINT fk_findings_inspection_id REFERENCES inspections,
      position integer NOT NULL,
      unit_id text NOT NULL CONSTRAINT fk_findings_unit_id REFERENCES units,
      kind varchar(20) NOT NULL CONSTRAINT ck_findings_kind
        CHECK (kind IN ('strength', 'shortcoming', 'violation', 'recommendation')),
      severity varchar(20) CONSTRAINT ck_findings_severity CHECK (severity IN ('low', 'medium', 'high')),
      text text NOT NULL CONSTRAINT ck_findings_text CHECK (text <> ''),
      ground text NOT NULL,
      recorded_on date NOT NULL,
      due_on date,
      state varchar(20) NOT NULL CONSTRAINT ck_findings_state
        CHECK (state IN ('open', 'remedy_reported', 'remedied', 'noted')),
      is_overdue boolean NOT NULL,
      remedy text NOT NULL,
      reason text NOT NULL,
      remedied_on date,
      suggested_on date,
      CONSTRAINT ck_findings_noted CHECK ((state = 'noted') = (due_on IS NULL)),
      CONSTRAINT ck_findings_remedied CHECK (state <> 'remedied' OR remedied_on IS NOT NULL)
    )
    """,
    "CREATE INDEX ix_findings_inspection_id ON findings (inspection_id)",
    "CREATE INDEX ix_findings_unit_id ON findings (unit_id, due_on)",
    """
    CREATE TABLE occasions (
      occasion_id uuid CONSTRAINT pk_occasions PRIMARY KEY,
      kind varchar(20) NOT NULL,
      title text NOT NULL CONSTRAINT ck_occasions_title CHECK (title <> ''),
      place text NOT NULL,
      starts_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      state varchar(20) NOT NULL CONSTRAINT ck_occasions_state
        CHECK (state IN ('planned', 'held', 'reported', 'cancelled')),
      commemorates text NOT NULL,
      commemorates_on date,
      plan_id uuid,
      task_key text,
      movement_id uuid CONSTRAINT fk_occasions_movement_id REFERENCES movements,
      materials jsonb NOT NULL,
      note text NOT NULL,
      report text NOT NULL,
      held_on date,
      reported_on date,
      version integer NOT NULL,
      CONSTRAINT fk_occasions_plan_id FOREIGN KEY (plan_id, task_key) REFERENCES tasks,
      CONSTRAINT ck_occasions_task CHECK ((plan_id IS NULL) = (task_key IS NULL)),
      CONSTRAINT ck_occasions_times CHECK (ends_at > starts_at),
      CONSTRAINT ck_occasions_held CHECK (state NOT IN ('held', 'reported') OR held_on IS NOT NULL)
    )
    """,
    "CREATE INDEX ix_occasions_starts_at ON occasions (starts_at, occasion_id)",
    "CREATE INDEX ix_occasions_task ON occasions (plan_id, task_key)",
    """
    CREATE TABLE attendances (
      occasion_id uuid NOT NULL CONSTRAINT fk_attendances_occasion_id REFERENCES occasions,
      unit_id text NOT NULL CONSTRAINT fk_attendances_unit_id REFERENCES units,
      registered integer CONSTRAINT ck_attendances_registered CHECK (registered >= 0),
      attended integer CONSTRAINT ck_attendances_attended CHECK (attended >= 0),
      certified integer NOT NULL
        CONSTRAINT ck_attendances_certified CHECK (certified BETWEEN 0 AND coalesce(attended, 0)),
      CONSTRAINT pk_attendances PRIMARY KEY (occasion_id, unit_id)
    )
    """,
    "CREATE INDEX ix_attendances_unit_id ON attendances (unit_id)",
    """
    CREATE TABLE learned_models (
      model_id uuid CONSTRAINT pk_learned_models PRIMARY KEY,
      occasion_id uuid NOT NULL CONSTRAINT fk_learned_models_occasion_id REFERENCES occasions,
      name text NOT NULL,
      learned_from text NOT NULL,
      field text NOT NULL,
      summary text NOT NULL,
      learned_on date NOT NULL
    )
    """,
    "CREATE INDEX ix_learned_models_occasion_id ON learned_models (occasion_id)",
    """
    CREATE TABLE guidance (
      guidance_id uuid CONSTRAINT pk_guidance PRIMARY KEY,
      reference text NOT NULL CONSTRAINT uq_guidance_reference UNIQUE,
      title text NOT NULL,
      issuer text NOT NULL,
      issued_on date NOT NULL,
      text text NOT NULL,
      link text NOT NULL,
      state varchar(20) NOT NULL CONSTRAINT ck_guidance_state CHECK (state IN ('draft', 'published', 'withdrawn')),
      reason text NOT NULL,
      version integer NOT NULL
    )
    """,
    """
    CREATE TABLE guidance_units (
      guidance_id uuid NOT NULL CONSTRAINT fk_guidance_units_guidance_id REFERENCES guidance,
      unit_id text NOT NULL CONSTRAINT fk_guidance_units_unit_id REFERENCES units,
      read_at timestamptz,
      CONSTRAINT pk_guidance_units PRIMARY KEY (guidance_id, unit_id)
    )
    """,
    "CREATE INDEX ix_guidance_units_unit_id ON guidance_units (unit_id)",
    """
    CREATE TABLE exemplars (
      exemplar_id uuid CONSTRAINT pk_exemplars PRIMARY KEY,
      unit_id text NOT NULL CONSTRAINT fk_exemplars_unit_id REFERENCES units,
      subject_kind varchar(20) NOT NULL,
      subject_name text NOT NULL CONSTRAINT ck_exemplars_subject_name CHECK (subject_name <> ''),
      is_small_collective boolean NOT NULL,
      field text NOT NULL,
      regions text[] NOT NULL,
      worker_class varchar(20) NOT NULL,
      story text NOT NULL,
      found_on date NOT NULL,
      state varchar(20) NOT NULL CONSTRAINT ck_exemplars_state
        CHECK (state IN ('found', 'fostered', 'recognised', 'replicated', 'dropped')),
      movement_id uuid CONSTRAINT fk_exemplars_movement_id REFERENCES movements,
      nomination_id uuid,
      finding_id uuid CONSTRAINT fk_exemplars_finding_id REFERENCES findings,
      recognised_on date,
      note text NOT NULL,
      version integer NOT NULL,
      CONSTRAINT ck_exemplars_small CHECK (NOT is_small_collective OR subject_kind = 'collective')
    )
    """,
    "CREATE INDEX ix_exemplars_unit_id ON exemplars (unit_id, found_on)",
    """
    CREATE TABLE replications (
      exemplar_id uuid NOT NULL CONSTRAINT fk_replications_exemplar_id REFERENCES exemplars,
      unit_id text NOT NULL CONSTRAINT fk_replications_unit_id REFERENCES units,
      replicated_on date NOT NULL,
      note text NOT NULL,
      CONSTRAINT pk_replications PRIMARY KEY (exemplar_id, unit_id)
    )
    """,
    """
    CREATE TABLE honours (
      exemplar_id uuid NOT NULL CONSTRAINT fk_honours_exemplar_id REFERENCES exemplars,
      occasion_id uuid NOT NULL CONSTRAINT fk_honours_occasion_id REFERENCES occasions,
      honoured_on date NOT NULL,
      CONSTRAINT pk_honours PRIMARY KEY (exemplar_id, occasion_id)
    )
    """,
    """
    CREATE TABLE feeds (
      feed_id uuid CONSTRAINT pk_feeds PRIMARY KEY,
      owner text NOT NULL,
      unit_id text CONSTRAINT fk_feeds_unit_id REFERENCES units,
      is_of_unit boolean NOT NULL,
      secret_hash bytea NOT NULL,
      with_alarms boolean NOT NULL,
      made_at timestamptz NOT NULL,
      read_at timestamptz,
      revoked_at timestamptz
    )
    """,
    "CREATE INDEX ix_feeds_owner ON feeds (owner) WHERE revoked_at IS NULL",
)


def upgrade() -> None:
    """Make the tables; nothing that exists changes."""
    for statement in _TABLES:
        op.execute(statement)
