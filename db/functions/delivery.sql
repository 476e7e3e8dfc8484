-- owner: router
-- execute: reception, person, structure, venue, operator, jury
-- Sends a row of outbox on its way: an answer (p_no) to the chat that its message came by, a push (null) to the
-- reachable chat that the account used last. Nothing for the web page, which reads the outbox itself, and nothing
-- for an account that has no other chat. The row has to be the caller's own.
create or replace function add_delivery(p_op uuid, p_id uuid, p_outbox uuid, p_no bigint, p_edits text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into delivery (operator_id, id, outbox_id, account_id, channel, chat_key, seq, edits)
  select p_op, p_id, o.id, o.account_id, x.channel, x.chat_key, coalesce(o.seq, nextval('outbox_seq')), p_edits
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
  insert into delivery (operator_id, id, outbox_id, account_id, channel, chat_key, seq)
  select p_op, guichet_uuid(), o.id, o.account_id, c.channel, c.chat_key, coalesce(o.seq, nextval('outbox_seq'))
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
-- Leases what is to be sent now, the oldest of each chat: the one behind it waits until that is settled. What has lost
-- its chat meanwhile (unlinked, removed: A2) is dropped.
create or replace function claim_deliveries(p_channels text[], p_machine_now timestamptz, p_lease interval, p_limit int)
returns table (operator_id uuid, id uuid, outbox_id uuid, account_id uuid, role text, structure_id uuid, lang text,
               channel text, chat_key text, address bytea, edits text, parts int, attempts int)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
  with heads as (
    select d.operator_id, d.id from delivery d
     where d.state = 'due' and d.channel = any (p_channels)
       and (d.leased_until is null or d.leased_until <= p_machine_now) and (d.not_before is null or d.not_before <= p_machine_now)
       and not exists (select 1 from delivery e where e.operator_id = d.operator_id and e.channel = d.channel and e.chat_key = d.chat_key
                          and e.state = 'due' and e.seq < d.seq)
     order by d.seq limit p_limit for update skip locked
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
  select t.operator_id, t.id, t.outbox_id, t.account_id, a.role, a.structure_id, a.lang, t.channel, t.chat_key, x.address, t.edits, t.parts, t.attempts
    from taken t
    join account a on a.operator_id = t.operator_id and a.id = t.account_id
    join chat_address x on x.channel = t.channel and x.chat_key = t.chat_key
   where t.state = 'due'
   order by t.seq;
end $$;

-- owner: router
-- execute: worker
-- How far one has come: 'due' with p_not_before, another try then; 'due' without, it is being sent and the lease goes on.
create or replace function settle_delivery(p_op uuid, p_id uuid, p_state text, p_parts int, p_message text, p_not_before timestamptz, p_error text, p_at timestamptz)
returns void
language sql security definer set search_path = public, pg_temp as $$
  update delivery set state = p_state, parts = p_parts, message = coalesce(p_message, message), error = p_error, not_before = p_not_before,
         leased_until = case when p_state = 'due' and p_not_before is null then leased_until + interval '30 seconds' end,
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
