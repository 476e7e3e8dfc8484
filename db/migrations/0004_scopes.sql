-- Who sees what. Scopes are roles without login; a transaction takes one with SET LOCAL ROLE.
-- FORCE: the owner is under the policies too. guichet_engine (definer functions that cross
-- structures) sees one operator; guichet_router (intake, claims) sees the nameless queues of all.

grant usage on schema public to guichet_app, guichet_reception, guichet_person, guichet_structure, guichet_venue,
  guichet_operator, guichet_jury, guichet_worker, guichet_engine, guichet_router;

grant select on operator to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_operator, guichet_jury, guichet_engine, guichet_router, guichet_app;

do $$
declare name text;
begin
  foreach name in array array['programme', 'venue', 'event', 'performance', 'quota'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    -- Read by all: under any other condition text indexes would not serve the search.
    execute format('create policy everyone_reads on %I for select using (true)', name);
    execute format('grant select on %I to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_operator, guichet_jury, guichet_engine, guichet_router, guichet_app', name);
    execute format('create policy operator_writes on %I to guichet_operator, guichet_engine using (operator_id = g_op()) with check (operator_id = g_op())', name);
  end loop;

  -- Rows of a structure.
  foreach name in array array['person', 'party', 'party_member', 'request', 'seat', 'week_quota', 'quota_use', 'seat_quota', 'alert', 'audit', 'data_key', 'account'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy structure_own on %I to guichet_structure using (operator_id = g_op() and structure_id = g_structure()) with check (operator_id = g_op() and structure_id = g_structure())', name);
    execute format('create policy operator_own on %I to guichet_operator using (operator_id = g_op()) with check (operator_id = g_op())', name);
    execute format('create policy engine_operator on %I to guichet_engine using (operator_id = g_op()) with check (operator_id = g_op())', name);
  end loop;
  execute 'alter table structure enable row level security';
  execute 'alter table structure force row level security';
  execute 'create policy structure_own on structure for select to guichet_structure using (operator_id = g_op() and id = g_structure())';
  execute 'create policy operator_own on structure to guichet_operator using (operator_id = g_op()) with check (operator_id = g_op())';
  execute 'create policy engine_operator on structure to guichet_engine using (operator_id = g_op()) with check (operator_id = g_op())';

  -- Rows of an account.
  foreach name in array array['session', 'inbox', 'outbox', 'file', 'link_code'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy account_own on %I to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury using (operator_id = g_op() and account_id = g_account()) with check (operator_id = g_op() and account_id = g_account())', name);
    execute format('create policy operator_own on %I to guichet_operator using (operator_id = g_op()) with check (operator_id = g_op())', name);
    execute format('create policy engine_operator on %I to guichet_engine using (operator_id = g_op()) with check (operator_id = g_op())', name);
  end loop;
  execute 'alter table due enable row level security';
  execute 'alter table due force row level security';
  execute 'create policy operator_own on due to guichet_operator using (operator_id = g_op()) with check (operator_id = g_op())';
  execute 'create policy engine_operator on due to guichet_engine using (operator_id = g_op()) with check (operator_id = g_op())';

  -- An account reads and updates its own row whatever its role, and reads the key it is sealed with: its
  -- structure's (visitors, leaders), or the operator's own.
  execute 'create policy account_self on account to guichet_reception, guichet_person, guichet_venue, guichet_jury using (operator_id = g_op() and id = g_account()) with check (operator_id = g_op() and id = g_account())';
  execute 'create policy own_key on data_key for select to guichet_reception, guichet_person, guichet_venue, guichet_jury using (operator_id = g_op()
    and structure_id is not distinct from (select a.structure_id from account a where a.operator_id = g_op() and a.id = g_account()))';
  execute 'create policy own_structure on structure for select to guichet_person using (operator_id = g_op()
    and id = (select a.structure_id from account a where a.operator_id = g_op() and a.id = g_account()))';
  -- Who a visitor is among the accompanied is not said yet (A14): until then they see nobody.
  execute 'create policy nobody on person for select to guichet_person using (false)';

  -- Intake and claims cross operators; they see ids, instants and sealed bytes.
  foreach name in array array['account', 'chat', 'inbox', 'inbox_key', 'outbox', 'due', 'link_code', 'route'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to guichet_router', name);
    execute format('create policy router_all on %I to guichet_router using (true) with check (true)', name);
  end loop;
  -- An operator makes codes for its own accounts: a route into another operator would be a way in.
  execute 'create policy operator_own on route to guichet_operator using (operator_id = g_op()) with check (operator_id = g_op())';
end $$;

grant select, insert, update on programme, venue, event, quota to guichet_operator;
grant delete on quota to guichet_operator;
-- `taken` is written by deal() alone, and begins at nothing.
grant insert (operator_id, id, event_id, programme_id, venue_id, external_id, starts_at, ends_at, zone, week, month, opens_given, closes_given,
  opens_at, closes_at, release_at, capacity, cancelled_at, fingerprint) on performance to guichet_operator;
grant update (starts_at, ends_at, zone, week, month, opens_given, closes_given, opens_at, closes_at, release_at, capacity,
  cancelled_at, fingerprint, event_id, venue_id) on performance to guichet_operator;
grant update on performance to guichet_engine;

grant select on structure to guichet_structure, guichet_person, guichet_engine;
grant select, insert, update on structure to guichet_operator;
grant select, insert, update on person, party, party_member, alert to guichet_structure, guichet_operator;
grant select on person to guichet_person;
grant delete on party_member, alert to guichet_structure, guichet_operator;
-- A key never changes once made: what it sealed could not be opened again.
grant select, insert on data_key to guichet_structure, guichet_operator;
-- A structure asks, gives back, marks and reports; it never gives itself a seat.
grant select, insert (operator_id, id, structure_id, account_id, performance_id, wait_seq, minimum, created_at), update (minimum)
  on request to guichet_structure, guichet_operator;
grant select, insert (operator_id, id, performance_id, request_id, structure_id, person_id, kind, wait_seq, position, number, week, created_at),
  update (state, cancelled_at, hindered_at, attendance) on seat to guichet_structure, guichet_operator;
grant select on week_quota, quota_use, seat_quota to guichet_structure, guichet_operator;
grant select, insert on audit to guichet_structure, guichet_operator;
grant select on data_key to guichet_reception, guichet_person, guichet_venue, guichet_jury;

-- Nobody raises their own role, or moves to another structure.
grant select, update (lang) on account to guichet_reception, guichet_person, guichet_venue, guichet_jury;
grant select, update (lang, sealed, email_index, removed_at) on account to guichet_structure, guichet_operator;
grant insert on account to guichet_operator;
grant select, insert, update on session to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
-- What was received is never rewritten, only marked.
grant select, update (state, attempts, not_before, error) on inbox to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
grant select, insert, update (state, body, seq, sent_at, due_at, attempts, leased_until, not_before)
  on outbox to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
grant select, insert on file to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
grant select, insert, update on link_code to guichet_operator;
grant select, insert, update, delete on due to guichet_operator;
grant usage on sequence inbox_no, outbox_seq, ran_no to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator, guichet_engine, guichet_router;
grant select on sequence ran_no to guichet_router;

grant select, insert, update, delete on person, request, seat, week_quota, quota_use, seat_quota, alert, due, outbox to guichet_engine;
grant select on account, structure, programme, operator to guichet_engine;
-- A row lock needs the right to update a column.
grant update (removed_at) on account to guichet_engine;
grant update (weekly_quota) on programme to guichet_engine;

grant select, insert, update on route to guichet_operator;
grant select, insert, update on test_clock to guichet_router;
grant select, insert, update, delete on rate_limit to guichet_app;
