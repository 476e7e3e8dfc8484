-- The house: who runs in which scope, who comes in by which chat, what waits to be done.
-- operator_id leads every key, so that the schema can be distributed by it. The few tables that
-- lead elsewhere are routing tables without a name in them; test/db/policies.test.ts lists them.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Time-ordered ids for rows made in SQL (PostgreSQL 15 has no uuidv7 of its own).
create function guichet_uuid() returns uuid language sql volatile as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- The settings of a scope. Unset fails loudly: no default, no nullif.
create function g_op() returns uuid language sql stable as $$ select current_setting('g.op')::uuid $$;
create function g_structure() returns uuid language sql stable as $$ select current_setting('g.structure')::uuid $$;
create function g_account() returns uuid language sql stable as $$ select current_setting('g.account')::uuid $$;

create table operator (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('reception', 'solidarity', 'packs')),
  demo boolean not null default false
);
insert into operator (id, name, kind) values ('00000000-0000-7000-8000-000000000000', 'Accueil', 'reception');

-- Every number of a rule is a setting of the programme (A5, A6, X6).
create table programme (
  operator_id uuid not null references operator (id),
  id uuid not null,
  name text not null,
  zone text not null default 'Europe/Paris',
  weekly_quota int default 2 check (weekly_quota >= 0),
  opens_days_before int not null default 30 check (opens_days_before >= 0),
  opens_at time not null default '09:00',
  closes_hours_before int not null default 48 check (closes_hours_before >= 0),
  release_hours_before int not null default 24 check (release_hours_before >= 0),
  quiet_from time not null default '20:00',
  quiet_to time not null default '08:00',
  people_per_request int not null default 60 check (people_per_request > 0),
  primary key (operator_id, id)
);

-- The reception speaks with chats that are nobody's yet, in its own zone's time.
insert into programme (operator_id, id, name) select id, id, name from operator;

create table structure (
  operator_id uuid not null references operator (id),
  id uuid not null,
  name text not null,
  kind text not null default 'association',
  city text,
  latitude double precision,
  longitude double precision,
  convention_from date,
  convention_until date,
  suspended_at timestamptz,
  primary key (operator_id, id)
);

-- Envelope keys, wrapped by the master key that never enters the database. structure_id is null
-- for the operator's own key (accounts without a structure).
create table data_key (
  operator_id uuid not null references operator (id),
  id uuid not null,
  structure_id uuid,
  wrapped bytea not null,
  primary key (operator_id, id),
  foreign key (operator_id, structure_id) references structure (operator_id, id)
);
create unique index data_key_owner on data_key (operator_id, structure_id) nulls not distinct;

create table account (
  operator_id uuid not null references operator (id),
  id uuid not null,
  role text not null check (role in ('reception', 'referent', 'visitor', 'leader', 'venue', 'operator', 'jury')),
  structure_id uuid,
  sealed bytea,
  email_index text,
  lang text not null default 'fr' check (lang in ('fr', 'en')),
  removed_at timestamptz,
  created_at timestamptz not null,
  primary key (operator_id, id),
  foreign key (operator_id, structure_id) references structure (operator_id, id),
  check (role <> 'referent' or structure_id is not null)
);
create unique index account_email on account (operator_id, email_index) where email_index is not null and removed_at is null;
create index account_structure on account (operator_id, structure_id);

-- One-time codes (A2). reusable is for the demo season alone.
create table link_code (
  operator_id uuid not null references operator (id),
  id uuid not null,
  account_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by text,
  reusable boolean not null default false,
  primary key (operator_id, id),
  foreign key (operator_id, account_id) references account (operator_id, id)
);

-- Routing, nameless: a keyed hash of a code or token → where to look.
create table route (
  kind text not null check (kind in ('code', 'token', 'number', 'email')),
  hash text not null,
  operator_id uuid not null references operator (id),
  ref uuid not null,
  expires_at timestamptz,
  primary key (kind, hash)
);

-- Routing, nameless: which accounts a chat may speak for; one is active. chat_key is a keyed hash.
create table chat (
  channel text not null,
  chat_key text not null,
  operator_id uuid not null references operator (id),
  account_id uuid not null,
  active boolean not null,
  linked_at timestamptz not null,
  primary key (channel, chat_key, operator_id),
  foreign key (operator_id, account_id) references account (operator_id, id)
);
create unique index chat_active on chat (channel, chat_key) where active;

create table session (
  operator_id uuid not null references operator (id),
  account_id uuid not null,
  version int not null,
  revision int not null,
  state bytea not null,
  updated_at timestamptz not null,
  primary key (operator_id, account_id),
  foreign key (operator_id, account_id) references account (operator_id, id)
);

-- The number is the order of arrival: assigned at intake, committed before the acknowledgement.
create sequence inbox_no;
create table inbox (
  operator_id uuid not null references operator (id),
  no bigint not null,
  -- What its payload is sealed with, made by whoever took it in: bytes moved to another row do not open.
  id uuid not null,
  channel text not null,
  account_id uuid not null,
  lane uuid,
  payload bytea not null,
  received_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'failed')),
  attempts int not null default 0,
  not_before timestamptz,
  error text,
  primary key (operator_id, no),
  foreign key (operator_id, account_id) references account (operator_id, id)
);
create index inbox_pending on inbox (operator_id, account_id, no) where state = 'pending';
create index inbox_lane on inbox (operator_id, lane, no) where state = 'pending' and lane is not null;
create index inbox_account on inbox (operator_id, account_id, no);

-- Routing, nameless: what a platform has delivered already, across a change of operator (X4).
create table inbox_key (
  channel text not null,
  platform_id text not null,
  operator_id uuid not null references operator (id),
  no bigint not null,
  primary key (channel, platform_id)
);

-- Answers have a body; pushes have a kind and a subject, and are written at the moment of sending.
create sequence outbox_seq;
create table outbox (
  operator_id uuid not null references operator (id),
  id uuid not null,
  account_id uuid not null,
  answers bigint,
  kind text not null,
  subject uuid,
  body bytea,
  dedupe_key text not null,
  due_at timestamptz not null,
  state text not null default 'due' check (state in ('due', 'sent', 'dropped', 'failed')),
  seq bigint,
  attempts int not null default 0,
  leased_until timestamptz,
  not_before timestamptz,
  sent_at timestamptz,
  primary key (operator_id, id),
  foreign key (operator_id, account_id) references account (operator_id, id)
);
create unique index outbox_dedupe on outbox (operator_id, dedupe_key);
create index outbox_due on outbox (operator_id, due_at) where state = 'due';
create index outbox_history on outbox (operator_id, account_id, seq) where seq is not null;
create index outbox_answers on outbox (operator_id, answers) where answers is not null;

-- Work that depends on programme time, one row each, claimed under the Clock.
create table due (
  operator_id uuid not null references operator (id),
  id uuid not null,
  kind text not null,
  subject uuid not null,
  due_at timestamptz not null,
  dedupe_key text not null,
  attempts int not null default 0,
  not_before timestamptz,
  primary key (operator_id, id)
);
-- Counts finished pieces of timed work and pushes, whichever process ran them: for the test clock's `ran`.
create sequence ran_no;
create unique index due_dedupe on due (operator_id, dedupe_key);
create index due_at on due (operator_id, due_at);

create table file (
  operator_id uuid not null references operator (id),
  id uuid not null,
  account_id uuid not null,
  sealed bytea not null,
  received_at timestamptz not null,
  primary key (operator_id, id),
  foreign key (operator_id, account_id) references account (operator_id, id)
);

-- Who did what to which row; ids and codes, never a name (X5).
create table audit (
  operator_id uuid not null references operator (id),
  id uuid not null,
  at timestamptz not null,
  account_id uuid,
  structure_id uuid,
  action text not null,
  subject uuid,
  detail jsonb not null default '{}',
  primary key (operator_id, id)
);
create index audit_structure on audit (operator_id, structure_id, at);

-- The test clock: one row for all processes, only there when a test clock is in use.
create table test_clock (only_row boolean primary key default true check (only_row), now timestamptz not null);

-- Kept in the shape that rate-limiter-flexible's RateLimiterPostgres expects; keys are hashes.
create table rate_limit (key varchar(255) primary key, points int not null default 0, expire bigint);
