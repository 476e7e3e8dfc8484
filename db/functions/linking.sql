-- owner: router
-- execute: router
-- The chat that a message came by.
create or replace function chat_of(p_op uuid, p_no bigint) returns chat
language sql stable security definer set search_path = public, pg_temp as $$
  select c from inbox i join chat c on c.channel = i.channel and c.operator_id = i.operator_id and c.account_id = i.account_id
   where i.operator_id = p_op and i.no = p_no and (i.chat_key is null or i.chat_key = c.chat_key) and c.left_at is null
   order by c.linked_at desc limit 1
$$;

-- owner: router
-- execute: worker
-- A code typed into a chat (A2), whosever the chat is by now: the account of the code becomes the one that answers
-- there. A transaction of its own beside the turn's, joined to it by the inbox key (p_by): a turn that is run again
-- finds the same outcome.
create or replace function redeem_in_chat(p_hash text, p_by text, p_op uuid, p_no bigint, p_now timestamptz)
returns table (outcome text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_chat chat;
begin
  v_chat := chat_of(p_op, p_no);
  if v_chat.channel is null then
    return query select 'unknown'; return;
  end if;
  return query select r.outcome from redeem_code(p_hash, p_by, v_chat.channel, v_chat.chat_key, p_now) r;
end $$;

-- owner: router
-- execute: worker
-- Whether there is such a code at all, used or not: typed where it cannot be used (the web chat is one account's).
create or replace function code_exists(p_hash text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from route r where r.kind = 'code' and r.hash = p_hash)
$$;

-- owner: router
-- execute: person, structure, venue, operator, jury
-- The accounts that the chat of a message holds (A2), one an operator; the message has to be the caller's own. None:
-- the web chat is one account's.
create or replace function accounts_of_chat(p_op uuid, p_no bigint)
returns table (operator_id uuid, operator text, active boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v_chat chat;
begin
  v_chat := chat_of(p_op, p_no);
  if p_op is distinct from g_op() or v_chat.account_id is distinct from g_account() or v_chat.channel = 'web' then
    return;
  end if;
  return query
    select c.operator_id, o.name, c.active from chat c
      join operator o on o.id = c.operator_id
      join account a on a.operator_id = c.operator_id and a.id = c.account_id
     where c.channel = v_chat.channel and c.chat_key = v_chat.chat_key and o.kind <> 'reception' and a.removed_at is null and c.left_at is null
     order by o.name, c.operator_id;
end $$;

-- owner: router
-- execute: person, structure, venue, operator, jury
-- Another of its accounts answers in the chat of a message from now on. False: the chat has none with that operator.
create or replace function switch_account(p_op uuid, p_no bigint, p_to uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_chat chat;
begin
  if not exists (select 1 from accounts_of_chat(p_op, p_no) x where x.operator_id = p_to) then
    return false;
  end if;
  v_chat := chat_of(p_op, p_no);
  update chat c set active = false where c.channel = v_chat.channel and c.chat_key = v_chat.chat_key and c.active and c.operator_id <> p_to;
  update chat c set active = true where c.channel = v_chat.channel and c.chat_key = v_chat.chat_key and c.operator_id = p_to;
  return true;
end $$;

-- owner: router
-- execute: structure, operator
-- An account ends (A2): of the caller's structure, or (an operator) of the caller's operator; never one's own. Its pages
-- and codes let nobody in, its chats are another account's or nobody's, its pushes stay unsent. False: none such.
create or replace function end_account(p_op uuid, p_account uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_chat chat;
begin
  if p_op is distinct from g_op() or p_account is not distinct from nullif(current_setting('g.account'), '')::uuid then
    return false;
  end if;
  update account a set removed_at = p_now
   where a.operator_id = p_op and a.id = p_account and a.removed_at is null and a.role <> 'reception'
     and case current_setting('g.role') when 'operator' then true else a.structure_id = g_structure() end;
  if not found then
    return false;
  end if;
  delete from route r where r.kind = 'token' and r.operator_id = p_op and r.ref = p_account;
  update outbox o set state = 'dropped' where o.operator_id = p_op and o.account_id = p_account and o.state = 'due';
  for v_chat in delete from chat c where c.operator_id = p_op and c.account_id = p_account returning c.* loop
    update chat c set active = true
     where v_chat.active and c.channel = v_chat.channel and c.chat_key = v_chat.chat_key and c.operator_id = (
       select x.operator_id from chat x join account a on a.operator_id = x.operator_id and a.id = x.account_id
        where x.channel = v_chat.channel and x.chat_key = v_chat.chat_key and a.removed_at is null and x.left_at is null
        order by a.role = 'reception', x.linked_at desc limit 1);
  end loop;
  return true;
end $$;

-- owner: router
-- execute: person, structure, venue, operator, jury
-- The caller's own chats beside the web page (A2), the one used last first. `here`: message p_no came by it.
create or replace function own_chats(p_op uuid, p_no bigint)
returns table (channel text, chat_key text, linked_at timestamptz, used_at timestamptz, reachable boolean, here boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v_here chat := chat_of(p_op, p_no);
begin
  return query
    select c.channel, c.chat_key, c.linked_at, coalesce(x.used_at, c.linked_at), x.unreachable_at is null,
           c.channel is not distinct from v_here.channel and c.chat_key is not distinct from v_here.chat_key
      from chat c left join chat_address x on x.channel = c.channel and x.chat_key = c.chat_key
     where c.operator_id = p_op and p_op = g_op() and c.account_id = g_account() and c.channel <> 'web' and c.left_at is null
     order by coalesce(x.used_at, c.linked_at) desc, c.channel, c.chat_key;
end $$;

-- owner: router
-- execute: person, structure, venue, operator, jury
-- The caller unties one of their chats: another of its accounts answers there, or nobody does. False: it is none of theirs.
create or replace function leave_chat(p_op uuid, p_chat_key text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_chat chat;
begin
  update chat c set left_at = p_now, active = false
   where c.operator_id = p_op and p_op = g_op() and c.account_id = g_account() and c.channel <> 'web' and c.chat_key = p_chat_key and c.left_at is null
  returning c.* into v_chat;
  if not found then
    return false;
  end if;
  update chat c set active = true
   where c.channel = v_chat.channel and c.chat_key = v_chat.chat_key
     and not exists (select 1 from chat y where y.channel = v_chat.channel and y.chat_key = v_chat.chat_key and y.active)
     and c.operator_id = (
       select x.operator_id from chat x join account a on a.operator_id = x.operator_id and a.id = x.account_id
        where x.channel = v_chat.channel and x.chat_key = v_chat.chat_key and a.removed_at is null and x.left_at is null
        order by a.role = 'reception', x.linked_at desc limit 1);
  return true;
end $$;

-- owner: engine
-- execute: reception
-- Somebody asks to join (A1): kept with the reception, sealed, and carried to the operator that is meant by a piece of
-- due work (no transaction crosses operators). 'many': three a day from one chat, or a flood from all of them.
create or replace function ask_joining(p_op uuid, p_id uuid, p_sealed bytea, p_now timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_op is distinct from g_op() then
    return 'many';
  end if;
  if (select count(*) from decision d where d.operator_id = p_op and d.account_id = g_account() and d.created_at > p_now - interval '24 hours') >= 3
     or (select count(*) from decision d where d.operator_id = p_op and d.created_at > p_now - interval '1 hour') >= 200 then
    return 'many';
  end if;
  insert into decision (operator_id, id, kind, answered_by, account_id, sealed, created_at)
  values (p_op, p_id, 'joining', 'operator', g_account(), p_sealed, p_now);
  insert into due (operator_id, id, kind, subject, due_at, dedupe_key) values (p_op, guichet_uuid(), 'joining', p_id, p_now, 'joining:' || p_id);
  return 'asked';
end $$;
