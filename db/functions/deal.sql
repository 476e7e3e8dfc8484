-- owner: engine
-- execute: structure, operator, engine
-- The only writer of performance.taken. First counts out what was given back (rows cancelled while
-- they held a seat), then deals the free seats in the order of queue_of(), under the performance's
-- row lock. Lock order: performance, then (person, week) sorted, then the rest. Called by every
-- transaction that frees, adds or asks for a seat, before it commits: nothing is left for a sweep.
-- Seats given to another request than p_request leave one nameless push an account (A8).
-- Returns the number of seats given. Nothing is given before opening, from closing on, or when the
-- performance is cancelled; p_by_operator deals even after closing (only by the operator's word).
create or replace function deal(p_op uuid, p_performance uuid, p_now timestamptz,
                                p_request uuid default null, p_by_operator boolean default false)
returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  show performance;
  v_free int;
  v_given int := 0;
  v_gone int;
  v_again boolean;
  v_passed uuid[] := '{}';
  v_told uuid[] := '{}';
  v_weekly int;
  v_member uuid;
  c record;
begin
  select * into strict show from performance where operator_id = p_op and id = p_performance for no key update;
  select weekly_quota into v_weekly from programme where operator_id = p_op and id = show.programme_id;

  -- Counting out. The rows of (person, week) are locked in order, before any is changed.
  perform 1 from week_quota w
    where w.operator_id = p_op and (w.person_id, w.week) in (
      select s.person_id, s.week from seat s
       where s.operator_id = p_op and s.performance_id = p_performance and s.state = 'cancelled' and s.holds and s.counted)
    order by w.person_id, w.week for update;
  with freed as (
    select s.id, s.person_id, s.week, s.structure_id, s.counted from seat s
     where s.operator_id = p_op and s.performance_id = p_performance and s.state = 'cancelled' and s.holds
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
    -- A quota given back here can make somebody eligible at another performance: that one is dealt
    -- in a transaction of its own, queued by this one.
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
    select p_op, guichet_uuid(), 'deal', o.id, p_now, 'deal:' || o.id || ':' || gen_random_uuid()
      from performance o
     where o.operator_id = p_op and o.id <> p_performance and o.cancelled_at is null and o.closes_at > p_now
       and o.taken < o.capacity
       and exists (select 1 from seat w join freed f
                      on (w.person_id = f.person_id and f.counted and o.week = f.week)
                      or (w.structure_id = f.structure_id and exists (
                            select 1 from seat_quota sq join quota q on q.operator_id = p_op and q.id = sq.quota_id
                             where sq.operator_id = p_op and sq.seat_id = f.id and q.venue_id = o.venue_id))
                    where w.operator_id = p_op and w.performance_id = o.id and w.state = 'waiting')
  ), unlinked as (
    delete from seat_quota sq using freed f where sq.operator_id = p_op and sq.seat_id = f.id
  ), settled as (
    update seat s set holds = false, counted = false from freed f where s.operator_id = p_op and s.id = f.id returning 1
  )
  select count(*) into v_gone from settled;
  if v_gone > 0 then
    update performance set taken = taken - v_gone where operator_id = p_op and id = p_performance returning taken into show.taken;
  end if;

  if show.cancelled_at is not null or p_now < show.opens_at or (p_now >= show.closes_at and not p_by_operator)
     or show.taken >= show.capacity then
    return 0;
  end if;

  -- The (person, week) rows of those likely to be served, made and locked in order.
  insert into week_quota (operator_id, person_id, week, structure_id, allowed)
  select p_op, q.person_id, show.week, q.structure_id, v_weekly
    from (select * from queue_of(p_op, p_performance, p_now) where eligible and kind <> 'companion'
           order by rank limit (show.capacity - show.taken) + 20) q
   order by q.person_id
  on conflict do nothing;
  perform 1 from week_quota w
    where w.operator_id = p_op and w.week = show.week and w.person_id in (
      select q.person_id from queue_of(p_op, p_performance, p_now) q where q.eligible and q.kind <> 'companion'
       order by q.rank limit (show.capacity - show.taken) + 20)
    order by w.person_id for update;

  loop
    v_again := false;
    for c in select * from queue_of(p_op, p_performance, p_now) where eligible order by rank loop
      select capacity - taken into v_free from performance where operator_id = p_op and id = p_performance;
      exit when v_free <= 0;
      if c.grouped then
        -- A group whose minimum does not fit keeps its place; those behind are served.
        continue when c.request_id = any (v_passed);
        if c.minimum > v_free then
          v_passed := v_passed || c.request_id;
          continue;
        end if;
        for v_member in select q.seat_id from queue_of(p_op, p_performance, p_now) q
                         where q.request_id = c.request_id and q.eligible and q.core order by q.rank loop
          perform give_seat(p_op, v_member, show, p_now, v_weekly, c.tier);
          v_given := v_given + 1;
        end loop;
        update request set formed_at = p_now where operator_id = p_op and id = c.request_id;
        v_again := true;
      else
        perform give_seat(p_op, c.seat_id, show, p_now, v_weekly, c.tier);
        v_given := v_given + 1;
        -- A participant who sits opens the way for guests and companions of the request (A10), and a
        -- seat counted against a structure's quota may have closed it for the next: look again.
        v_again := (c.kind = 'participant' and exists (
                      select 1 from seat w where w.operator_id = p_op and w.request_id = c.request_id
                         and w.state = 'waiting' and w.kind <> 'participant'))
                or exists (select 1 from seat_quota sq where sq.operator_id = p_op and sq.seat_id = c.seat_id);
      end if;
      if p_request is distinct from c.request_id and not c.account_id = any (v_told) then
        v_told := v_told || c.account_id;
        insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at)
        values (p_op, guichet_uuid(), c.account_id, 'promoted', p_performance, 'promoted:' || c.seat_id, p_now);
      end if;
      exit when v_again;
    end loop;
    exit when not v_again;
  end loop;
  return v_given;
end $$;
