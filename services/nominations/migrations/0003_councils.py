"""Keep councils, sessions, ballots, decisions, ceremonies, money, revocations and the audit chain."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COUNCILS = (
    """
    CREATE TABLE councils (
      council_id uuid CONSTRAINT pk_councils PRIMARY KEY,
      kind text NOT NULL,
      level text NOT NULL,
      unit_id text NOT NULL,
      name text NOT NULL,
      decision_number text NOT NULL,
      decided_on date NOT NULL,
      legal_basis text NOT NULL,
      quorum_part integer NOT NULL,
      quorum_whole integer NOT NULL,
      quorum_basis text NOT NULL,
      valid_from date NOT NULL,
      valid_to date,
      revision integer NOT NULL,
      CONSTRAINT uq_councils_unit_id UNIQUE (unit_id, decision_number, decided_on),
      CONSTRAINT ck_councils_quorum CHECK (quorum_part > 0 AND quorum_part <= quorum_whole)
    )
    """,
    """
    CREATE TABLE council_members (
      member_id uuid CONSTRAINT pk_council_members PRIMARY KEY,
      council_id uuid NOT NULL CONSTRAINT fk_council_members_council_id REFERENCES councils,
      account text NOT NULL,
      name text NOT NULL,
      position text NOT NULL,
      unit_id text NOT NULL,
      valid_from date NOT NULL,
      valid_to date,
      CONSTRAINT uq_council_members_council_id UNIQUE (council_id, account, valid_from)
    )
    """,
    "CREATE INDEX ix_council_members_account ON council_members (account)",
    """
    CREATE TABLE council_sessions (
      session_id uuid CONSTRAINT pk_council_sessions PRIMARY KEY,
      council_id uuid NOT NULL CONSTRAINT fk_council_sessions_council_id REFERENCES councils,
      title text NOT NULL,
      state text NOT NULL CONSTRAINT ck_council_sessions_state CHECK (
        state IN ('called', 'held', 'issuing', 'casting', 'counted', 'closed', 'cancelled')
      ),
      method text NOT NULL,
      is_written_round boolean NOT NULL,
      meets_at timestamptz NOT NULL,
      place text NOT NULL,
      total_members integer,
      proceedings text NOT NULL,
      conclusion text NOT NULL,
      version integer NOT NULL,
      revision integer NOT NULL
    )
    """,
    "CREATE INDEX ix_council_sessions_newest ON council_sessions (council_id, meets_at DESC)",
    """
    CREATE TABLE council_items (
      item_id uuid CONSTRAINT pk_council_items PRIMARY KEY,
      session_id uuid NOT NULL CONSTRAINT fk_council_items_session_id REFERENCES council_sessions,
      position integer NOT NULL,
      kind text NOT NULL,
      title text NOT NULL,
      nomination_id uuid CONSTRAINT fk_council_items_nomination_id REFERENCES nominations,
      unit_id text NOT NULL,
      subject_kind text NOT NULL,
      subject_name text NOT NULL,
      percent integer CONSTRAINT ck_council_items_percent CHECK (percent BETWEEN 0 AND 100),
      percent_basis text NOT NULL,
      modulus bytea,
      primes bytea,
      approve integer,
      disapprove integer,
      abstain integer,
      invalid integer,
      is_passed boolean,
      CONSTRAINT uq_council_items_position UNIQUE (session_id, position),
      CONSTRAINT uq_council_items_candidate UNIQUE (session_id, nomination_id)
    )
    """,
    "CREATE INDEX ix_council_items_nomination_id ON council_items (nomination_id)",
    """
    CREATE TABLE council_attendances (
      session_id uuid NOT NULL CONSTRAINT fk_council_attendances_session_id REFERENCES council_sessions,
      member_id uuid NOT NULL CONSTRAINT fk_council_attendances_member_id REFERENCES council_members,
      presence text NOT NULL,
      reason text NOT NULL,
      CONSTRAINT pk_council_attendances PRIMARY KEY (session_id, member_id)
    )
    """,
    """
    CREATE TABLE council_conflicts (
      item_id uuid NOT NULL CONSTRAINT fk_council_conflicts_item_id REFERENCES council_items,
      member_id uuid NOT NULL CONSTRAINT fk_council_conflicts_member_id REFERENCES council_members,
      ground text NOT NULL,
      is_detected boolean NOT NULL,
      stands_aside boolean,
      note text NOT NULL,
      CONSTRAINT pk_council_conflicts PRIMARY KEY (item_id, member_id)
    )
    """,
    # Who took a paper and what was cast share the item and nothing else: no time, no number in order of arrival.
    """
    CREATE TABLE ballot_papers (
      item_id uuid NOT NULL CONSTRAINT fk_ballot_papers_item_id REFERENCES council_items,
      member_id uuid NOT NULL CONSTRAINT fk_ballot_papers_member_id REFERENCES council_members,
      fingerprint bytea NOT NULL,
      CONSTRAINT pk_ballot_papers PRIMARY KEY (item_id, member_id)
    )
    """,
    """
    CREATE TABLE ballots (
      item_id uuid NOT NULL CONSTRAINT fk_ballots_item_id REFERENCES council_items,
      serial bytea NOT NULL,
      choice text NOT NULL CONSTRAINT ck_ballots_choice CHECK (choice IN ('approve', 'disapprove', 'abstain')),
      signature bytea NOT NULL,
      CONSTRAINT pk_ballots PRIMARY KEY (item_id, serial)
    )
    """,
    """
    CREATE TABLE paper_counts (
      item_id uuid NOT NULL CONSTRAINT fk_paper_counts_item_id REFERENCES council_items,
      counted_by text NOT NULL,
      approve integer NOT NULL,
      disapprove integer NOT NULL,
      abstain integer NOT NULL,
      invalid integer NOT NULL,
      CONSTRAINT pk_paper_counts PRIMARY KEY (item_id, counted_by),
      CONSTRAINT ck_paper_counts_counted CHECK (least(approve, disapprove, abstain, invalid) >= 0)
    )
    """,
)

_DECISIONS = (
    # A number belongs to a decision, which may cover many awards.
    "ALTER TABLE awards DROP CONSTRAINT uq_awards_decision_number",
    """
    CREATE TABLE decisions (
      decision_id uuid CONSTRAINT pk_decisions PRIMARY KEY,
      issuer text NOT NULL,
      title text NOT NULL,
      state text NOT NULL CONSTRAINT ck_decisions_state CHECK (state IN ('drafted', 'proposed', 'signed', 'dropped')),
      round_id uuid,
      proposer text NOT NULL,
      proposal_number text NOT NULL,
      proposed_on date,
      number text,
      decided_on date,
      decision_year integer GENERATED ALWAYS AS (extract(year FROM decided_on)::integer) STORED,
      signer text NOT NULL,
      signer_title text NOT NULL,
      ruleset text NOT NULL,
      basis text[] NOT NULL,
      recipients text[] NOT NULL,
      payer text NOT NULL,
      reason text NOT NULL,
      revision integer NOT NULL,
      CONSTRAINT uq_decisions_issuer UNIQUE (issuer, decision_year, number),
      CONSTRAINT ck_decisions_signed CHECK (state <> 'signed' OR (number <> '' AND decided_on IS NOT NULL))
    )
    """,
    """
    INSERT INTO decisions (
      decision_id, issuer, title, state, proposer, proposal_number, number, decided_on, signer, signer_title, ruleset,
      basis, recipients, payer, reason, revision
    )
    SELECT award_id, decided_by, '', 'signed', '', '', decision_number, decided_on, '', '', '', '{}', '{}', '', '', 1
    FROM awards
    """,
    """
    CREATE TABLE decision_entries (
      decision_id uuid NOT NULL CONSTRAINT fk_decision_entries_decision_id REFERENCES decisions,
      nomination_id uuid NOT NULL CONSTRAINT uq_decision_entries_nomination_id UNIQUE
        CONSTRAINT fk_decision_entries_nomination_id REFERENCES nominations,
      position integer NOT NULL,
      CONSTRAINT pk_decision_entries PRIMARY KEY (decision_id, nomination_id)
    )
    """,
    """
    CREATE TABLE fund_movements (
      movement_id uuid CONSTRAINT pk_fund_movements PRIMARY KEY,
      kind text NOT NULL CONSTRAINT ck_fund_movements_kind CHECK (
        kind IN ('granted', 'due', 'paid', 'recoverable', 'recovered')
      ),
      decision_id uuid CONSTRAINT fk_fund_movements_decision_id REFERENCES decisions,
      award_id uuid,
      payer text NOT NULL,
      amount bigint NOT NULL CONSTRAINT ck_fund_movements_amount CHECK (amount > 0),
      happened_on date NOT NULL,
      note text NOT NULL
    )
    """,
    "CREATE INDEX ix_fund_movements_decision_id ON fund_movements (decision_id)",
    "CREATE INDEX ix_fund_movements_award_id ON fund_movements (award_id)",
    "CREATE INDEX ix_fund_movements_payer ON fund_movements (payer, happened_on)",
    """
    CREATE TABLE award_register (
      award_id uuid CONSTRAINT pk_award_register PRIMARY KEY,
      nomination_id uuid,
      decision_id uuid CONSTRAINT fk_award_register_decision_id REFERENCES decisions,
      import_id uuid,
      award text NOT NULL,
      mode text NOT NULL,
      subject_kind text NOT NULL,
      subject_id uuid NOT NULL,
      subject_name text NOT NULL,
      unit_id text NOT NULL,
      unit_name text NOT NULL,
      year integer NOT NULL,
      decided_by text NOT NULL,
      decision_number text NOT NULL,
      decided_on date NOT NULL,
      book_year integer NOT NULL,
      book_number integer NOT NULL,
      bonus integer NOT NULL,
      presented_on date,
      revoked_on date,
      version integer NOT NULL,
      search tsvector NOT NULL GENERATED ALWAYS AS (
        vn_words(subject_name || ' ' || unit_name || ' ' || decision_number)
      ) STORED,
      CONSTRAINT uq_award_register_book_year UNIQUE (book_year, book_number)
    )
    """,
    "CREATE INDEX ix_award_register_newest ON award_register (decided_on DESC, award_id DESC)",
    "CREATE INDEX ix_award_register_award ON award_register (award, decided_on DESC, award_id DESC)",
    "CREATE INDEX ix_award_register_unit_id ON award_register (unit_id, decided_on DESC, award_id DESC)",
    "CREATE INDEX ix_award_register_subject_id ON award_register (subject_id, decided_on)",
    "CREATE INDEX ix_award_register_decision_id ON award_register (decision_id)",
    "CREATE INDEX ix_award_register_search ON award_register USING gin (search)",
    "CREATE TABLE award_books (year integer CONSTRAINT pk_award_books PRIMARY KEY, last_number integer NOT NULL)",
    """
    INSERT INTO award_register (
      award_id, nomination_id, decision_id, award, mode, subject_kind, subject_id, subject_name, unit_id, unit_name,
      year, decided_by, decision_number, decided_on, book_year, book_number, bonus, version
    )
    SELECT a.award_id, a.nomination_id, a.award_id, a.award, n.mode, a.subject_kind, a.subject_id, n.subject_name,
           a.unit_id, coalesce(u.name, a.unit_id), a.year, a.decided_by, a.decision_number, a.decided_on,
           a.decision_year, row_number() OVER (PARTITION BY a.decision_year ORDER BY a.decided_on, a.award_id),
           a.bonus, a.version
    FROM awards a JOIN nominations n USING (nomination_id) LEFT JOIN units u ON u.unit_id = a.unit_id
    """,
    "INSERT INTO award_books SELECT book_year, max(book_number) FROM award_register GROUP BY book_year",
    """
    CREATE TABLE register_imports (
      import_id uuid CONSTRAINT pk_register_imports PRIMARY KEY,
      digest text NOT NULL CONSTRAINT uq_register_imports_digest UNIQUE,
      file_name text NOT NULL,
      lines integer NOT NULL,
      imported_by text NOT NULL,
      imported_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE award_reliances (
      award_id uuid NOT NULL,
      relies_on uuid NOT NULL,
      CONSTRAINT pk_award_reliances PRIMARY KEY (award_id, relies_on)
    )
    """,
    "CREATE INDEX ix_award_reliances_relies_on ON award_reliances (relies_on)",
    """
    CREATE TABLE central_packets (
      nomination_id uuid CONSTRAINT pk_central_packets PRIMARY KEY
        CONSTRAINT fk_central_packets_nomination_id REFERENCES nominations,
      checklist jsonb NOT NULL,
      reference text NOT NULL,
      sent_on date,
      answered_on date,
      revision integer NOT NULL
    )
    """,
    """
    CREATE TABLE central_questions (
      question_id uuid CONSTRAINT pk_central_questions PRIMARY KEY,
      nomination_id uuid NOT NULL CONSTRAINT fk_central_questions_nomination_id REFERENCES central_packets,
      asked_on date NOT NULL,
      question text NOT NULL,
      answered_on date,
      answer text NOT NULL
    )
    """,
    "CREATE INDEX ix_central_questions_nomination_id ON central_questions (nomination_id)",
)

_AFTERWARDS = (
    """
    CREATE TABLE ceremonies (
      ceremony_id uuid CONSTRAINT pk_ceremonies PRIMARY KEY,
      title text NOT NULL,
      state text NOT NULL CONSTRAINT ck_ceremonies_state CHECK (state IN ('prepared', 'held', 'called_off')),
      held_at timestamptz NOT NULL,
      place text NOT NULL,
      host text NOT NULL,
      invitees text[] NOT NULL,
      revision integer NOT NULL
    )
    """,
    """
    CREATE TABLE ceremony_awards (
      ceremony_id uuid NOT NULL CONSTRAINT fk_ceremony_awards_ceremony_id REFERENCES ceremonies,
      award_id uuid NOT NULL CONSTRAINT fk_ceremony_awards_award_id REFERENCES award_register,
      has_certificate boolean NOT NULL,
      has_gift boolean NOT NULL,
      result text NOT NULL CONSTRAINT ck_ceremony_awards_result CHECK (
        result IN ('', 'in_person', 'representative', 'absent')
      ),
      received_by text NOT NULL,
      note text NOT NULL,
      CONSTRAINT pk_ceremony_awards PRIMARY KEY (ceremony_id, award_id)
    )
    """,
    "CREATE INDEX ix_ceremony_awards_award_id ON ceremony_awards (award_id)",
    """
    CREATE TABLE revocations (
      revocation_id uuid CONSTRAINT pk_revocations PRIMARY KEY,
      award_id uuid NOT NULL CONSTRAINT fk_revocations_award_id REFERENCES award_register,
      state text NOT NULL CONSTRAINT ck_revocations_state CHECK (
        state IN ('opened', 'reported', 'revoked', 'recovered', 'dropped')
      ),
      ground text NOT NULL,
      conclusion text NOT NULL,
      concluded_on date NOT NULL,
      report_by date NOT NULL,
      reported_on date,
      decide_by date,
      decision_number text NOT NULL,
      decided_on date,
      to_recover integer NOT NULL,
      recovered integer NOT NULL CONSTRAINT ck_revocations_recovered CHECK (recovered BETWEEN 0 AND to_recover),
      object_returned_on date,
      revision integer NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX uq_revocations_open ON revocations (award_id) WHERE state <> 'dropped'",
    """
    CREATE TABLE award_doubts (
      revocation_id uuid NOT NULL CONSTRAINT fk_award_doubts_revocation_id REFERENCES revocations,
      award_id uuid NOT NULL CONSTRAINT fk_award_doubts_award_id REFERENCES award_register,
      chain jsonb NOT NULL,
      outcome text NOT NULL CONSTRAINT ck_award_doubts_outcome CHECK (outcome IN ('', 'stands', 'to_revoke')),
      note text NOT NULL,
      CONSTRAINT pk_award_doubts PRIMARY KEY (revocation_id, award_id)
    )
    """,
    "CREATE INDEX ix_award_doubts_award_id ON award_doubts (award_id)",
)

_AUDIT = (
    """
    CREATE TABLE audit_log (
      audit_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_audit_log PRIMARY KEY,
      at timestamptz NOT NULL,
      actor text NOT NULL,
      client text NOT NULL,
      act text NOT NULL,
      about text NOT NULL,
      about_id text NOT NULL,
      before jsonb,
      after jsonb,
      ground text NOT NULL
    )
    """,
    "CREATE INDEX ix_audit_log_about ON audit_log (about, about_id, audit_id)",
    "CREATE TABLE audit_unsealed (audit_id bigint CONSTRAINT pk_audit_unsealed PRIMARY KEY)",
    """
    CREATE TABLE audit_chain (
      position bigint CONSTRAINT pk_audit_chain PRIMARY KEY,
      audit_id bigint NOT NULL CONSTRAINT uq_audit_chain_audit_id UNIQUE,
      hash bytea NOT NULL
    )
    """,
    # Every act waits for its link from the moment it is written, so that no order of commits can leave a gap.
    """
    CREATE FUNCTION audit_await_link() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO audit_unsealed (audit_id) SELECT audit_id FROM added; RETURN NULL; END $$
    """,
    """
    CREATE TRIGGER audit_log_awaits_link AFTER INSERT ON audit_log
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_await_link()
    """,
    """
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$
    """,
    """
    CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
    """
    CREATE TRIGGER audit_chain_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
    # Every step of a dossier is an act, whichever door it came through; only its states are told, not its contents.
    """
    CREATE FUNCTION audit_step() RETURNS trigger LANGUAGE plpgsql AS
    $$
    BEGIN
      INSERT INTO audit_log (at, actor, client, act, about, about_id, before, after, ground)
      SELECT added.taken_at, added.taken_by, coalesce(current_setting('thidua.client', true), ''), added.step,
             'nomination', added.nomination_id::text,
             (SELECT jsonb_build_object('state', earlier.state, 'version', earlier.version)
              FROM steps_taken earlier
              WHERE earlier.nomination_id = added.nomination_id AND earlier.version < added.version
              ORDER BY earlier.version DESC LIMIT 1),
             jsonb_build_object('state', added.state, 'version', added.version), added.reason
      FROM added;
      RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER steps_taken_audited AFTER INSERT ON steps_taken
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_step()
    """,
)


def upgrade() -> None:
    for statement in (*_COUNCILS, *_DECISIONS, *_AFTERWARDS, *_AUDIT):
        op.execute(statement)
