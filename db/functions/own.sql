-- owner: engine
-- execute: person
-- A14: the seats that a visitor or leader sees. A visitor's own and their guests'; a leader's also those of the own
-- structure at the outings they hold a seat at, whom they answer for there. A policy on seat cannot read seat itself.
create or replace function own_seats() returns table (seat_id uuid, performance_id uuid, person_id uuid, led boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  with me as (
    select a.person_id, a.structure_id, a.role from account a
     where a.operator_id = g_op() and a.id = g_account() and a.person_id is not null and a.removed_at is null
  ), own as (
    select s.id, s.performance_id, s.person_id, s.state from seat s join me on true
     where s.operator_id = g_op() and (s.person_id = me.person_id
        or s.person_id in (select g.id from person g where g.operator_id = g_op() and g.of_person = me.person_id))
  )
  select o.id, o.performance_id, o.person_id, me.role = 'leader' and o.state = 'booked' from own o cross join me
  union
  select s.id, s.performance_id, s.person_id, true
    from me join seat s on s.operator_id = g_op() and s.structure_id = me.structure_id and s.state = 'booked'
   where me.role = 'leader' and s.performance_id in (select o.performance_id from own o where o.person_id = me.person_id and o.state = 'booked')
$$;
drop policy if exists own_seats on seat;
create policy own_seats on seat for select to guichet_person using (operator_id = g_op() and id in (select o.seat_id from own_seats() o));
drop policy if exists led_seats on seat;
create policy led_seats on seat for update to guichet_person using (operator_id = g_op() and id in (select o.seat_id from own_seats() o where o.led))
  with check (operator_id = g_op());
drop policy if exists own_people on person;
create policy own_people on person for select to guichet_person using (operator_id = g_op() and (
  id in (select a.person_id from account a where a.operator_id = g_op() and a.id = g_account())
  or of_person in (select a.person_id from account a where a.operator_id = g_op() and a.id = g_account())
  or id in (select o.person_id from own_seats() o)));

-- owner: engine
-- execute: structure, operator, person
-- Tells whoever it concerns of a decision, in the transaction that asks for it or makes it: one nameless push each. An open
-- one goes to those who answer it (the operator's accounts; of a structure, the referent who invited the visitor, else
-- all), a made one to who asked. Only for decisions of the caller's own structure or account.
create or replace function tell_decision(p_op uuid, p_decision uuid, p_now timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  d decision;
  v_told int;
begin
  select * into d from decision where operator_id = p_op and id = p_decision;
  if not found or (current_setting('g.role') = 'structure' and d.structure_id is distinct from g_structure())
     or (current_setting('g.role') = 'person' and d.account_id is distinct from g_account()) then
    return 0;
  end if;
  -- Nobody is left without an answer: what is still open when the performance begins is withdrawn then.
  if d.state = 'open' and d.performance_id is not null then
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
    select p_op, guichet_uuid(), 'lapse', p.id, greatest(p.starts_at, p_now), 'lapse:' || p.id || ':' || extract(epoch from p.starts_at)
      from performance p where p.operator_id = p_op and p.id = d.performance_id
    on conflict (operator_id, dedupe_key) do nothing;
  end if;
  insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at)
  select p_op, guichet_uuid(), t.id, case d.state when 'open' then 'asked' else 'decided' end, d.id, 'decision:' || d.id || ':' || d.state || ':' || t.id, p_now
    from (
      select a.id from account a
       where d.state = 'open' and d.answered_by = 'operator' and a.operator_id = p_op and a.role = 'operator' and a.removed_at is null
      union
      select r.account_id from referents_of(p_op, d.structure_id, (select v.invited_by from account v where v.operator_id = p_op and v.id = d.account_id)) r
       where d.state = 'open' and d.answered_by = 'structure'
      union
      select d.account_id where d.state <> 'open' and d.account_id is not null
    ) t
  on conflict (operator_id, dedupe_key) do nothing;
  get diagnostics v_told = row_count;
  return v_told;
end $$;

-- owner: engine
-- execute: engine
-- Whom a message about a structure's people reaches: this account while it is a referent there, else all of its referents.
create or replace function referents_of(p_op uuid, p_structure uuid, p_account uuid) returns table (account_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id from account a
   where a.operator_id = p_op and a.structure_id = p_structure and a.role = 'referent' and a.removed_at is null
     and (a.id = p_account or not exists (
           select 1 from account b where b.operator_id = p_op and b.id = p_account and b.structure_id = p_structure and b.role = 'referent' and b.removed_at is null))
$$;

-- owner: router
-- execute: structure, operator, person, venue, jury
-- A one-time code for an account (A2): of the caller's own structure or operator; of the caller alone, for everybody else. p_hash is the keyed
-- hash of the code, which is shown once and kept nowhere. False: no such account, or removed.
create or replace function give_code(p_op uuid, p_account uuid, p_id uuid, p_hash text, p_expires timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_op is distinct from g_op() or not exists (
       select 1 from account a where a.operator_id = p_op and a.id = p_account and a.removed_at is null
          and case current_setting('g.role') when 'operator' then true when 'structure' then a.structure_id = g_structure() else a.id = g_account() end) then
    return false;
  end if;
  insert into link_code (operator_id, id, account_id, expires_at) values (p_op, p_id, p_account, p_expires);
  insert into route (kind, hash, operator_id, ref, expires_at) values ('code', p_hash, p_op, p_id, p_expires);
  return true;
end $$;

-- owner: router
-- execute: app, worker, reception
-- Lost access (A2): a mail with a new code for every account of this address (its keyed hash), written when it is sent.
-- One within p_bucket (a part of the dedupe key). Nothing is given back: the same whether the address is known or not.
create or replace function ask_code(p_email text, p_bucket text, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at)
  select a.operator_id, guichet_uuid(), a.id, 'mail-code', a.id, 'mail-code:' || a.id || ':' || p_bucket, p_now
    from account a where a.email_index = p_email and a.removed_at is null and a.role <> 'reception'
  on conflict (operator_id, dedupe_key) do nothing
$$;

-- owner: router
-- execute: app
-- What a script's key may do, and for whom; nothing once it is revoked.
create or replace function key_of(p_hash text) returns table (operator_id uuid, key_id uuid, role text, venue_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.operator_id, k.id, k.role, k.venue_id from route r join api_key k on k.operator_id = r.operator_id and k.id = r.ref
   where r.kind = 'key' and r.hash = p_hash and k.revoked_at is null
$$;

-- owner: router
-- execute: structure, operator
-- A mail with a new code for one account of the caller's (A2). False: no such account, or it has no address.
create or replace function mail_code(p_op uuid, p_account uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_op is distinct from g_op() or not exists (
       select 1 from account a where a.operator_id = p_op and a.id = p_account and a.removed_at is null and a.email_index is not null
          and case current_setting('g.role') when 'operator' then true else a.structure_id = g_structure() end) then
    return false;
  end if;
  insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at)
  values (p_op, guichet_uuid(), p_account, 'mail-code', p_account, 'mail-code:' || p_account || ':' || extract(epoch from date_trunc('minute', p_now)), p_now)
  on conflict (operator_id, dedupe_key) do nothing;
  return true;
end $$;

-- owner: router
-- execute: structure, operator
-- Whether an account of the caller's operator has been linked to any chat or page yet.
create or replace function linked_accounts(p_op uuid, p_accounts uuid[]) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select p_op = g_op() and exists (select 1 from chat c where c.operator_id = p_op and c.account_id = any (p_accounts))
$$;
