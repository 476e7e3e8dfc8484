-- owner: router
-- execute: worker
-- A code typed into a chat that is not linked yet (A2): the chat is found by its account with the
-- reception. A transaction of its own beside the turn's, joined to it by the inbox key (p_by): a turn
-- that is run again finds the same outcome.
create or replace function redeem_in_chat(p_hash text, p_by text, p_reception uuid, p_now timestamptz)
returns table (outcome text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_chat chat;
begin
  select c.* into v_chat from chat c
   where c.operator_id = '00000000-0000-7000-8000-000000000000' and c.account_id = p_reception;
  return query select r.outcome from redeem_code(p_hash, p_by, v_chat.channel, v_chat.chat_key, p_now) r;
end $$;
