-- owner: router
-- execute: worker
-- The oldest message of an account that nobody is working on, with that account's row locked until the
-- transaction ends: one turn at a time an account. p_account waits for that account's lock instead of
-- skipping it (the process that took the message in runs its turn at once). A message that failed and is
-- tried again later holds up those behind it: they were written after it.
create or replace function claim_turn(p_op uuid, p_account uuid, p_machine_now timestamptz)
returns table (operator_id uuid, account_id uuid, no bigint, role text, structure_id uuid, lang text, removed boolean,
               channel text, id uuid, payload bytea, attempts int)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if p_account is not null then
    perform 1 from account a where a.operator_id = p_op and a.id = p_account for no key update;
  end if;
  return query
    select a.operator_id, a.id, i.no, a.role, a.structure_id, a.lang, a.removed_at is not null, i.channel, i.id, i.payload, i.attempts
      from inbox i join account a on a.operator_id = i.operator_id and a.id = i.account_id
     where i.state = 'pending' and i.lane is null and (i.not_before is null or i.not_before <= p_machine_now)
       and (p_account is null or (i.operator_id = p_op and i.account_id = p_account))
       and not exists (select 1 from inbox o where o.operator_id = i.operator_id and o.account_id = i.account_id
                        and o.state = 'pending' and o.lane is null and o.no < i.no)
     order by i.no
     limit 1 for no key update of a, i skip locked;
end $$;

-- owner: router
-- execute: worker
-- Performances with pressed confirmations waiting in their lane.
create or replace function pending_lanes(p_machine_now timestamptz)
returns table (operator_id uuid, lane uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct i.operator_id, i.lane from inbox i
   where i.state = 'pending' and i.lane is not null and (i.not_before is null or i.not_before <= p_machine_now)
$$;

-- owner: router
-- execute: worker
-- Up to p_limit confirmations of one lane, oldest first. One worker a lane (the lane's lock ends with
-- the transaction), the accounts locked in the order of their ids before any performance is.
create or replace function claim_lane(p_op uuid, p_lane uuid, p_limit int, p_machine_now timestamptz)
returns table (operator_id uuid, account_id uuid, no bigint, role text, structure_id uuid, lang text, removed boolean,
               channel text, id uuid, payload bytea, attempts int)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v_nos bigint[];
begin
  perform pg_advisory_xact_lock(hashtextextended(p_op::text || p_lane::text, 4711));
  select array_agg(x.no) into v_nos from (
    select i.no from inbox i
     where i.operator_id = p_op and i.lane = p_lane and i.state = 'pending' and (i.not_before is null or i.not_before <= p_machine_now)
     order by i.no limit p_limit) x;
  perform 1 from account a where a.operator_id = p_op
     and a.id in (select i.account_id from inbox i where i.operator_id = p_op and i.no = any (v_nos))
   order by a.id for no key update;
  return query
    select a.operator_id, a.id, i.no, a.role, a.structure_id, a.lang, a.removed_at is not null, i.channel, i.id, i.payload, i.attempts
      from inbox i join account a on a.operator_id = i.operator_id and a.id = i.account_id
     where i.operator_id = p_op and i.no = any (v_nos) and i.state = 'pending'
     order by i.no;
end $$;

-- owner: router
-- execute: worker
-- The earliest piece of work that is due, locked until the transaction ends (which deletes it when done).
create or replace function claim_due(p_now timestamptz, p_machine_now timestamptz)
returns table (operator_id uuid, id uuid, kind text, subject uuid, due_at timestamptz, attempts int)
language sql security definer set search_path = public, pg_temp as $$
  select d.operator_id, d.id, d.kind, d.subject, d.due_at, d.attempts from due d
   where d.due_at <= p_now and (d.not_before is null or d.not_before <= p_machine_now)
   order by d.due_at, d.id limit 1 for update skip locked
$$;

-- owner: router
-- execute: worker
-- When the next timed work or push is due after an instant: the test clock's next step. What is overdue
-- because it failed is not in the way.
create or replace function next_due(p_after timestamptz) returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
  select least((select min(d.due_at) from due d where d.due_at > p_after),
               (select min(o.due_at) from outbox o where o.state = 'due' and o.due_at > p_after))
$$;

-- owner: router
-- execute: router
-- What leaves first when much waits: answers (0), what somebody must know now (1), who waits in vain (2), reminders (3). Those of core/domain/told.ts.
create or replace function urgency_of(p_kind text) returns smallint
language sql immutable security definer set search_path = public, pg_temp as $$
  select case when p_kind = 'answer' then 0
              when p_kind in ('lost', 'arrived') then 2
              when p_kind in ('draft', 'confirm', 'practical', 'attendance', 'guests') then 3
              else 1 end::smallint
$$;

-- owner: router
-- execute: worker
-- Pushes that are due and that nobody is sending, leased (no transaction stays open over HTTP): the most urgent p_limit, and with them
-- whatever else is due for the same accounts, since that is one message.
create or replace function claim_outbox(p_now timestamptz, p_machine_now timestamptz, p_lease interval, p_limit int)
returns table (operator_id uuid, id uuid, account_id uuid, kind text, subject uuid, detail jsonb, due_at timestamptz, attempts int,
               role text, structure_id uuid, lang text, removed boolean)
language sql security definer set search_path = public, pg_temp as $$
  with first as (
    select x.operator_id, x.account_id from outbox x
     where x.state = 'due' and x.due_at <= p_now and x.kind not like 'mail-%' and (x.leased_until is null or x.leased_until <= p_machine_now)
       and (x.not_before is null or x.not_before <= p_machine_now)
     order by urgency_of(x.kind), x.due_at, x.id limit p_limit
  ), served as (
    -- By one process: two would share what is due for it.
    select a.operator_id, a.id from account a where (a.operator_id, a.id) in (select f.operator_id, f.account_id from first f) for no key update skip locked
  ), free as (
    select x.operator_id, x.id from outbox x join served s on s.operator_id = x.operator_id and s.id = x.account_id
     where x.state = 'due' and x.due_at <= p_now and x.kind not like 'mail-%' and (x.leased_until is null or x.leased_until <= p_machine_now)
       and (x.not_before is null or x.not_before <= p_machine_now)
     for update of x skip locked
  ), taken as (
    update outbox o set leased_until = p_machine_now + p_lease, attempts = o.attempts + 1 from free f
     where o.operator_id = f.operator_id and o.id = f.id
     returning o.*)
  select t.operator_id, t.id, t.account_id, t.kind, t.subject, t.detail, t.due_at, t.attempts, a.role, a.structure_id, a.lang, a.removed_at is not null
    from taken t join account a on a.operator_id = t.operator_id and a.id = t.account_id
   order by urgency_of(t.kind), t.due_at, t.id
$$;

-- owner: router
-- execute: worker
-- The mail that is due first and that nobody is sending, leased.
create or replace function claim_mail(p_now timestamptz, p_machine_now timestamptz, p_until timestamptz)
returns table (operator_id uuid, id uuid, account_id uuid, kind text, subject uuid, attempts int)
language sql security definer set search_path = public, pg_temp as $$
  update outbox o set leased_until = p_until, attempts = o.attempts + 1
    from (select x.operator_id, x.id from outbox x
           where x.state = 'due' and x.due_at <= p_now and x.kind like 'mail-%' and (x.leased_until is null or x.leased_until <= p_machine_now)
             and (x.not_before is null or x.not_before <= p_machine_now)
           order by urgency_of(x.kind), x.due_at, x.id limit 1 for update of x skip locked) f
   where o.operator_id = f.operator_id and o.id = f.id
  returning o.operator_id, o.id, o.account_id, o.kind, o.subject, o.attempts
$$;

-- owner: router
-- execute: worker
-- What still waits: for /metrics and for the test clock, which answers when nothing does. Timed work and
-- pushes that failed once wait for another try and are not counted; a push that somebody is sending is.
create or replace function backlog(p_now timestamptz, p_machine_now timestamptz)
returns table (inbox int, due int, outbox int, deliveries int)
language sql stable security definer set search_path = public, pg_temp as $$
  select (select count(*)::int from inbox where state = 'pending'),
         (select count(*)::int from due where due_at <= p_now and attempts = 0),
         (select count(*)::int from outbox where state = 'due' and due_at <= p_now and (attempts = 0 or leased_until > p_machine_now)),
         (select count(*)::int from delivery where state = 'due')
$$;

-- owner: router
-- execute: worker
-- What is late, by queue and kind, in all operators: for /metrics. Seconds of programme time since the oldest piece was due, how many wait,
-- how many of these have failed and are tried again, and how many were given up within a day.
create or replace function late_kinds(p_now timestamptz)
returns table (queue text, kind text, seconds float8, waiting int, failing int, given_up int)
language sql stable security definer set search_path = public, pg_temp as $$
  select 'due', d.kind, extract(epoch from p_now - min(d.due_at))::float8, count(*)::int, (count(*) filter (where d.attempts > 0))::int, 0
    from due d where d.due_at <= p_now group by d.kind
  union all
  select 'outbox', o.kind, extract(epoch from p_now - min(o.due_at))::float8, count(*)::int, (count(*) filter (where o.attempts > 1))::int, 0
    from outbox o where o.state = 'due' and o.due_at <= p_now group by o.kind
  union all
  select 'outbox', o.kind, 0, 0, 0, count(*)::int
    from outbox o where o.state = 'failed' and o.due_at between p_now - interval '1 day' and p_now group by o.kind
$$;

-- owner: router
-- execute: worker
-- How many pieces of timed work and pushes have been finished so far, by all processes together.
create or replace function ran_so_far() returns bigint
language sql volatile security definer set search_path = public, pg_temp as $$
  select case when is_called then last_value else 0 end from ran_no
$$;

-- owner: router
-- execute: worker
-- The test clock; null where none is in use.
create or replace function test_now() returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
  select now from test_clock
$$;

-- owner: router
-- execute: worker
-- Moves the test clock forward (or sets it); false, and nothing moved, when that would be backward.
create or replace function move_test_clock(p_to timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into test_clock (now) values (p_to) on conflict (only_row) do update set now = excluded.now where test_clock.now <= excluded.now;
  return found;
end $$;

-- owner: router
-- execute: worker
-- The account's row, locked until the transaction ends: numbers of its messages are given under it, so
-- that they are read in the order in which they were committed.
create or replace function lock_account(p_op uuid, p_account uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  select from account where operator_id = p_op and id = p_account for no key update
$$;
