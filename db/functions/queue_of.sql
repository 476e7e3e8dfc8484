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
create or replace function queue_of(p_op uuid, p_performance uuid, p_now timestamptz)
returns table (seat_id uuid, request_id uuid, structure_id uuid, account_id uuid, person_id uuid, kind text,
               tier int, grouped boolean, core boolean, minimum int, eligible boolean, rank int)
language sql stable security definer set search_path = public, pg_temp as $$
  with show as (
    select p.operator_id, p.id, p.venue_id, p.week, p.month, p.release_at, g.weekly_quota,
           (p_now at time zone g.zone)::date as today
      from performance p join programme g on g.operator_id = p.operator_id and g.id = p.programme_id
     where p.operator_id = p_op and p.id = p_performance
  ), rules as (
    select q.id, q.seats, case q.period when 'week' then s.week when 'month' then s.month else 'all' end as period_key
      from quota q, show s
     where q.operator_id = p_op and (q.performance_id = s.id or q.venue_id = s.venue_id)
  ), waiting as (
    select w.id, w.request_id, w.structure_id, r.account_id, w.person_id, w.kind, w.wait_seq, w.position,
           array_position(array['participant', 'guest', 'companion'], w.kind) as kind_order,
           r.minimum as wanted,
           r.formed_at is null and r.minimum > 1 and w.wait_seq = r.wait_seq as together,
           p.removed_at is null as active,
           st.suspended_at is null
             and (st.convention_from is null or s.today >= st.convention_from)
             and (st.convention_until is null or s.today <= st.convention_until) as structure_open,
           case when w.kind = 'companion' or s.weekly_quota is null or coalesce(u.taken, 0) < s.weekly_quota then 1 else 2 end as own_tier,
           s.release_at
      from seat w
      cross join show s
      join request r on r.operator_id = w.operator_id and r.id = w.request_id
      join person p on p.operator_id = w.operator_id and p.id = w.person_id
      join structure st on st.operator_id = w.operator_id and st.id = w.structure_id
      left join week_quota u on u.operator_id = w.operator_id and u.person_id = w.person_id and u.week = s.week
     where w.operator_id = p_op and w.performance_id = p_performance and w.state = 'waiting'
  ), asked as (
    -- One row a request: is a participant of it seated already, and can its group form, in which tier?
    select w.request_id,
           exists (select 1 from seat b where b.operator_id = p_op and b.request_id = w.request_id
                    and b.state = 'booked' and b.kind = 'participant') as seated,
           least(min(wanted), count(*) filter (where together))::int as minimum,
           count(*) filter (where together and active and own_tier = 1) as within,
           bool_or(together and active and own_tier = 1 and kind = 'participant') as within_participant,
           count(*) filter (where together and active) as able,
           bool_or(together and active and kind = 'participant') as able_participant
      from waiting w group by w.request_id
  ), tiered as (
    select w.*, a.seated,
           w.together and a.minimum > 1 as grouped,
           case when w.together then a.minimum else 1 end as minimum,
           case when a.within >= a.minimum and (a.seated or a.within_participant) then 1 else 2 end as group_tier,
           a.able >= a.minimum and (a.seated or a.able_participant) as formable,
           not a.seated and w.active and w.kind = 'participant' and row_number() over (
             partition by w.request_id, w.together, w.active, w.kind order by w.own_tier, w.position) = 1 as leads
      from waiting w join asked a using (request_id)
  ), picked as (
    select t.*,
           case when not t.grouped then true
                else t.active and row_number() over (partition by t.request_id, t.grouped
                       order by t.active desc, t.leads desc, t.own_tier, t.kind_order, t.position) <= t.minimum
           end as core
      from tiered t
  ), room as (
    -- A7: seats left to a structure under the tightest of the rules that apply.
    select st.structure_id, min(r.seats - coalesce(u.taken, 0)) as quota_left
      from (select distinct structure_id from waiting) st cross join rules r
      left join quota_use u on u.operator_id = p_op and u.quota_id = r.id and u.structure_id = st.structure_id and u.period_key = r.period_key
     group by st.structure_id
  )
  select p.id, p.request_id, p.structure_id, p.account_id, p.person_id, p.kind,
         x.tier, p.grouped, p.core, p.minimum,
         p.active and p.structure_open
           and (x.tier = 1 or p_now >= p.release_at)
           and case when p.grouped then p.core and p.formable else p.kind = 'participant' or p.seated end
           and coalesce(m.quota_left >= p.minimum, true),
         (row_number() over (order by x.tier, p.wait_seq, p.core desc, p.kind_order, p.position))::int
    from picked p
    cross join lateral (select case when not p.grouped then p.own_tier
                                    when p.core then p.group_tier
                                    else greatest(p.group_tier, p.own_tier) end as tier) x
    left join room m on m.structure_id = p.structure_id
   order by 12
$$;
