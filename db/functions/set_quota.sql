-- owner: engine
-- execute: operator
-- A7: what any one structure may have at this performance, in the place of what was said before. Seats held
-- already count, so that a structure over a lowered quota keeps its seats and gets no more; `allowed` never
-- stands below them, nor at an earlier, lower value (both would break the CHECK of quota_use). The caller
-- deals afterwards: a raised quota can make somebody eligible. Rows of a performance's quota are written
-- under that performance's lock alone, here and in give_seat(). The same call twice changes nothing.
create or replace function set_quota(p_op uuid, p_performance uuid, p_period text, p_seats int)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  show performance;
  v_quota uuid;
  v_key text;
begin
  select * into strict show from performance where operator_id = p_op and id = p_performance for no key update;
  v_key := case p_period when 'week' then show.week when 'month' then show.month else 'all' end;

  delete from seat_quota sq using quota q
   where q.operator_id = p_op and q.performance_id = p_performance and sq.operator_id = p_op and sq.quota_id = q.id;
  delete from quota_use u using quota q
   where q.operator_id = p_op and q.performance_id = p_performance and u.operator_id = p_op and u.quota_id = q.id;
  delete from quota where operator_id = p_op and performance_id = p_performance and period <> p_period;
  insert into quota (operator_id, id, performance_id, period, seats) values (p_op, guichet_uuid(), p_performance, p_period, p_seats)
    on conflict (operator_id, venue_id, performance_id, period) do update set seats = excluded.seats
    returning id into v_quota;

  insert into quota_use (operator_id, quota_id, structure_id, period_key, allowed, taken)
  select p_op, v_quota, s.structure_id, v_key, greatest(p_seats, count(*)), count(*) from seat s
   where s.operator_id = p_op and s.performance_id = p_performance and s.holds group by s.structure_id;
  insert into seat_quota (operator_id, seat_id, quota_id, structure_id, period_key)
  select p_op, s.id, v_quota, s.structure_id, v_key from seat s
   where s.operator_id = p_op and s.performance_id = p_performance and s.holds;
end $$;
