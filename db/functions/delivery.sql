-- owner: router
-- execute: reception, person, structure, venue, operator, jury
-- Sends a row of outbox on its way: an answer (p_no) to the chat that its message came by, a push (null) to the
-- reachable chat that the account used last. Nothing for the web page, which reads the outbox itself, and nothing
-- for an account that has no other chat. The row has to be the caller's own.
create or replace function add_delivery(p_op uuid, p_id uuid, p_outbox uuid, p_no bigint, p_edits text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into delivery (operator_id, id, outbox_id, account_id, channel, chat_key, seq, edits, urgency)
  select p_op, p_id, o.id, o.account_id, x.channel, x.chat_key, coalesce(o.seq, nextval('outbox_seq')), p_edits, urgency_of(o.kind)
    from outbox o
    cross join lateral (
      select i.channel, i.chat_key, 0 as place from inbox i join chat_address a on a.channel = i.channel and a.chat_key = i.chat_key
       where i.operator_id = p_op and i.no = p_no and i.account_id = o.account_id and i.channel <> 'web'
      union all
      (select c.channel, c.chat_key, 1 from chat c join chat_address a on a.channel = c.channel and a.chat_key = c.chat_key
        join account w on w.operator_id = c.operator_id and w.id = c.account_id
        where p_no is null and c.operator_id = p_op and c.account_id = o.account_id and c.active and c.channel <> 'web' and a.unreachable_at is null
          and w.push_channel is distinct from 'web'
        order by c.channel = w.push_channel desc nulls last, a.used_at desc, c.channel, c.chat_key limit 1)) x
   where o.operator_id = p_op and p_op = g_op() and o.id = p_outbox and o.account_id = nullif(current_setting('g.account'), '')::uuid
   limit 1;
  return found;
end $$;

-- owner: router
-- execute: person, structure, venue, operator, jury
-- Sends a row of outbox to every reachable chat of its account but the one that was tied on p_channel at p_since: what happened there is
-- told elsewhere (A2). The row has to be the caller's own. How many.
create or replace function add_deliveries_elsewhere(p_op uuid, p_outbox uuid, p_channel text, p_since timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_n int;
begin
  insert into delivery (operator_id, id, outbox_id, account_id, channel, chat_key, seq, urgency)
  select p_op, guichet_uuid(), o.id, o.account_id, c.channel, c.chat_key, coalesce(o.seq, nextval('outbox_seq')), urgency_of(o.kind)
    from outbox o
    join chat c on c.operator_id = o.operator_id and c.account_id = o.account_id and c.active and c.left_at is null and c.channel <> 'web' and (c.channel, c.linked_at) <> (p_channel, p_since)
    join chat_address a on a.channel = c.channel and a.chat_key = c.chat_key and a.unreachable_at is null
   where o.operator_id = p_op and p_op = g_op() and o.id = p_outbox and o.account_id = nullif(current_setting('g.account'), '')::uuid
   order by c.channel, c.chat_key;
  get diagnostics v_n = row_count;
  return v_n;
end $$;

-- owner: router
-- execute: worker
-- Leases what leaves next by a channel: the most urgent first, and of each chat the oldest, while what is behind it waits. Its turn in the pace
-- is taken when it is about to leave (reserve_turn). What has lost its chat meanwhile (unlinked, removed: A2) is dropped. Nothing can leave
-- now, and something waits for its chat or for a pause: one row without an id says in how many milliseconds to look again.
create or replace function claim_deliveries(p_channel text, p_machine_now timestamptz, p_lease interval, p_limit int, p_chat_every interval, p_burst int)
returns table (operator_id uuid, id uuid, outbox_id uuid, account_id uuid, role text, structure_id uuid, lang text,
               channel text, chat_key text, address bytea, edits text, parts int, attempts int, urgency int, again_in float8)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v_clock timestamptz := clock_timestamp();
  v_held timestamptz;
  v_taken int := 0;
begin
  if not exists (select 1 from delivery d where d.state = 'due' and d.channel = p_channel) then
    return;
  end if;
  select x.held_until into v_held from pace x where x.channel = p_channel;
  if v_held is null or v_held <= v_clock then
    return query
    with heads as (
      select d.operator_id, d.id from delivery d
        join chat_address x on x.channel = d.channel and x.chat_key = d.chat_key
       where d.state = 'due' and d.channel = p_channel
         and (d.leased_until is null or d.leased_until <= p_machine_now) and (d.not_before is null or d.not_before <= p_machine_now)
         -- An answer may follow others closely; what nobody waits for keeps to the pace.
         and x.next_at - case when d.urgency = 0 then (p_burst - 1) * p_chat_every else interval '0' end <= v_clock
         and not exists (select 1 from delivery e where e.operator_id = d.operator_id and e.channel = d.channel and e.chat_key = d.chat_key
                            and e.state = 'due' and e.seq < d.seq)
       order by d.urgency, d.seq limit p_limit for update of d skip locked
    ), taken as (
      update delivery d
         set leased_until = p_machine_now + p_lease, attempts = d.attempts + 1,
             state = case when exists (
               select 1 from chat c join account a on a.operator_id = c.operator_id and a.id = c.account_id
                where c.channel = d.channel and c.chat_key = d.chat_key and c.operator_id = d.operator_id and c.account_id = d.account_id and a.removed_at is null)
               then 'due' else 'dropped' end
        from heads h where d.operator_id = h.operator_id and d.id = h.id
      returning d.*
    )
    select t.operator_id, t.id, t.outbox_id, t.account_id, a.role, a.structure_id, a.lang, t.channel, t.chat_key, x.address, t.edits, t.parts, t.attempts, t.urgency::int, null::float8
      from taken t
      join account a on a.operator_id = t.operator_id and a.id = t.account_id
      join chat_address x on x.channel = t.channel and x.chat_key = t.chat_key
     where t.state = 'due'
     order by t.urgency, t.seq;
    get diagnostics v_taken = row_count;
  end if;
  if v_taken > 0 then
    return;
  end if;
  return query
    select null::uuid, null::uuid, null::uuid, null::uuid, null, null::uuid, null, p_channel, null, null::bytea, null, 0, 0, 0, greatest(1, extract(epoch from w.at - v_clock) * 1000)::float8
      from (
        select greatest(v_held, min(x.next_at - case when d.urgency = 0 then (p_burst - 1) * p_chat_every else interval '0' end)) as at
          from delivery d join chat_address x on x.channel = d.channel and x.chat_key = d.chat_key
         where d.state = 'due' and d.channel = p_channel
           and (d.leased_until is null or d.leased_until <= p_machine_now) and (d.not_before is null or d.not_before <= p_machine_now)
           and not exists (select 1 from delivery e where e.operator_id = d.operator_id and e.channel = d.channel and e.chat_key = d.chat_key
                              and e.state = 'due' and e.seq < d.seq)
      ) w where w.at is not null and w.at > v_clock;
end $$;

-- owner: router
-- execute: worker
-- The next turn in a channel's pace and in a chat's, for one part that is ready to leave: milliseconds until it may.
create or replace function reserve_turn(p_channel text, p_chat_key text, p_every interval, p_chat_every interval, p_burst int) returns float8
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_pace pace;
  v_chat timestamptz;
  v_clock timestamptz;
begin
  insert into pace (channel) values (p_channel) on conflict do nothing;
  select * into v_pace from pace x where x.channel = p_channel for update;
  v_clock := clock_timestamp();
  update pace x set next_at = greatest(x.next_at, v_clock) + p_every where x.channel = p_channel;
  select x.next_at - (p_burst - 1) * p_chat_every into v_chat from chat_address x where x.channel = p_channel and x.chat_key = p_chat_key;
  update chat_address x set next_at = greatest(x.next_at, v_clock, v_pace.next_at) + p_chat_every where x.channel = p_channel and x.chat_key = p_chat_key;
  return greatest(0, extract(epoch from greatest(v_clock, v_pace.next_at, v_pace.held_until, v_chat) - v_clock) * 1000);
end $$;

-- owner: router
-- execute: worker
-- The platform asks for a pause: nothing leaves by the channel before it is over, from no process.
create or replace function hold_pace(p_channel text, p_for interval) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into pace (channel, held_until) values (p_channel, clock_timestamp() + p_for)
  on conflict (channel) do update set held_until = greatest(pace.held_until, excluded.held_until)
$$;

-- owner: router
-- execute: worker
-- What this process is sending is its own for so long again.
create or replace function keep_deliveries(p_ops uuid[], p_ids uuid[], p_until timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  update delivery d set leased_until = p_until from unnest(p_ops, p_ids) k (op, id)
   where d.operator_id = k.op and d.id = k.id and d.state = 'due' and d.leased_until is not null
$$;

-- owner: router
-- execute: worker
-- How far one has come: 'due' with p_not_before, another try then; 'due' without, it is being sent and the lease goes on. Not p_counts: it was no try.
create or replace function settle_delivery(p_op uuid, p_id uuid, p_state text, p_parts int, p_message text, p_not_before timestamptz, p_error text, p_counts boolean, p_at timestamptz)
returns void
language sql security definer set search_path = public, pg_temp as $$
  update delivery set state = p_state, parts = p_parts, message = coalesce(p_message, message), error = p_error, not_before = p_not_before,
         attempts = attempts - case when p_counts then 0 else 1 end,
         leased_until = case when p_state = 'due' and p_not_before is null then leased_until end,
         sent_at = case when p_state = 'sent' then p_at end
   where operator_id = p_op and id = p_id and state = 'due'
$$;

-- owner: router
-- execute: worker
-- Whether anything gets to a chat. What was on its way to one that nothing gets to any more is dropped.
create or replace function mark_reachable(p_channel text, p_chat_key text, p_reachable boolean, p_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update chat_address set unreachable_at = case when p_reachable then null else coalesce(unreachable_at, p_at) end
   where channel = p_channel and chat_key = p_chat_key;
  if not p_reachable then
    update delivery set state = 'dropped', error = 'unreachable' where channel = p_channel and chat_key = p_chat_key and state = 'due';
  end if;
end $$;

-- owner: router
-- execute: app, worker
-- Who answers in a chat; nothing where it is nobody's, or the reception's.
create or replace function account_of_chat(p_channel text, p_chat_key text)
returns table (operator_id uuid, account_id uuid, role text, structure_id uuid, lang text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.operator_id, a.id, a.role, a.structure_id, a.lang
    from chat c join account a on a.operator_id = c.operator_id and a.id = c.account_id
   where c.channel = p_channel and c.chat_key = p_chat_key and c.active and a.role <> 'reception' and a.removed_at is null
$$;

-- owner: router
-- execute: app, worker
-- An account as it stands now; nothing once it is removed (A2).
create or replace function account_now(p_op uuid, p_account uuid)
returns table (operator_id uuid, account_id uuid, role text, structure_id uuid, lang text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.operator_id, a.id, a.role, a.structure_id, a.lang from account a where a.operator_id = p_op and a.id = p_account and a.removed_at is null
$$;

-- owner: router
-- execute: worker
-- Takes or keeps a piece of work that one process does at a time. False: another one has it.
create or replace function take_lease(p_name text, p_holder text, p_machine_now timestamptz, p_for interval) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into lease (name, holder, until) values (p_name, p_holder, p_machine_now + p_for)
  on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where lease.holder = excluded.holder or lease.until <= p_machine_now;
  return found;
end $$;

-- owner: router
-- execute: worker
create or replace function drop_lease(p_name text, p_holder text) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from lease where name = p_name and holder = p_holder
$$;
