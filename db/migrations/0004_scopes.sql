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

  -- An account reads and updates its own row whatever its role, and reads the key it is sealed with.
  execute 'create policy account_self on account to guichet_reception, guichet_person, guichet_venue, guichet_jury using (operator_id = g_op() and id = g_account()) with check (operator_id = g_op() and id = g_account())';
  execute 'create policy operator_key on data_key for select to guichet_reception, guichet_person, guichet_venue, guichet_jury using (operator_id = g_op() and structure_id is null)';

  -- Intake and claims cross operators; they see ids, instants and sealed bytes.
  foreach name in array array['account', 'chat', 'inbox', 'inbox_key', 'outbox', 'due', 'link_code', 'route'] loop
    execute format('grant select, insert, update, delete on %I to guichet_router', name);
    if name not in ('chat', 'inbox_key', 'route') then
      execute format('create policy router_all on %I to guichet_router using (true) with check (true)', name);
    end if;
  end loop;
end $$;

grant select, insert, update on programme, venue, event, quota to guichet_operator;
grant delete on quota to guichet_operator;
-- `taken` is written by deal() alone.
grant insert on performance to guichet_operator;
grant update (starts_at, ends_at, zone, week, month, opens_given, closes_given, opens_at, closes_at, release_at, capacity,
  cancelled_at, fingerprint, event_id, venue_id) on performance to guichet_operator;
grant update on performance to guichet_engine;

grant select on structure to guichet_structure, guichet_engine;
grant select, insert, update on structure to guichet_operator;
grant select, insert, update on person, party, party_member, alert, data_key to guichet_structure, guichet_operator;
grant delete on party_member, alert to guichet_structure, guichet_operator;
grant select, insert on request to guichet_structure, guichet_operator;
grant update (minimum) on request to guichet_structure, guichet_operator;
grant select, insert on seat to guichet_structure, guichet_operator;
-- A structure gives back, marks and reports; it never gives itself a seat.
grant update (state, cancelled_at, hindered_at, attendance) on seat to guichet_structure, guichet_operator;
grant select on week_quota, quota_use, seat_quota to guichet_structure, guichet_operator;
grant select, insert on audit to guichet_structure, guichet_operator;
grant select on data_key to guichet_reception, guichet_person, guichet_venue, guichet_jury;

grant select, update on account to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
grant insert on account to guichet_operator;
grant select, insert, update on session to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
grant select, update on inbox to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
grant select, insert, update on outbox to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
grant select, insert on file to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
grant select, insert, update on link_code to guichet_operator;
grant select, insert, update, delete on due to guichet_operator;
grant usage on sequence inbox_no, outbox_seq to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator, guichet_engine, guichet_router;

grant select, insert, update, delete on person, request, seat, week_quota, quota_use, seat_quota, alert, due, outbox to guichet_engine;
grant select on account, structure, programme, operator to guichet_engine;
-- A row lock needs the right to update a column.
grant update (removed_at) on account to guichet_engine;

grant select, insert, update on route to guichet_operator;
grant select on test_clock to guichet_app, guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_operator, guichet_jury, guichet_worker;
grant insert, update on test_clock to guichet_worker;
grant select, insert, update, delete on rate_limit to guichet_app;
