-- owner: engine
-- execute: engine
-- One seat to one waiting row: counts it in the performance, in the week of the person (tier 1, not a
-- companion: A6) and in the structure's quotas (A7). Any of the conditions failing means that what
-- was read before the locks no longer holds: the whole transaction is run again (40001).
-- The limits are the settings as they stand now; `allowed` of the rows follows them.
create or replace function give_seat(p_op uuid, p_seat uuid, show performance, p_now timestamptz, p_weekly int, p_tier int)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  s seat;
  v_own int := 1;
  v_rules int;
  v_counted int;
begin
  update performance set taken = taken + 1
    where operator_id = p_op and id = show.id and taken < capacity;
  if not found then
    raise exception 'no seat left' using errcode = '40001';
  end if;

  select * into s from seat where operator_id = p_op and id = p_seat and state = 'waiting';
  if not found then
    raise exception 'no longer waiting' using errcode = '40001';
  end if;
  if s.kind <> 'companion' then
    insert into week_quota (operator_id, person_id, week, structure_id, allowed)
    values (p_op, s.person_id, show.week, s.structure_id, p_weekly) on conflict do nothing;
    update week_quota set taken = taken + 1, allowed = p_weekly
      where operator_id = p_op and person_id = s.person_id and week = show.week and (p_weekly is null or taken < p_weekly);
    if not found then
      -- Over quota: right for the second tier, else somebody used the quota up meanwhile.
      if p_tier = 1 then
        raise exception 'weekly quota used up meanwhile' using errcode = '40001';
      end if;
      v_own := 2;
    end if;
  end if;

  select count(*) into v_rules from quota q
   where q.operator_id = p_op and (q.performance_id = show.id or q.venue_id = show.venue_id);
  if v_rules > 0 then
    insert into quota_use (operator_id, quota_id, structure_id, period_key, allowed)
    select p_op, q.id, s.structure_id, case q.period when 'week' then show.week when 'month' then show.month else 'all' end, q.seats
      from quota q where q.operator_id = p_op and (q.performance_id = show.id or q.venue_id = show.venue_id)
     order by q.id
    on conflict do nothing;
    with counted as (
      update quota_use u set taken = u.taken + 1, allowed = q.seats
        from quota q
       where q.operator_id = p_op and (q.performance_id = show.id or q.venue_id = show.venue_id)
         and u.operator_id = p_op and u.quota_id = q.id and u.structure_id = s.structure_id
         and u.period_key = case q.period when 'week' then show.week when 'month' then show.month else 'all' end
         and u.taken < q.seats
       returning u.quota_id, u.structure_id, u.period_key
    )
    insert into seat_quota (operator_id, seat_id, quota_id, structure_id, period_key)
    select p_op, p_seat, c.quota_id, c.structure_id, c.period_key from counted c;
    get diagnostics v_counted = row_count;
    if v_counted < v_rules then
      raise exception 'structure quota used up meanwhile' using errcode = '40001';
    end if;
  end if;

  update seat set state = 'booked', holds = true, tier = v_own, counted = v_own = 1 and s.kind <> 'companion',
                  week = show.week, booked_at = p_now
    where operator_id = p_op and id = p_seat and state = 'waiting';
  if not found then
    raise exception 'no longer waiting' using errcode = '40001';
  end if;
end $$;
