-- owner: router
-- execute: app, worker, reception
-- Whose account a token of the web chat stands for; nothing once the account is removed (A2).
create or replace function account_of_token(p_hash text)
returns table (operator_id uuid, account_id uuid, role text, structure_id uuid, lang text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.operator_id, a.id, a.role, a.structure_id, a.lang
    from route r join account a on a.operator_id = r.operator_id and a.id = r.ref
   where r.kind = 'token' and r.hash = p_hash and a.removed_at is null
$$;

-- owner: router
-- execute: router
-- A code was used (A2): the other chats of its account are told, and (the first time) whoever invited it. One nameless push each.
create or replace function tell_tied(p_op uuid, p_account uuid, p_code uuid, p_channel text, p_others boolean, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
  select p_op, guichet_uuid(), t.account_id, t.kind, p_account, jsonb_build_object('channel', p_channel, 'since', cast(extract(epoch from p_now) * 1000 as bigint)), t.kind || ':' || p_code, p_now
    from (
      select p_account as account_id, 'tied' as kind where p_others
      union all
      select i.id, 'arrived' from account a join account i on i.operator_id = a.operator_id and i.id = a.invited_by and i.removed_at is null
       where a.operator_id = p_op and a.id = p_account and not exists (select 1 from chat k where k.operator_id = p_op and k.account_id = p_account)
    ) t
  on conflict (operator_id, dedupe_key) do nothing
$$;

-- owner: router
-- execute: app, worker
-- Uses a one-time code (A2) and ties a chat to its account. p_by is the key of the message or request
-- that brought it: the same one again gives the same answer for as long as the code would have been good,
-- another one is told that it was used.
-- outcome: linked | unknown | used | expired | removed; and, with nothing used, where the chat answers for an account of that
-- operator already: already (it is this one) | taken (it is another: whoever was to have the code gets it still).
create or replace function redeem_code(p_hash text, p_by text, p_channel text, p_chat_key text, p_now timestamptz)
returns table (outcome text, operator_id uuid, account_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  c link_code;
  v_removed timestamptz;
  v_holder uuid;
  v_key text;
  v_others boolean;
begin
  select l.* into c from route r join link_code l on l.operator_id = r.operator_id and l.id = r.ref
   where r.kind = 'code' and r.hash = p_hash for update of l;
  if not found then
    return query select 'unknown', null::uuid, null::uuid; return;
  end if;
  select a.removed_at into v_removed from account a where a.operator_id = c.operator_id and a.id = c.account_id;
  if v_removed is not null then
    return query select 'removed', null::uuid, null::uuid; return;
  end if;
  if c.used_at is not null and (c.used_by is distinct from p_by or c.expires_at <= p_now) and not c.reusable then
    return query select 'used', null::uuid, null::uuid; return;
  end if;
  if c.used_at is null and c.expires_at <= p_now and not c.reusable then
    return query select 'expired', null::uuid, null::uuid; return;
  end if;
  if p_chat_key is not null and not c.reusable and c.used_at is null then
    select k.account_id into v_holder from chat k join account a on a.operator_id = k.operator_id and a.id = k.account_id
     where k.channel = p_channel and k.chat_key = p_chat_key and k.operator_id = c.operator_id and k.left_at is null and a.removed_at is null and a.role <> 'reception';
    if found then
      return query select case when v_holder = c.account_id then 'already' else 'taken' end, null::uuid, null::uuid; return;
    end if;
  end if;
  update link_code l set used_at = coalesce(l.used_at, p_now), used_by = coalesce(l.used_by, p_by)
   where l.operator_id = c.operator_id and l.id = c.id;

  -- A web chat is the account's own; elsewhere a chat may hold one account with each operator.
  v_key := coalesce(p_chat_key, c.account_id::text);
  v_others := exists (select 1 from chat k where k.operator_id = c.operator_id and k.account_id = c.account_id and k.left_at is null and (k.channel, k.chat_key) <> (p_channel, v_key));
  -- Once a code; the demo's, which anybody may use again, tell nobody. Who enters the page has a chat elsewhere to be told in.
  if c.used_at is null and not c.reusable then
    perform tell_tied(c.operator_id, c.account_id, c.id, p_channel, v_others, p_now);
  end if;
  update chat set active = false where channel = p_channel and chat_key = v_key and active;
  insert into chat (channel, chat_key, operator_id, account_id, active, linked_at)
    values (p_channel, v_key, c.operator_id, c.account_id, true, p_now)
    on conflict (channel, chat_key, operator_id) do update set account_id = excluded.account_id, active = true, linked_at = excluded.linked_at, left_at = null;
  return query select 'linked', c.operator_id, c.account_id;
end $$;

-- owner: router
-- execute: app, worker
create or replace function add_token(p_hash text, p_op uuid, p_account uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into route (kind, hash, operator_id, ref) values ('token', p_hash, p_op, p_account) on conflict do nothing
$$;

-- owner: router
-- execute: app, worker
create or replace function drop_token(p_hash text) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from route where kind = 'token' and hash = p_hash
$$;

-- owner: router
-- execute: app, worker
-- What the web pages that are open here should look at: for each token that still lets somebody in, the
-- newest number of its account (0: none). A token that is not in the answer has ended (logout, removal: A2).
create or replace function news_of_tokens(p_hashes text[])
returns table (hash text, seq bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.hash, coalesce((select max(o.seq) from outbox o where o.operator_id = r.operator_id and o.account_id = r.ref and o.seq is not null), 0)
    from route r join account a on a.operator_id = r.operator_id and a.id = r.ref
   where r.kind = 'token' and r.hash = any (p_hashes) and a.removed_at is null
$$;

-- owner: router
-- execute: app, worker
-- Which of these messages have been dealt with.
create or replace function settled_messages(p_op uuid, p_nos bigint[])
returns table (no bigint, state text)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.no, i.state from inbox i where i.operator_id = p_op and i.no = any (p_nos) and i.state <> 'pending'
$$;
