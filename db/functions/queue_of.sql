-- owner: engine
-- execute: engine
-- Everybody who waits for a performance, in the order in which they are served (domain.md, 'Eligible,
-- order and rank'): tier, then wait_seq, then A10's kinds, then the order given. The one place where
-- that order is written: deal() serves by it and ranks_of() shows it.
--   tier      1 within the weekly quota (A6), 2 over it, as the setting stands now; a group that has not
--             formed takes the worst tier of the members it needs; companions have no quota.
--   grouped   one of a request that wants to sit together and has not formed; somebody who joined that
--             request later waits singly.
--   minimum   how many of them must fit at once: as asked, or all who still wait when some have left.
--   core      belongs to the `minimum` best members of a group; true for everyone on their own. The best
--             participant is always among them, since nobody sits without one (A10).
--   eligible  may be given a seat at p_now, were one free.
-- Each row looks up what belongs to it by key (`offset 0` keeps it so) and is ranked by windows: as joins, the
-- planner read whole tables for each row until statistics had been gathered, 316 ms for 450 who wait against 5.
-- plpgsql keeps the plan: an SQL function is planned anew at each call before PostgreSQL 18, 3 ms.
create or replace function queue_of(p_op uuid, p_performance uuid, p_now timestamptz)
returns table (seat_id uuid, request_id uuid, structure_id uuid, account_id uuid, person_id uuid, kind text,
               tier int, grouped boolean, core boolean, minimum int, eligible boolean, rank int)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  show performance;
  v_weekly int;
  v_today date;
begin
  select p.* into show from performance p where p.operator_id = p_op and p.id = p_performance;
  select g.weekly_quota, (p_now at time zone g.zone)::date into v_weekly, v_today
    from programme g where g.operator_id = p_op and g.id = show.programme_id;
  return query
  with waiting as (
    select w.id, w.request_id, w.structure_id, r.account_id, w.person_id, w.kind, w.wait_seq, w.position,
           array_position(array['participant', 'guest', 'companion'], w.kind) as kind_order,
           r.minimum as wanted,
           r.formed_at is null and r.minimum > 1 and w.wait_seq = r.wait_seq as together,
           p.removed_at is null as active,
           st.suspended_at is null
             and (st.convention_from is null or v_today >= st.convention_from)
             and (st.convention_until is null or v_today <= st.convention_until) as structure_open,
           case when w.kind = 'companion' or v_weekly is null or coalesce(u.taken, 0) < v_weekly then 1 else 2 end as own_tier,
           -- A10, asked of those whom it concerns.
           case when w.kind <> 'participant' or r.minimum > 1 then exists (
                  select 1 from seat b where b.operator_id = p_op and b.request_id = w.request_id
                     and b.state = 'booked' and b.kind = 'participant') else false end as seated
      from seat w
      cross join lateral (select r.account_id, r.minimum, r.formed_at, r.wait_seq from request r
                           where r.operator_id = p_op and r.id = w.request_id offset 0) r
      cross join lateral (select p.removed_at from person p where p.operator_id = p_op and p.id = w.person_id offset 0) p
      cross join lateral (select st.suspended_at, st.convention_from, st.convention_until from structure st
                           where st.operator_id = p_op and st.id = w.structure_id offset 0) st
      left join lateral (select u.taken from week_quota u
                          where u.operator_id = p_op and u.person_id = w.person_id and u.week = show.week offset 0) u on true
     where w.operator_id = p_op and w.performance_id = p_performance and w.state = 'waiting'
  ), asked as (
    -- Of each group: can it form, and in which tier?
    select w.*,
           least(w.wanted, count(*) filter (where w.together) over a)::int as at_least,
           count(*) filter (where w.together and w.active and w.own_tier = 1) over a as within,
           coalesce(bool_or(w.together and w.active and w.own_tier = 1 and w.kind = 'participant') over a, false) as within_participant,
           count(*) filter (where w.together and w.active) over a as able,
           coalesce(bool_or(w.together and w.active and w.kind = 'participant') over a, false) as able_participant
      from waiting w window a as (partition by w.request_id)
  ), tiered as (
    select a.*,
           a.together and a.at_least > 1 as grouped,
           case when a.together then a.at_least else 1 end as minimum,
           case when a.within >= a.at_least and (a.seated or a.within_participant) then 1 else 2 end as group_tier,
           a.able >= a.at_least and (a.seated or a.able_participant) as formable,
           not a.seated and a.active and a.kind = 'participant' and row_number() over (
             partition by a.request_id, a.together, a.active, a.kind order by a.own_tier, a.position) = 1 as leads
      from asked a
  ), picked as (
    select t.*,
           case when not t.grouped then true
                else t.active and row_number() over (partition by t.request_id, t.grouped
                       order by t.active desc, t.leads desc, t.own_tier, t.kind_order, t.position) <= t.minimum
           end as core
      from tiered t
  ), room as (
    -- A7: seats left to a structure under the tightest of the rules that apply.
    select st.structure_id, min(q.seats - coalesce(u.taken, 0)) as quota_left
      from (select distinct w.structure_id from waiting w) st
      cross join (select q.id, q.seats, case q.period when 'week' then show.week when 'month' then show.month else 'all' end as period_key
                    from quota q where q.operator_id = p_op and (q.performance_id = show.id or q.venue_id = show.venue_id)) q
      left join lateral (select u.taken from quota_use u where u.operator_id = p_op and u.quota_id = q.id
                           and u.structure_id = st.structure_id and u.period_key = q.period_key offset 0) u on true
     group by st.structure_id
  )
  select p.id, p.request_id, p.structure_id, p.account_id, p.person_id, p.kind,
         x.tier, p.grouped, p.core, p.minimum,
         p.active and p.structure_open
           and (x.tier = 1 or p_now >= show.release_at)
           and case when p.grouped then p.core and p.formable else p.kind = 'participant' or p.seated end
           and coalesce(m.quota_left >= p.minimum, true),
         (row_number() over (order by x.tier, p.wait_seq, p.core desc, p.kind_order, p.position))::int
    from picked p
    cross join lateral (select case when not p.grouped then p.own_tier
                                    when p.core then p.group_tier
                                    else greatest(p.group_tier, p.own_tier) end as tier) x
    left join room m on m.structure_id = p.structure_id
   order by 12;
end $$;
