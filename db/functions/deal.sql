-- owner: engine
-- execute: structure, operator, engine
-- The only writer of performance.taken. First counts out what was given back (rows cancelled while
-- they held a seat), then deals the free seats in the order of queue_of(), under the performance's
-- row lock. Called by every transaction that frees, adds or asks for a seat, before it commits: nothing
-- is left for a sweep. Seats given to another request than p_request leave one nameless push an account (A8).
-- Returns the number of seats given. Nothing is given before opening, from closing on, or when the
-- performance or its event is cancelled; p_by_operator deals even after closing (only by the operator's word).
--
-- Lock order: performance, then structure quotas, then (person, week), each sorted, all before anything is
-- read from them. Whoever asks takes those rows even where no seat is free: a quota given back elsewhere at
-- the same moment then either is seen here, or sees the new place in the queue and has it dealt ('elsewhere').
create or replace function deal(p_op uuid, p_performance uuid, p_now timestamptz,
                                p_request uuid default null, p_by_operator boolean default false)
returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  show performance;
  v_open boolean;
  v_serves boolean;
  v_weekly int;
  v_freed uuid[];
  v_left int;
  v_given int := 0;
  v_again boolean;
  v_people uuid[];
  v_passed uuid[] := '{}';
  v_told uuid[] := '{}';
  v_member uuid;
  c record;
begin
  select * into strict show from performance where operator_id = p_op and id = p_performance for no key update;
  select g.weekly_quota,
         show.cancelled_at is null and e.cancelled_at is null
           and p_now >= show.opens_at and (p_now < show.closes_at or p_by_operator)
    into strict v_weekly, v_open
    from programme g join event e on e.operator_id = g.operator_id and e.id = show.event_id
   where g.operator_id = p_op and g.id = show.programme_id;
  v_freed := array(select s.id from seat s
                    where s.operator_id = p_op and s.performance_id = p_performance and s.state = 'cancelled' and s.holds);
  v_left := show.capacity - show.taken + cardinality(v_freed);
  v_serves := v_open and v_left > 0;

  perform lock_quotas(p_op, show, v_freed, array(
    select distinct s.structure_id from seat s
     where s.operator_id = p_op and s.performance_id = p_performance and s.state = 'waiting'
       and (v_serves or s.request_id = p_request)));

  if v_serves then
    -- Those who ask and those likely to be served; somebody further back is locked when served.
    v_people := array(
      select s.person_id from seat s
       where s.operator_id = p_op and s.request_id = p_request and s.state = 'waiting' and s.kind <> 'companion'
      union
      select q.person_id from (select * from queue_of(p_op, p_performance, p_now) where kind <> 'companion'
                                order by eligible desc, rank limit v_left + 20) q);
    -- A row that is there is locked and left as it is (`where false`), a missing one is made: in one pass, so
    -- that the order holds for both.
    insert into week_quota (operator_id, person_id, week, structure_id, allowed)
    select p_op, x.person_id, x.week, x.structure_id, v_weekly
      from (select p.id as person_id, show.week as week, p.structure_id from person p where p.operator_id = p_op and p.id = any (v_people)
            union
            select s.person_id, s.week, s.structure_id from seat s where s.operator_id = p_op and s.id = any (v_freed) and s.counted) x
     order by x.person_id, x.week
    on conflict (operator_id, person_id, week) do update set taken = 0 where false;
  else
    perform 1 from week_quota w
      where w.operator_id = p_op and (w.person_id, w.week) in (
        select s.person_id, s.week from seat s where s.operator_id = p_op and s.id = any (v_freed) and s.counted
        union
        select s.person_id, show.week from seat s where s.operator_id = p_op and s.request_id = p_request and s.state = 'waiting')
      order by w.person_id, w.week for update;
  end if;

  if cardinality(v_freed) > 0 then
    perform tell_guests_again(p_op, show, p_now);
  end if;

  if cardinality(v_freed) > 0 then
    with freed as (
      select s.id, s.person_id, s.week, s.structure_id, s.counted from seat s where s.operator_id = p_op and s.id = any (v_freed)
    ), weeks as (
      update week_quota w set taken = w.taken - f.seats
        from (select person_id, week, count(*) as seats from freed where counted group by 1, 2) f
       where w.operator_id = p_op and w.person_id = f.person_id and w.week = f.week
    ), uses as (
      update quota_use u set taken = u.taken - q.seats
        from (select sq.quota_id, sq.structure_id, sq.period_key, count(*) as seats
                from seat_quota sq join freed f on f.id = sq.seat_id
               where sq.operator_id = p_op group by 1, 2, 3) q
       where u.operator_id = p_op and u.quota_id = q.quota_id and u.structure_id = q.structure_id and u.period_key = q.period_key
    ), elsewhere as (
      -- A quota given back here can make somebody eligible at another performance: that one is dealt in a
      -- transaction of its own, queued by this one. Also where no seat is free now: one may be freed at this
      -- very moment by somebody who does not see the quota given back yet.
      insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
      select p_op, guichet_uuid(), 'deal', o.id, p_now, 'deal:' || o.id || ':' || gen_random_uuid()
        from (select w.performance_id, f.week, null::uuid as venue_id
                from freed f join seat w on w.operator_id = p_op and w.person_id = f.person_id and w.state = 'waiting'
               where f.counted
              union
              select w.performance_id, null, q.venue_id
                from freed f
                join seat_quota sq on sq.operator_id = p_op and sq.seat_id = f.id
                join quota q on q.operator_id = p_op and q.id = sq.quota_id
                join seat w on w.operator_id = p_op and w.structure_id = f.structure_id and w.state = 'waiting'
               where q.venue_id is not null) x
        join performance o on o.operator_id = p_op and o.id = x.performance_id and (o.week = x.week or o.venue_id = x.venue_id)
       where o.id <> p_performance and o.cancelled_at is null and o.closes_at > p_now
       group by o.id
    ), unlinked as (
      delete from seat_quota sq using freed f where sq.operator_id = p_op and sq.seat_id = f.id
    )
    update seat s set holds = false, counted = false from freed f where s.operator_id = p_op and s.id = f.id;
    update performance set taken = taken - cardinality(v_freed) where operator_id = p_op and id = p_performance;
  end if;

  if not v_serves then
    return 0;
  end if;

  loop
    v_again := false;
    for c in select * from queue_of(p_op, p_performance, p_now) where eligible order by rank loop
      exit when v_left <= 0;
      if c.grouped then
        -- A group whose minimum does not fit keeps its place; those behind are served.
        continue when c.request_id = any (v_passed);
        if c.minimum > v_left then
          v_passed := v_passed || c.request_id;
          continue;
        end if;
        for v_member in select q.seat_id from queue_of(p_op, p_performance, p_now) q
                         where q.request_id = c.request_id and q.grouped and q.eligible order by q.rank loop
          perform give_seat(p_op, v_member, show, p_now, v_weekly, c.tier);
          v_given := v_given + 1;
          v_left := v_left - 1;
        end loop;
        update request set formed_at = p_now where operator_id = p_op and id = c.request_id;
        v_again := true;
      else
        perform give_seat(p_op, c.seat_id, show, p_now, v_weekly, c.tier);
        v_given := v_given + 1;
        v_left := v_left - 1;
        -- A participant who sits opens the way for guests and companions of the request (A10), and a
        -- seat counted against a structure's quota may have closed it for the next: look again.
        v_again := (c.kind = 'participant' and exists (
                      select 1 from seat w where w.operator_id = p_op and w.request_id = c.request_id
                         and w.state = 'waiting' and w.kind <> 'participant'))
                or exists (select 1 from seat_quota sq where sq.operator_id = p_op and sq.seat_id = c.seat_id);
      end if;
      if p_request is distinct from c.request_id then
        update seat s set promoted = true
          where s.operator_id = p_op and s.request_id = c.request_id and s.state = 'booked' and (c.grouped or s.id = c.seat_id);
        if not c.account_id = any (v_told) then
          v_told := v_told || c.account_id;
          -- The referent who asked, or who took over; whoever is not told here has it from the row of another seat.
          insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at)
          select p_op, guichet_uuid(), r.account_id, 'promoted', p_performance, 'promoted:' || c.seat_id || ':' || r.account_id, p_now
            from referents_of(p_op, c.structure_id, c.account_id) r;
        end if;
        -- A visitor whose own seat it is (A14).
        insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at)
        select p_op, guichet_uuid(), a.id, 'promoted', p_performance, 'promoted:' || s.id || ':' || a.id, p_now
          from seat s join account a on a.operator_id = s.operator_id and a.person_id = s.person_id and a.role = 'visitor' and a.removed_at is null
         where s.operator_id = p_op and s.request_id = c.request_id and s.state = 'booked' and s.promoted and (c.grouped or s.id = c.seat_id)
        on conflict (operator_id, dedupe_key) do nothing;
      end if;
      exit when v_again;
    end loop;
    exit when not v_again;
  end loop;

  -- Somebody may wait beside a vacant seat for the release instant. A turn that read the clock before that
  -- instant can come here after the release was dealt: the release is planned again, and runs at once.
  if v_left > 0 and p_now < show.release_at and exists (
       select 1 from seat w where w.operator_id = p_op and w.performance_id = p_performance and w.state = 'waiting') then
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
    values (p_op, guichet_uuid(), 'release', show.id, show.release_at, 'release:' || show.id)
    on conflict (operator_id, dedupe_key) do nothing;
  end if;
  if v_given > 0 then
    perform tell_guests_again(p_op, show, p_now);
  end if;
  return v_given;
end $$;

-- owner: engine
-- execute: engine
-- The rows in which seats of these structures at this performance are counted (A7), and those in which seats
-- given back were, made where missing and locked in order. Nothing to do where no quota applies.
create or replace function lock_quotas(p_op uuid, show performance, p_freed uuid[], p_structures uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if cardinality(p_freed) = 0
     and not exists (select 1 from quota q where q.operator_id = p_op and (q.performance_id = show.id or q.venue_id = show.venue_id)) then
    return;
  end if;
  insert into quota_use (operator_id, quota_id, structure_id, period_key, allowed)
  select p_op, x.quota_id, x.structure_id, x.period_key, q.seats
    from (select sq.quota_id, sq.structure_id, sq.period_key from seat_quota sq
           where sq.operator_id = p_op and sq.seat_id = any (p_freed)
          union
          select q.id, st.id, case q.period when 'week' then show.week when 'month' then show.month else 'all' end
            from quota q, unnest(p_structures) st (id)
           where q.operator_id = p_op and (q.performance_id = show.id or q.venue_id = show.venue_id)) x
    join quota q on q.operator_id = p_op and q.id = x.quota_id
   order by x.quota_id, x.structure_id, x.period_key
  on conflict (operator_id, quota_id, structure_id, period_key) do update set taken = 0 where false;
end $$;

-- owner: engine
-- execute: structure, operator, engine
-- Takes the rows of performances, in the order of their ids, before any seat or request of theirs is
-- touched: a deal that goes on beside it then never waits for a row that waits for the deal.
create or replace function lock_performances(p_op uuid, p_performances uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from performance where operator_id = p_op and id = any (p_performances) order by id for no key update;
end $$;

-- owner: engine
-- execute: operator
-- What a batch of confirmations of one performance writes to, taken before the first of them is read: what
-- they see is what they get, and two batches at one venue take its quotas in one order. Nothing for a
-- performance that there is not.
create or replace function lock_lane(p_op uuid, p_performance uuid, p_structures uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  show performance;
begin
  select * into show from performance where operator_id = p_op and id = p_performance for no key update;
  if found then
    perform lock_quotas(p_op, show, '{}', p_structures);
  end if;
end $$;
