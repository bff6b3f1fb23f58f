-- liquibase formatted sql
-- changeset pat4j:2

-- Personal access tokens on MariaDB, version 2 of the schema: what happened to tokens. Run it after version 1, as it is, by
-- Flyway, by Liquibase, by hand, or by JdbcSchema.migrate. A second run changes nothing. Once released, this file is never
-- changed.
--
-- Entries outlive their token: no key leads to it. Those of one instant are in the order of their numbers.
-- The first index is for the history of a token, newest first; the second for a purge.
CREATE TABLE IF NOT EXISTS pat_event (
  seq BIGINT NOT NULL AUTO_INCREMENT,
  happened_at BIGINT NOT NULL,
  token_id BIGINT NOT NULL,
  owner VARCHAR(255) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  actor VARCHAR(255),
  address VARCHAR(255),
  detail VARCHAR(255),
  CONSTRAINT pat_event_seq PRIMARY KEY (seq),
  INDEX pat_event_token_id (token_id, happened_at, seq),
  INDEX pat_event_happened_at (happened_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

INSERT IGNORE INTO pat_schema (version) VALUES (2);
