-- owner: engine
-- execute: engine
-- A16: after the closing the venue has its guest list: when somebody's seat is given or given back, it is told again in a while, once for
-- all that changes until then.
create or replace function tell_guests_again(p_op uuid, p_show performance, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
  select p_op, guichet_uuid(), 'guests', p_show.id, p_now + interval '10 minutes', 'guests:' || p_show.id || ':again'
   where p_now >= p_show.closes_at and p_now < p_show.starts_at
  on conflict (operator_id, dedupe_key) do nothing
$$;

-- owner: engine
-- execute: operator
-- Tells those whom seats of a performance concern, one nameless push an account: who booked (p_state 'booked') or waits ('waiting')
-- there, a visitor for whom it is, and a leader who holds a seat among their own. p_at: the instant that was planned. What it says is
-- read again when it is sent; `p_mark` is what must still stand there then, in ms. The number of accounts.
create or replace function tell_concerned(p_op uuid, p_performance uuid, p_kind text, p_state text, p_at timestamptz, p_mark timestamptz, p_now timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_told int;
begin
  insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
  select p_op, guichet_uuid(), t.account_id, p_kind, p_performance, jsonb_build_object('mark', cast(extract(epoch from p_mark) * 1000 as bigint)),
         p_kind || ':' || p_performance || ':' || extract(epoch from p_at) || ':' || t.account_id, p_now
    from (
      select distinct w.account_id
        from performance p
        join event e on e.operator_id = p.operator_id and e.id = p.event_id and e.cancelled_at is null
        join seat s on s.operator_id = p.operator_id and s.performance_id = p.id and s.state = p_state
        join request r on r.operator_id = s.operator_id and r.id = s.request_id
        cross join lateral (
          select f.account_id from referents_of(p_op, s.structure_id, r.account_id) f
          union
          select a.id from account a
           where a.operator_id = p_op and a.person_id = s.person_id and a.removed_at is null
             and (a.role = 'visitor' or (a.role = 'leader' and p_state = 'booked'))
        ) w
       where p.operator_id = p_op and p.id = p_performance and p.cancelled_at is null and p.starts_at > p_now
    ) t
   order by t.account_id
  on conflict (operator_id, dedupe_key) do nothing;
  get diagnostics v_told = row_count;
  return v_told;
end $$;
