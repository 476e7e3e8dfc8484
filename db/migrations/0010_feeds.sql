-- Where the offer of an operator is read again from, each day (A4). A dataset, conditions on it, and counts: it names nobody.
create table feed (
  operator_id uuid not null references operator (id),
  id uuid not null,
  source text not null check (source ~ '^ods:[A-Za-z0-9_@.-]{1,200}$'),
  -- where, refine, orderBy, seats, zone, cap
  options jsonb not null default '{}' check (jsonb_typeof(options) = 'object' and pg_column_size(options) <= 8000),
  -- Wall clock of the programme's zone.
  reads_at time not null,
  created_at timestamptz not null,
  -- The last try, and what it failed of; the last that did not fail, and what it did.
  tried_at timestamptz,
  error text check (error ~ '^[a-z-]{1,40}$'),
  read_at timestamptz,
  counts jsonb,
  primary key (operator_id, id)
);
alter table feed enable row level security;
alter table feed force row level security;
create policy operator_own on feed to guichet_operator using (operator_id = g_op()) with check (operator_id = g_op());
grant select, insert (operator_id, id, source, options, reads_at, created_at), update (tried_at, error, read_at, counts), delete on feed to guichet_operator;
