-- owner: engine
-- execute: engine
-- Whom a change of a performance concerns (A19): those who asked for these seats (when that account is gone, all
-- referents of the structure), visitors and leaders whose own seat it is, and those who have an alert set.
create or replace function concerned_by(p_op uuid, p_performance uuid, p_seats uuid[]) returns table (account_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.account_id
    from (select distinct q.structure_id, q.account_id from seat s join request q on q.operator_id = s.operator_id and q.id = s.request_id
           where s.operator_id = p_op and s.id = any (p_seats)) a
    cross join lateral referents_of(p_op, a.structure_id, a.account_id) r
  union
  select v.id from seat s join account v on v.operator_id = s.operator_id and v.person_id = s.person_id
   where s.operator_id = p_op and s.id = any (p_seats) and v.role in ('visitor', 'leader') and v.removed_at is null
  union
  select v.id from alert a join account v on v.operator_id = a.operator_id and v.id = a.account_id
   where a.operator_id = p_op and a.performance_id = p_performance and v.removed_at is null
$$;

-- owner: engine
-- execute: engine
-- Everything that changes of these performances count seats in, in the one order of locks (deal.sql): performances by
-- id, structure quotas, (person, week). Of each live seat both where it is counted now and where it belongs by
-- the performance as it stands, and what deal() takes for those who wait: nothing is locked out of order after it.
-- Looked up by key, one performance at a time (`offset 0` keeps it so): as joins, whole tables were read.
create or replace function lock_counters(p_op uuid, p_performances uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from performance where operator_id = p_op and id = any (p_performances) order by id for no key update;

  insert into quota_use (operator_id, quota_id, structure_id, period_key, allowed)
  select p_op, x.quota_id, x.structure_id, x.period_key, q.seats
    from (select sq.quota_id, sq.structure_id, sq.period_key
            from unnest(p_performances) i (id)
            cross join lateral (select s.id from seat s where s.operator_id = p_op and s.performance_id = i.id and s.state = 'booked' offset 0) s
            cross join lateral (select l.quota_id, l.structure_id, l.period_key from seat_quota l where l.operator_id = p_op and l.seat_id = s.id offset 0) sq
          union
          select q.id, s.structure_id, case q.period when 'week' then p.week when 'month' then p.month else 'all' end
            from unnest(p_performances) i (id)
            join performance p on p.operator_id = p_op and p.id = i.id and p.cancelled_at is null
            join quota q on q.operator_id = p_op and (q.performance_id = p.id or q.venue_id = p.venue_id)
            cross join lateral (select distinct s.structure_id from seat s
                                 where s.operator_id = p_op and s.performance_id = i.id and s.state in ('waiting', 'booked') offset 0) s) x
    join quota q on q.operator_id = p_op and q.id = x.quota_id
   order by x.quota_id, x.structure_id, x.period_key
  on conflict (operator_id, quota_id, structure_id, period_key) do update set taken = 0 where false;

  insert into week_quota (operator_id, person_id, week, structure_id, allowed)
  select p_op, x.person_id, x.week, x.structure_id, min(x.weekly_quota)
    from (select s.person_id, w.week, s.structure_id, p.weekly_quota
            from unnest(p_performances) i (id)
            cross join lateral (select p.week, p.cancelled_at, g.weekly_quota from performance p join programme g on g.operator_id = p.operator_id and g.id = p.programme_id
                                 where p.operator_id = p_op and p.id = i.id offset 0) p
            cross join lateral (select s.person_id, s.structure_id, s.kind, s.week, s.counted from seat s
                                 where s.operator_id = p_op and s.performance_id = i.id and s.state in ('waiting', 'booked') offset 0) s
            cross join lateral (select s.week where s.counted union select p.week where s.kind <> 'companion' and p.cancelled_at is null) w (week)) x
   group by x.person_id, x.week, x.structure_id
   order by x.person_id, x.week
  on conflict (operator_id, person_id, week) do update set taken = 0 where false;
end $$;

-- owner: engine
-- execute: operator, engine
-- What follows from performances that were just marked cancelled (A19): every seat held or awaited is void, its quotas
-- are given back and dealt elsewhere (by deal(), which counts them out), alerts are dropped. Each account
-- concerned gets one nameless push a performance; gives back these accounts. A second call finds nothing.
create or replace function void_performances(p_op uuid, p_performances uuid[], p_now timestamptz) returns setof uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_id uuid;
  v_seats uuid[];
begin
  perform lock_counters(p_op, p_performances);
  for v_id in select p.id from performance p
               where p.operator_id = p_op and p.id = any (p_performances) and p.cancelled_at is not null
                 and (exists (select 1 from seat s where s.operator_id = p_op and s.performance_id = p.id and s.state in ('waiting', 'booked'))
                   or exists (select 1 from alert a where a.operator_id = p_op and a.performance_id = p.id))
               order by p.id loop
    v_seats := array(select s.id from seat s where s.operator_id = p_op and s.performance_id = v_id and s.state in ('waiting', 'booked') order by s.id);
    -- That it had moved is of no use to anybody now, also where it takes place after all: the seats of before are void.
    delete from outbox o where o.operator_id = p_op and o.kind = 'moved' and o.subject = v_id and o.state = 'due';
    return query
      insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at)
      select p_op, guichet_uuid(), c.account_id, 'cancelled', v_id, 'cancelled:' || v_id || ':' || gen_random_uuid(), p_now
        from concerned_by(p_op, v_id, v_seats) c order by c.account_id
      returning account_id;
    delete from alert where operator_id = p_op and performance_id = v_id;
    update performance set revision = revision + 1 where operator_id = p_op and id = v_id;
    update seat set state = 'cancelled', cancelled_at = p_now, voided_at = p_now where operator_id = p_op and id = any (v_seats);
    perform deal(p_op, v_id, p_now);
  end loop;
end $$;

-- owner: engine
-- execute: operator
-- A performance is cancelled by the venue (A19). False, and nothing done: there is none, it was cancelled before, or
-- it has begun.
create or replace function cancel_performance(p_op uuid, p_performance uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update performance set cancelled_at = p_now
   where operator_id = p_op and id = p_performance and cancelled_at is null and starts_at > p_now;
  if not found then
    return false;
  end if;
  perform void_performances(p_op, array[p_performance], p_now);
  return true;
end $$;

-- owner: engine
-- execute: operator
-- Cancelled performances that take place after all: the seats stay void (others may have been promised those people's
-- evenings since), and each account they concerned is told once that booking is possible again; gives back these.
create or replace function revive_performances(p_op uuid, p_performances uuid[], p_now timestamptz) returns setof uuid
language sql security definer set search_path = public, pg_temp as $$
  insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at)
  select p_op, guichet_uuid(), c.account_id, 'revived', x.id, 'revived:' || x.id || ':' || gen_random_uuid(), p_now
    from unnest(p_performances) x (id)
    cross join lateral concerned_by(p_op, x.id, array(
      select s.id from seat s where s.operator_id = p_op and s.performance_id = x.id and s.voided_at is not null)) c
   order by x.id, c.account_id
  returning account_id
$$;

-- owner: engine
-- execute: engine
-- Counts the held seats of a performance where they belong after it moved (A6, A7, A19), under lock_counters(). No seat
-- is taken away: `allowed` rises to what is taken. What was given back in the old week, month or venue can
-- make somebody eligible at another performance: that one is dealt in a transaction of its own, queued here.
-- `state = 'booked'` says no more than `holds`, and lets the index of live seats serve.
create or replace function recount(p_op uuid, show performance, p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  with strayed as (
    select s.id, s.person_id, s.week, s.counted from seat s
     where s.operator_id = p_op and s.performance_id = show.id and s.state = 'booked' and s.holds and s.week <> show.week
  ), back as (
    update week_quota w set taken = w.taken - 1 from strayed f
     where f.counted and w.operator_id = p_op and w.person_id = f.person_id and w.week = f.week
  ), counted as (
    update week_quota w set taken = w.taken + 1, allowed = case when w.allowed is not null then greatest(w.allowed, w.taken + 1) end from strayed f
     where f.counted and w.operator_id = p_op and w.person_id = f.person_id and w.week = show.week
  ), elsewhere as (
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
    select p_op, guichet_uuid(), 'deal', o.id, p_now, 'deal:' || o.id || ':' || gen_random_uuid()
      from strayed f
      cross join lateral (select w.performance_id from seat w where w.operator_id = p_op and w.person_id = f.person_id and w.state = 'waiting' offset 0) w
      cross join lateral (select o.id, o.week, o.cancelled_at, o.closes_at from performance o where o.operator_id = p_op and o.id = w.performance_id offset 0) o
     where f.counted and o.id <> show.id and o.week = f.week and o.cancelled_at is null and o.closes_at > p_now
     group by o.id
  )
  update seat s set week = show.week from strayed f where s.operator_id = p_op and s.id = f.id;

  if not exists (select 1 from quota q where q.operator_id = p_op) then
    return;
  end if;
  with strayed as (
    delete from seat_quota sq using seat s
     where s.operator_id = p_op and s.performance_id = show.id and s.state = 'booked' and s.holds and sq.operator_id = p_op and sq.seat_id = s.id
       and not exists (
         select 1 from quota q where q.operator_id = p_op and q.id = sq.quota_id and (q.performance_id = show.id or q.venue_id = show.venue_id)
            and sq.period_key = case q.period when 'week' then show.week when 'month' then show.month else 'all' end)
    returning sq.quota_id, sq.structure_id, sq.period_key
  ), elsewhere as (
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
    select p_op, guichet_uuid(), 'deal', o.id, p_now, 'deal:' || o.id || ':' || gen_random_uuid()
      from strayed f
      join quota q on q.operator_id = p_op and q.id = f.quota_id and q.venue_id is not null
      join performance o on o.operator_id = p_op and o.venue_id = q.venue_id
     where o.id <> show.id and o.cancelled_at is null and o.closes_at > p_now
       and exists (select 1 from seat w where w.operator_id = p_op and w.performance_id = o.id and w.structure_id = f.structure_id and w.state = 'waiting')
     group by o.id
  )
  update quota_use u set taken = u.taken - f.seats
    from (select quota_id, structure_id, period_key, count(*) as seats from strayed group by 1, 2, 3) f
   where u.operator_id = p_op and u.quota_id = f.quota_id and u.structure_id = f.structure_id and u.period_key = f.period_key;

  with linked as (
    insert into seat_quota (operator_id, seat_id, quota_id, structure_id, period_key)
    select p_op, s.id, q.id, s.structure_id, case q.period when 'week' then show.week when 'month' then show.month else 'all' end
      from seat s join quota q on q.operator_id = p_op and (q.performance_id = show.id or q.venue_id = show.venue_id)
     where s.operator_id = p_op and s.performance_id = show.id and s.state = 'booked' and s.holds
    on conflict (operator_id, seat_id, quota_id) do nothing
    returning quota_id, structure_id, period_key
  )
  update quota_use u set taken = u.taken + n.seats, allowed = greatest(u.allowed, u.taken + n.seats)
    from (select quota_id, structure_id, period_key, count(*) as seats from linked group by 1, 2, 3) n
   where u.operator_id = p_op and u.quota_id = n.quota_id and u.structure_id = n.structure_id and u.period_key = n.period_key;
end $$;

-- owner: engine
-- execute: engine
-- One nameless push to each account concerned, which says from when (and from which venue) the performance moved. One
-- that has not been sent yet is replaced by one from where it stood at first: what is true now is said once,
-- and nothing at all when the performance is back there. Replaced, not changed: whoever is writing the old one
-- at this moment then finds it gone, and sends nothing.
create or replace function tell_moved(p_op uuid, show performance, p_from timestamptz, p_venue uuid, p_now timestamptz) returns setof uuid
language sql security definer set search_path = public, pg_temp as $$
  with unsent as (
    delete from outbox o where o.operator_id = p_op and o.kind = 'moved' and o.subject = show.id and o.state = 'due' returning o.account_id, o.detail
  ), told as (
    select c.account_id, coalesce((u.detail ->> 'from')::timestamptz, p_from) as from_at,
           nullif(coalesce((u.detail ->> 'fromVenue')::uuid, p_venue), show.venue_id) as from_venue
      from concerned_by(p_op, show.id, array(
             select s.id from seat s where s.operator_id = p_op and s.performance_id = show.id and s.state in ('waiting', 'booked'))) c
      left join unsent u on u.account_id = c.account_id
  )
  insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
  select p_op, guichet_uuid(), t.account_id, 'moved', show.id,
         jsonb_strip_nulls(jsonb_build_object('from', to_char(t.from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'fromVenue', t.from_venue)),
         'moved:' || show.id || ':' || gen_random_uuid(), p_now
    from told t where t.from_at <> show.starts_at or t.from_venue is not null
   order by t.account_id
  returning account_id
$$;

-- owner: engine
-- execute: operator
-- What follows from performances whose instant or venue was just changed (A19): seats are kept and counted anew,
-- 'they come' (A17) is asked again, those concerned are told, those who wait are dealt to by what holds now. p_from
-- and p_venues (null: the same) say where each stood before. Gives back the accounts told.
create or replace function move_performances(p_op uuid, p_performances uuid[], p_from timestamptz[], p_venues uuid[], p_now timestamptz) returns setof uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  show performance;
  m record;
begin
  perform lock_counters(p_op, p_performances);
  for m in select x.id, x.from_at, x.from_venue from unnest(p_performances, p_from, p_venues) x (id, from_at, from_venue)
            where exists (select 1 from seat s where s.operator_id = p_op and s.performance_id = x.id and s.state in ('waiting', 'booked'))
               or exists (select 1 from alert a where a.operator_id = p_op and a.performance_id = x.id)
            order by x.id loop
    select * into show from performance where operator_id = p_op and id = m.id and cancelled_at is null;
    continue when not found;
    perform recount(p_op, show, p_now);
    if show.starts_at <> m.from_at or show.venue_id <> m.from_venue then
      update performance set revision = revision + 1 where operator_id = p_op and id = show.id;
      update seat set confirmed_at = null where operator_id = p_op and performance_id = show.id and state = 'booked' and confirmed_at is not null;
    end if;
    return query select * from tell_moved(p_op, show, m.from_at, m.from_venue, p_now);
  end loop;
  perform deal(p_op, p.id, p_now) from (
    select p.id from performance p where p.operator_id = p_op and p.id = any (p_performances)
       and exists (select 1 from seat s where s.operator_id = p_op and s.performance_id = p.id and s.state = 'waiting') order by p.id) p;
end $$;
