-- The second schema with tokens and events in it, as pg_dump 15 --inserts dumped it; what only that tool or its server needs is left out.
-- No release ever invalidates a token: this is read for ever, and never changed.

CREATE TABLE public.pat_change (
    seq bigint NOT NULL,
    digest bytea NOT NULL
);

CREATE TABLE public.pat_change_counter (
    id smallint NOT NULL,
    newest bigint NOT NULL,
    CONSTRAINT pat_change_counter_one CHECK ((id = 1))
);

CREATE TABLE public.pat_event (
    seq bigint NOT NULL,
    happened_at bigint NOT NULL,
    token_id bigint NOT NULL,
    owner character varying(255) NOT NULL,
    kind character varying(32) NOT NULL,
    actor character varying(255),
    address character varying(255),
    detail character varying(255)
);

ALTER TABLE public.pat_event ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.pat_event_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pat_schema (
    version integer NOT NULL
);

CREATE TABLE public.pat_token (
    id bigint NOT NULL,
    digest bytea NOT NULL,
    hash_key_id character varying(64) NOT NULL,
    owner character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    scopes character varying(4000) NOT NULL,
    allowed_addresses character varying(4000) NOT NULL,
    attributes text NOT NULL,
    last_eight character varying(8) NOT NULL,
    created_at bigint NOT NULL,
    issued_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    expires_at bigint,
    expiry_warned_at bigint,
    last_used_at bigint,
    last_used_from character varying(64),
    revoked_at bigint,
    revoked_by character varying(255),
    revocation_reason character varying(255),
    rotated_at bigint,
    rotated_from bigint,
    minted_by bigint,
    family bigint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT pat_token_digest_length CHECK ((octet_length(digest) = 32))
)
WITH (fillfactor='85');

INSERT INTO public.pat_change_counter VALUES (1, 0);

INSERT INTO public.pat_event OVERRIDING SYSTEM VALUE VALUES (1, 1767323045678, 1, 'ada', 'issued', NULL, NULL, NULL);
INSERT INTO public.pat_event OVERRIDING SYSTEM VALUE VALUES (2, 1767323045678, 78, 'ünï 山 🚀', 'imported', 'migration', NULL, NULL);
INSERT INTO public.pat_event OVERRIDING SYSTEM VALUE VALUES (3, 1767323045678, 9007199254740991, 'ünï 山 🚀', 'issued', 'token 78', NULL, NULL);
INSERT INTO public.pat_event OVERRIDING SYSTEM VALUE VALUES (4, 1767323045678, 9007199254740991, 'ünï 山 🚀', 'first-used', NULL, '2001:db8::7', NULL);
INSERT INTO public.pat_event OVERRIDING SYSTEM VALUE VALUES (5, 1772366399999, 9007199254740991, 'ünï 山 🚀', 'changed', 'ünï 山 🚀', '192.0.2.7', 'laptop 🚀 "><b> \ ''x'' -- ; $1 ');
INSERT INTO public.pat_event OVERRIDING SYSTEM VALUE VALUES (6, 1772366400000, 78, 'ünï 山 🚀', 'deleted', 'ada', NULL, 'tidied up');
INSERT INTO public.pat_event OVERRIDING SYSTEM VALUE VALUES (7, 1772366400000, 9007199254740991, 'ünï 山 🚀', 'of-a-later-release', NULL, NULL, '山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山');

INSERT INTO public.pat_schema VALUES (1);
INSERT INTO public.pat_schema VALUES (2);

INSERT INTO public.pat_token VALUES (1, '\xd52c53cd690cac6f7cf036365edccfc4d1d44f4f773972e1ce610dc12158c424', 'sha256', 'ada', '', '', '', '', 'ST4PMbyp', 1767323045678, 1767323045678, 1767323045678, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 1);
INSERT INTO public.pat_token VALUES (7, '\x3a52be3a7c3117bd375956e683e07c70fc253dbf231c1eb51c2ab8afa13ce671', 'k2', 'bob', '', '', '', '', '002C8GjS', 1767323045678, 1767323045678, 1767323045678, NULL, NULL, NULL, NULL, 1772323199999, 'leak-report', 'seen in a ''gist''', NULL, NULL, NULL, 7, 2);
INSERT INTO public.pat_token VALUES (8, '\xb9aa8f23cdb0219421fbc0872931c420840338b0fc84c242b91f6f97272ffbae', 'k2', 'bob ', '', '', '', '', '114SunM0', 1767323045678, 1767323045678, 1767323045678, 1772366400000, NULL, NULL, NULL, NULL, NULL, NULL, 1772362800000, NULL, NULL, 8, 2);
INSERT INTO public.pat_token VALUES (2147483647, '\xb6d1e76eaeceffa20d8c34fe1bee3d2c2e401e4e6248373e8a6012242986d564', 'k1', 'Bob', '', 'repo:read', '', '', '232LolCm', 1767323045678, 1767323045678, 1767323045678, 253402300799999, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2147483647, 1);
INSERT INTO public.pat_token VALUES (9007199254740991, '\x16062469eefb66562f13e81019af2194000a7ca022431aa1e12616e8e72459b6', 'k2', 'ünï 山 🚀', 'laptop 🚀 "><b> \ ''x'' -- ; $1 ', 'gist repo', '192.0.2.0/24 2001:db8::/32 ::1', 'empty=&key_2=a+%3D+b&ticket=PAT-7&wide=%E5%B1%B1%26%25%F0%9F%9A%80', 'x92w9HnQ', 1767323045678, 1769904000000, 1769990400001, 1798761600000, 1796169600000, 1772273460000, '2001:db8::7', NULL, NULL, NULL, NULL, 77, 78, 79, 12);

SELECT pg_catalog.setval('public.pat_event_seq_seq', 7, true);

ALTER TABLE ONLY public.pat_change_counter
    ADD CONSTRAINT pat_change_counter_id PRIMARY KEY (id);

ALTER TABLE ONLY public.pat_change
    ADD CONSTRAINT pat_change_seq PRIMARY KEY (seq);

ALTER TABLE ONLY public.pat_event
    ADD CONSTRAINT pat_event_seq PRIMARY KEY (seq);

ALTER TABLE ONLY public.pat_schema
    ADD CONSTRAINT pat_schema_version PRIMARY KEY (version);

ALTER TABLE ONLY public.pat_token
    ADD CONSTRAINT pat_token_digest UNIQUE (digest);

ALTER TABLE ONLY public.pat_token
    ADD CONSTRAINT pat_token_id PRIMARY KEY (id);

CREATE INDEX pat_event_happened_at ON public.pat_event USING btree (happened_at);

CREATE INDEX pat_event_token_id ON public.pat_event USING btree (token_id, happened_at, seq);

CREATE INDEX pat_token_expires_at ON public.pat_token USING btree (expires_at) WHERE (expires_at IS NOT NULL);

CREATE INDEX pat_token_family ON public.pat_token USING btree (family);

CREATE INDEX pat_token_hash_key_id ON public.pat_token USING btree (hash_key_id, id);

CREATE INDEX pat_token_minted_by ON public.pat_token USING btree (minted_by, id) WHERE (minted_by IS NOT NULL);

CREATE INDEX pat_token_owner ON public.pat_token USING btree (owner, id);

CREATE INDEX pat_token_revoked_at ON public.pat_token USING btree (revoked_at) WHERE (revoked_at IS NOT NULL);
