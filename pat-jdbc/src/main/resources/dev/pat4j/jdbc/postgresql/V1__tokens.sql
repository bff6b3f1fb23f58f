-- liquibase formatted sql
-- changeset pat4j:1

-- Personal access tokens on PostgreSQL, version 1 of the schema. Run it as it is, by Flyway, by Liquibase, by hand,
-- or by JdbcSchema.migrate. A second run changes nothing. Once released, this file is never changed.
--
-- Times are milliseconds since 1970 in UTC: no time zone has a say in them. Attributes are name=value&name=value,
-- application/x-www-form-urlencoded. Lists of scopes and addresses are separated by single blanks.
--
-- A last use is a new version of its row. Each page is left with room for some of these: they stay beside the old ones,
-- and no index has to learn of them.

CREATE TABLE IF NOT EXISTS pat_token (
  id BIGINT NOT NULL,
  digest BYTEA NOT NULL,
  hash_key_id VARCHAR(64) NOT NULL,
  owner VARCHAR(255) NOT NULL,
  name VARCHAR(255) NOT NULL,
  scopes VARCHAR(4000) NOT NULL,
  allowed_addresses VARCHAR(4000) NOT NULL,
  attributes TEXT NOT NULL,
  last_eight VARCHAR(8) NOT NULL,
  created_at BIGINT NOT NULL,
  issued_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT,
  expiry_warned_at BIGINT,
  last_used_at BIGINT,
  last_used_from VARCHAR(64),
  revoked_at BIGINT,
  revoked_by VARCHAR(255),
  revocation_reason VARCHAR(255),
  rotated_at BIGINT,
  rotated_from BIGINT,
  minted_by BIGINT,
  family BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT pat_token_id PRIMARY KEY (id),
  CONSTRAINT pat_token_digest UNIQUE (digest),
  CONSTRAINT pat_token_digest_length CHECK (OCTET_LENGTH(digest) = 32)
) WITH (fillfactor = 85);

-- With the id where many rows may match, for pages in its order. Partial where most rows have nothing to find.
-- None on last_used_at, which would make every use rewrite all of them.
CREATE INDEX IF NOT EXISTS pat_token_owner ON pat_token (owner, id);
CREATE INDEX IF NOT EXISTS pat_token_family ON pat_token (family);
CREATE INDEX IF NOT EXISTS pat_token_minted_by ON pat_token (minted_by, id) WHERE minted_by IS NOT NULL;
CREATE INDEX IF NOT EXISTS pat_token_hash_key_id ON pat_token (hash_key_id, id);
CREATE INDEX IF NOT EXISTS pat_token_expires_at ON pat_token (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS pat_token_revoked_at ON pat_token (revoked_at) WHERE revoked_at IS NOT NULL;

-- What changed, for nodes that are not notified: a bounded log, numbered without gaps in the order of commits.
CREATE TABLE IF NOT EXISTS pat_change (
  seq BIGINT NOT NULL,
  digest BYTEA NOT NULL,
  CONSTRAINT pat_change_seq PRIMARY KEY (seq)
);

CREATE TABLE IF NOT EXISTS pat_change_counter (
  id SMALLINT NOT NULL,
  newest BIGINT NOT NULL,
  CONSTRAINT pat_change_counter_id PRIMARY KEY (id),
  CONSTRAINT pat_change_counter_one CHECK (id = 1)
);

INSERT INTO pat_change_counter (id, newest) VALUES (1, 0) ON CONFLICT DO NOTHING;

-- Which scripts have been run, whoever ran them: each names itself at its end.
CREATE TABLE IF NOT EXISTS pat_schema (
  version INTEGER NOT NULL,
  CONSTRAINT pat_schema_version PRIMARY KEY (version)
);

INSERT INTO pat_schema (version) VALUES (1) ON CONFLICT DO NOTHING;
