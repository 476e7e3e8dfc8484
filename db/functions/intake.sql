-- owner: router
-- execute: app, worker
-- Stores one incoming message, once (X4), in one autocommitted call: finds whose chat it is, gives it
-- the next number, and says whether it was there already. An unknown chat gets an account with the
-- reception, whose only flows are linking and asking to join. Confirmations of one performance are stored
-- one after the other: the next number is given once the last is committed, so that no batch of the lane
-- tells somebody a rank that an earlier press, still on its way in, takes from them a moment later.
-- `p_at`: null where the test clock says it.
create or replace function intake(p_channel text, p_platform_id text, p_chat_key text, p_lane uuid, p_id uuid, p_payload bytea, p_at timestamptz, p_address bytea default null)
returns table (operator_id uuid, account_id uuid, no bigint, fresh boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v_op uuid;
  v_account uuid;
  v_no bigint;
  v_at timestamptz := coalesce(p_at, (select t.now from test_clock t));
begin
  select k.operator_id, k.no into v_op, v_no from inbox_key k where k.channel = p_channel and k.platform_id = p_platform_id;
  if found then
    return query select i.operator_id, i.account_id, i.no, false from inbox i where i.operator_id = v_op and i.no = v_no;
    return;
  end if;

  select c.operator_id, c.account_id into v_op, v_account from chat c where c.channel = p_channel and c.chat_key = p_chat_key and c.active;
  if not found then
    v_op := '00000000-0000-7000-8000-000000000000';
    v_account := guichet_uuid();
    insert into account (operator_id, id, role, created_at) values (v_op, v_account, 'reception', v_at);
    insert into chat (channel, chat_key, operator_id, account_id, active, linked_at)
      values (p_channel, p_chat_key, v_op, v_account, true, v_at) on conflict do nothing;
    select c.operator_id, c.account_id into v_op, v_account from chat c where c.channel = p_channel and c.chat_key = p_chat_key and c.active;
  end if;

  -- Where to answer: known, and in use.
  if p_address is not null then
    insert into chat_address (channel, chat_key, address, used_at) values (p_channel, p_chat_key, p_address, v_at)
    on conflict (channel, chat_key) do update set address = excluded.address, used_at = excluded.used_at, unreachable_at = null;
  end if;

  if p_lane is not null then
    perform pg_advisory_xact_lock(hashtextextended(v_op::text || p_lane::text, 4712));
  end if;
  v_no := nextval('inbox_no');
  insert into inbox_key (channel, platform_id, operator_id, no) values (p_channel, p_platform_id, v_op, v_no) on conflict do nothing;
  if not found then
    return query select i.operator_id, i.account_id, i.no, false
      from inbox_key k join inbox i on i.operator_id = k.operator_id and i.no = k.no
     where k.channel = p_channel and k.platform_id = p_platform_id;
    return;
  end if;
  insert into inbox (operator_id, no, id, channel, chat_key, account_id, lane, payload, received_at)
    values (v_op, v_no, p_id, p_channel, p_chat_key, v_account, p_lane, p_payload, v_at);
  return query select v_op, v_account, v_no, true;
end $$;
