-- owner: engine
-- execute: engine
-- A17: who is to be asked about a performance by the reminder that was planned for p_at: those who booked, for seats not confirmed yet and
-- given at least a day before. `closes` in ms: a performance that moved meanwhile (its closing is another) is not asked about by it.
create or replace function coming_askable(p_op uuid, p_performance uuid, p_at timestamptz, p_now timestamptz)
returns table (account_id uuid, detail jsonb, dedupe_key text)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct f.account_id, jsonb_build_object('closes', cast(extract(epoch from p.closes_at) * 1000 as bigint)),
         'confirm:' || p.id || ':' || extract(epoch from p_at) || ':' || f.account_id
    from performance p
    join event e on e.operator_id = p.operator_id and e.id = p.event_id and e.cancelled_at is null
    join seat s on s.operator_id = p.operator_id and s.performance_id = p.id and s.state = 'booked' and s.confirmed_at is null
               and s.booked_at <= p_at - interval '24 hours'
    join request r on r.operator_id = s.operator_id and r.id = s.request_id
    cross join lateral referents_of(p_op, s.structure_id, r.account_id) f
   where p.operator_id = p_op and p.id = p_performance and p.cancelled_at is null and p.closes_at > p_now
$$;

-- owner: engine
-- execute: operator
-- A17: asks who comes, one nameless push an account and performance, at p_at (the instant that was planned). What it says is read again
-- when it is sent. The number of accounts.
create or replace function ask_coming(p_op uuid, p_performance uuid, p_at timestamptz, p_now timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_asked int;
begin
  insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
  select p_op, guichet_uuid(), t.account_id, 'confirm', p_performance, t.detail, t.dedupe_key, p_now
    from coming_askable(p_op, p_performance, p_at, p_now) t order by t.account_id
  on conflict (operator_id, dedupe_key) do nothing;
  get diagnostics v_asked = row_count;
  return v_asked;
end $$;

-- owner: engine
-- execute: structure
-- X6: of the reminders planned after p_now and until p_until, those that would ask the caller too, made now: they go in the message that
-- asks already. What is asked about then is asked once: the key is that of the reminder itself.
create or replace function bring_forward(p_op uuid, p_account uuid, p_now timestamptz, p_until timestamptz)
returns table (id uuid, kind text, subject uuid, detail jsonb)
language sql security definer set search_path = public, pg_temp as $$
  insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
  select p_op, guichet_uuid(), p_account, 'confirm', d.subject, t.detail, t.dedupe_key, p_now
    from due d cross join lateral coming_askable(p_op, d.subject, d.due_at, p_now) t
   where d.operator_id = p_op and p_op = g_op() and p_account = g_account() and d.kind = 'confirm' and d.due_at > p_now and d.due_at <= p_until and t.account_id = p_account
   order by d.due_at, d.subject
  on conflict (operator_id, dedupe_key) do nothing
  returning outbox.id, outbox.kind, outbox.subject, outbox.detail
$$;

-- owner: engine
-- execute: operator
-- A12: asks who was there, one nameless push an account and instant (p_at), whatever the number of outings: the detail
-- gathers their ids. Those who booked, and leaders who hold a seat there; only while nobody has said anything about a
-- seat. One that is being sent already is not added to: the outing then has a push of its own.
create or replace function ask_presence(p_op uuid, p_performance uuid, p_at timestamptz, p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_accounts uuid[];
begin
  v_accounts := array(
    select distinct w.account_id
      from performance p
      join event e on e.operator_id = p.operator_id and e.id = p.event_id and e.cancelled_at is null
      join seat s on s.operator_id = p.operator_id and s.performance_id = p.id and s.state = 'booked' and s.attendance = 'unknown'
      join request r on r.operator_id = s.operator_id and r.id = s.request_id
      cross join lateral (
        select f.account_id from referents_of(p_op, s.structure_id, r.account_id) f
        union
        select a.id from account a
          join seat own on own.operator_id = a.operator_id and own.performance_id = p.id and own.person_id = a.person_id and own.state = 'booked'
         where a.operator_id = p_op and a.structure_id = s.structure_id and a.role = 'leader' and a.removed_at is null
      ) w
     where p.operator_id = p_op and p.id = p_performance and p.cancelled_at is null and p.starts_at <= p_now);
  insert into outbox as o (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
  select p_op, guichet_uuid(), a.id, 'attendance', p_performance, jsonb_build_object(p_performance::text, true),
         'attendance:' || extract(epoch from p_at) || ':' || a.id, p_now
    from unnest(v_accounts) a (id) order by a.id
  on conflict (operator_id, dedupe_key) do update set detail = o.detail || excluded.detail
    where o.state = 'due' and o.leased_until is null;
  insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
  select p_op, guichet_uuid(), a.id, 'attendance', p_performance, jsonb_build_object(p_performance::text, true),
         'attendance:' || extract(epoch from p_at) || ':' || a.id || ':' || p_performance, p_now
    from unnest(v_accounts) a (id)
   where not exists (select 1 from outbox o where o.operator_id = p_op and jsonb_exists(o.detail, p_performance::text)
                        and o.dedupe_key = 'attendance:' || extract(epoch from p_at) || ':' || a.id)
   order by a.id
  on conflict (operator_id, dedupe_key) do nothing;
end $$;

-- owner: engine
-- execute: operator
-- A12: asks the leaders of an outing, as people gather, whether everybody is there: those who hold a seat and lead somebody else of their
-- structure. One nameless push each; what it says is read again when it is sent. The number of accounts.
create or replace function ask_here(p_op uuid, p_performance uuid, p_at timestamptz, p_now timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_asked int;
begin
  insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
  select p_op, guichet_uuid(), a.id, 'here', p.id, jsonb_build_object('mark', cast(extract(epoch from p.starts_at) * 1000 as bigint)),
         'here:' || p.id || ':' || extract(epoch from p_at) || ':' || a.id, p_now
    from performance p
    join event e on e.operator_id = p.operator_id and e.id = p.event_id and e.cancelled_at is null
    join seat own on own.operator_id = p.operator_id and own.performance_id = p.id and own.state = 'booked'
    join account a on a.operator_id = own.operator_id and a.person_id = own.person_id and a.role = 'leader' and a.removed_at is null
   where p.operator_id = p_op and p.id = p_performance and p.cancelled_at is null
     and exists (select 1 from seat s where s.operator_id = p.operator_id and s.performance_id = p.id and s.structure_id = a.structure_id and s.state = 'booked'
                    and s.attendance = 'unknown' and s.person_id <> a.person_id)
   order by a.id
  on conflict (operator_id, dedupe_key) do nothing;
  get diagnostics v_asked = row_count;
  return v_asked;
end $$;
