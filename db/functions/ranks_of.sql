-- owner: engine
-- execute: structure, operator, person
-- Ranks (persons ahead, plus one), tiers and 'would be served now' of the caller's own waiting rows at
-- some performances. A structure sees its own rows only; nothing of those ahead but their number.
create or replace function ranks_of(p_op uuid, p_performances uuid[], p_now timestamptz)
returns table (seat_id uuid, performance_id uuid, tier int, grouped boolean, eligible boolean, rank int)
language sql stable security definer set search_path = public, pg_temp as $$
  select q.seat_id, p.id, q.tier, q.grouped, q.eligible, q.rank
    from unnest(p_performances) p (id), lateral queue_of(p_op, p.id, p_now) q
   where case current_setting('g.role') when 'operator' then true when 'person' then q.seat_id in (select o.seat_id from own_seats() o) else q.structure_id = g_structure() end
$$;

-- owner: engine
-- execute: reception, person, structure, venue, operator, jury
-- How many persons wait for each performance, in both tiers: a count, nobody.
create or replace function waiting_at(p_op uuid, p_performances uuid[])
returns table (performance_id uuid, waiting int, within int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, count(s.id)::int,
         count(s.id) filter (where s.kind = 'companion' or g.weekly_quota is null or coalesce(u.taken, 0) < g.weekly_quota)::int
    from unnest(p_performances) x (id)
    join performance p on p.operator_id = p_op and p.id = x.id
    join programme g on g.operator_id = p_op and g.id = p.programme_id
    left join seat s on s.operator_id = p_op and s.performance_id = p.id and s.state = 'waiting'
    left join week_quota u on u.operator_id = p_op and u.person_id = s.person_id and u.week = p.week
   group by p.id
$$;

-- owner: engine
-- execute: reception, person, structure, venue, operator, jury
-- How many persons a newcomer would find ahead in each tier, by the order of queue_of(): a group that has
-- not formed stands in one tier. Without such groups each person's own tier says it, at a tenth of the cost.
create or replace function queue_length(p_op uuid, p_performance uuid)
returns table (waiting int, within int)
language sql stable security definer set search_path = public, pg_temp as $$
  select w.waiting,
         case when exists (
                select 1 from request r where r.operator_id = p_op and r.performance_id = p_performance and r.minimum > 1 and r.formed_at is null
                   and exists (select 1 from seat s where s.operator_id = p_op and s.request_id = r.id and s.state = 'waiting'))
              then (select count(*)::int from queue_of(p_op, p_performance, '-infinity') q where q.tier = 1)
              else w.within end
    from waiting_at(p_op, array[p_performance]) w
$$;

-- owner: engine
-- execute: operator
-- Performances with a vacant seat while somebody eligible waits: empty at any time, or something is broken.
create or replace function idle_seats(p_op uuid, p_now timestamptz)
returns table (performance_id uuid, free int, eligible int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.capacity - p.taken, count(*)::int
    from performance p join event e on e.operator_id = p.operator_id and e.id = p.event_id, lateral queue_of(p_op, p.id, p_now) q
   where p.operator_id = p_op and p.taken < p.capacity and p.cancelled_at is null and e.cancelled_at is null
     and p_now >= p.opens_at and p_now < p.closes_at
     and q.eligible and (not q.grouped or q.minimum <= p.capacity - p.taken)
   group by p.id, p.capacity, p.taken
$$;

-- owner: engine
-- execute: structure, operator, engine
-- Deals again, each in a transaction of its own, wherever this person or this structure waits, or (both
-- null) at every open performance: after a reactivation, the end of a suspension, a raised setting. Also
-- where no seat is free and nobody is seen to wait: either may change at this very moment, in a
-- transaction that does not see the new setting yet.
create or replace function deal_soon(p_op uuid, p_person uuid, p_structure uuid, p_now timestamptz)
returns int
language sql security definer set search_path = public, pg_temp as $$
  with queued as (
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
    select p_op, guichet_uuid(), 'deal', p.id, p_now, 'deal:' || p.id || ':' || gen_random_uuid()
      from performance p
     where p.operator_id = p_op and p.cancelled_at is null and p.closes_at > p_now
       and (p_person is null and p_structure is null
         or exists (select 1 from seat s where s.operator_id = p_op and s.performance_id = p.id and s.state = 'waiting'
                     and (p_person is null or s.person_id = p_person) and (p_structure is null or s.structure_id = p_structure)))
    returning 1
  ) select count(*)::int from queued
$$;

-- owner: engine
-- execute: operator
-- A6 as a setting: the new limit holds from now on; nobody loses a seat they have.
create or replace function set_weekly_quota(p_op uuid, p_programme uuid, p_seats int, p_now timestamptz)
returns int
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update programme set weekly_quota = p_seats where operator_id = p_op and id = p_programme;
  perform 1 from week_quota where operator_id = p_op order by person_id, week for update;
  update week_quota set allowed = greatest(p_seats, taken) where operator_id = p_op and p_seats is not null;
  update week_quota set allowed = null where operator_id = p_op and p_seats is null;
  return deal_soon(p_op, null, null, p_now);
end $$;
