-- owner: router
-- execute: router
-- All that was given up with an operator, or fails again and again (X4): messages to a chat ('message'), mails ('mail'), messages whose turn
-- failed ('received'), timed work ('work'). Codes and ids; since: programme time at which it should have gone out, or came in.
-- What trying again could not help is left out: its account was removed, its chat untied; or its sender has said something
-- since: what they wrote before would be taken for an answer to what they are asked now (X2).
create or replace function given_up(p_op uuid)
returns table (what text, id uuid, kind text, account_id uuid, channel text, error text, since timestamptz, tries int)
language sql stable security definer set search_path = public, pg_temp as $$
  select 'message', d.id, o.kind, d.account_id, d.channel, case when d.error in ('refused', 'later', 'unreadable') then d.error else 'error' end, coalesce(o.sent_at, o.due_at), d.attempts
    from delivery d join outbox o on o.operator_id = d.operator_id and o.id = d.outbox_id
   where d.operator_id = p_op and d.state = 'failed'
     and exists (select 1 from chat c join account a on a.operator_id = c.operator_id and a.id = c.account_id
                  where c.channel = d.channel and c.chat_key = d.chat_key and c.operator_id = d.operator_id and c.account_id = d.account_id and c.left_at is null and a.removed_at is null)
  union all
  -- A push that cannot be written is tried for ever; a mail is given up after some time.
  select case when o.kind like 'mail-%' then 'mail' else 'message' end, o.id, o.kind, o.account_id, case when o.kind like 'mail-%' then 'mail' end,
         case when o.state = 'due' then 'error' when o.attempts >= 20 then 'later' else 'refused' end, o.due_at, o.attempts
    from outbox o join account a on a.operator_id = o.operator_id and a.id = o.account_id and a.removed_at is null
   where o.operator_id = p_op and (o.state = 'failed' or (o.state = 'due' and o.attempts >= 3))
     and (o.state = 'failed' or (o.not_before is not null and o.kind not like 'mail-%'))
  union all
  select 'received', i.id, case when i.lane is null then 'turn' else 'booking' end, i.account_id, i.channel, 'error', i.received_at, i.attempts
    from inbox i join account a on a.operator_id = i.operator_id and a.id = i.account_id and a.removed_at is null
   where i.operator_id = p_op and i.state = 'failed'
     and not exists (select 1 from inbox n where n.operator_id = i.operator_id and n.account_id = i.account_id and n.no > i.no and n.state = 'done')
  union all
  select 'work', d.id, d.kind, null, null, 'error', d.due_at, d.attempts from due d where d.operator_id = p_op and d.attempts >= 3
$$;

-- owner: router
-- execute: operator
-- A page of it, newest first: what stands after p_since and p_id. Instants to the millisecond, as pages give them back.
create or replace function undelivered(p_op uuid, p_since timestamptz, p_id uuid, p_limit int, p_offset int)
returns table (what text, id uuid, kind text, account_id uuid, channel text, error text, since timestamptz, tries int)
language sql stable security definer set search_path = public, pg_temp as $$
  select x.what, x.id, x.kind, x.account_id, x.channel, x.error, x.since, x.tries
    from (select g.what, g.id, g.kind, g.account_id, g.channel, g.error, date_trunc('milliseconds', g.since) as since, g.tries from given_up(p_op) g where p_op = g_op()) x
   where p_since is null or (x.since, x.id) < (p_since, p_id)
   order by x.since desc, x.id desc limit p_limit offset p_offset
$$;

-- owner: router
-- execute: router
-- Accounts that nothing gets to: every chat that they have beside the web page says so, and no address is known. since: of the last one.
create or replace function unreachable_accounts(p_op uuid) returns table (id uuid, role text, structure_id uuid, since timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.role, a.structure_id, date_trunc('milliseconds', max(x.unreachable_at))
    from account a
    join chat c on c.operator_id = a.operator_id and c.account_id = a.id and c.channel <> 'web' and c.left_at is null
    left join chat_address x on x.channel = c.channel and x.chat_key = c.chat_key
   where a.operator_id = p_op and a.removed_at is null and a.email_index is null
   group by a.operator_id, a.id having bool_and(x.unreachable_at is not null)
$$;

-- owner: router
-- execute: operator
-- A page of them, newest first.
create or replace function unreachable(p_op uuid, p_since timestamptz, p_id uuid, p_limit int, p_offset int)
returns table (id uuid, role text, structure_id uuid, since timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.role, u.structure_id, u.since from unreachable_accounts(p_op) u
   where p_op = g_op() and (p_since is null or (u.since, u.id) < (p_since, p_id))
   order by u.since desc, u.id desc limit p_limit offset p_offset
$$;

-- owner: router
-- execute: operator
-- How much of it there is: of messages (mails and what came in among them), of work, and of people whom nothing reaches.
create or replace function count_undelivered(p_op uuid) returns table (messages int, work int, people int)
language sql stable security definer set search_path = public, pg_temp as $$
  select (count(*) filter (where g.what <> 'work'))::int, (count(*) filter (where g.what = 'work'))::int, (select count(*)::int from unreachable_accounts(p_op) where p_op = g_op())
    from given_up(p_op) g where p_op = g_op()
$$;

-- owner: router
-- execute: operator
-- Tries again: one, or everything (null). What was tried: a second call, or what was done meanwhile, gives nothing. A delivery keeps its
-- place in its chat and the parts that have arrived; a message received keeps its number, and so its place in a queue.
create or replace function retry_undelivered(p_op uuid, p_id uuid) returns table (what text, id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if p_op is distinct from g_op() then
    return;
  end if;
  -- A turn that runs now ends first: it may have been said after what is tried again.
  perform 1 from account a where a.operator_id = p_op
     and a.id in (select g.account_id from given_up(p_op) g where g.what = 'received' and (p_id is null or g.id = p_id)) order by a.id for no key update;
  return query
  with wanted as (
    select g.what, g.id from given_up(p_op) g where p_id is null or g.id = p_id
  ), messages as (
    update delivery d set state = 'due', attempts = 0, leased_until = null, not_before = null, error = null
      from wanted w where w.what = 'message' and d.operator_id = p_op and d.id = w.id and d.state = 'failed' returning w.what, w.id
  ), sent as (
    update outbox o set state = 'due', attempts = 0, leased_until = null, not_before = null
      from wanted w where w.what in ('message', 'mail') and o.operator_id = p_op and o.id = w.id and (o.state = 'failed' or (o.state = 'due' and o.attempts >= 3)) returning w.what, w.id
  ), unused as (
    -- The code in a mail that was given up may have run out: it is made again when the mail is sent.
    delete from link_code l using wanted w where w.what = 'mail' and l.operator_id = p_op and l.id = w.id and l.used_at is null returning l.id
  ), routes as (
    delete from route r using unused u where r.kind = 'code' and r.operator_id = p_op and r.ref = u.id returning r.ref
  ), apologies as (
    -- The apology stands where the first answer of the turn will.
    update outbox o set dedupe_key = o.dedupe_key || ':' || o.id
      from wanted w join inbox i on i.operator_id = p_op and i.id = w.id and i.state = 'failed'
     where w.what = 'received' and o.operator_id = p_op and o.answers = i.no returning o.id
  ), received as (
    update inbox i set state = 'pending', attempts = 0, not_before = null, error = null
      from wanted w where w.what = 'received' and i.operator_id = p_op and i.id = w.id and i.state = 'failed' returning w.what, w.id
  ), work as (
    update due d set attempts = 0, not_before = null
      from wanted w where w.what = 'work' and d.operator_id = p_op and d.id = w.id and d.attempts >= 3 returning w.what, w.id
  )
  select * from messages union all select * from sent union all select * from received union all select * from work;
end $$;

-- owner: router
-- execute: operator
-- Whether there is such a thing with the operator at all, given up or not.
create or replace function known_to_retry(p_op uuid, p_id uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select p_op = g_op() and (
    exists (select 1 from delivery d where d.operator_id = p_op and d.id = p_id) or exists (select 1 from outbox o where o.operator_id = p_op and o.id = p_id)
    or exists (select 1 from inbox i where i.operator_id = p_op and i.id = p_id) or exists (select 1 from due d where d.operator_id = p_op and d.id = p_id))
$$;
