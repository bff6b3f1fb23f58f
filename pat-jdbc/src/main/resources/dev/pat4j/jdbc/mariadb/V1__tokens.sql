-- liquibase formatted sql
-- changeset pat4j:1

-- Personal access tokens on MariaDB, version 1 of the schema. Run it as it is, by Flyway, by Liquibase, by hand,
-- or by JdbcSchema.migrate. A second run changes nothing. Once released, this file is never changed.
--
-- Times are milliseconds since 1970 in UTC: no time zone has a say in them. Attributes are name=value&name=value,
-- application/x-www-form-urlencoded. Lists of scopes and addresses are separated by single blanks.

-- The collation compares byte by byte, blanks at the end included.
CREATE TABLE IF NOT EXISTS pat_token (
  id BIGINT NOT NULL,
  digest BINARY(32) NOT NULL,
  hash_key_id VARCHAR(64) NOT NULL,
  owner VARCHAR(255) NOT NULL,
  name VARCHAR(255) NOT NULL,
  scopes VARCHAR(4000) NOT NULL,
  allowed_addresses VARCHAR(4000) NOT NULL,
  attributes MEDIUMTEXT NOT NULL,
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
  INDEX pat_token_owner (owner),
  INDEX pat_token_family (family),
  INDEX pat_token_minted_by (minted_by),
  INDEX pat_token_hash_key_id (hash_key_id),
  INDEX pat_token_expires_at (expires_at),
  INDEX pat_token_revoked_at (revoked_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- What changed, for nodes that are not notified: a bounded log, numbered without gaps in the order of commits.
CREATE TABLE IF NOT EXISTS pat_change (
  seq BIGINT NOT NULL,
  digest BINARY(32) NOT NULL,
  CONSTRAINT pat_change_seq PRIMARY KEY (seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS pat_change_counter (
  id SMALLINT NOT NULL,
  newest BIGINT NOT NULL,
  CONSTRAINT pat_change_counter_id PRIMARY KEY (id),
  CONSTRAINT pat_change_counter_one CHECK (id = 1)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

INSERT IGNORE INTO pat_change_counter (id, newest) VALUES (1, 0);

-- Which scripts have been run, whoever ran them: each names itself at its end.
CREATE TABLE IF NOT EXISTS pat_schema (
  version INTEGER NOT NULL,
  CONSTRAINT pat_schema_version PRIMARY KEY (version)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

INSERT IGNORE INTO pat_schema (version) VALUES (1);
