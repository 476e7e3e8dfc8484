-- People and structures in full, visitors and leaders, what waits for somebody's decision, presence and
-- confirmation, names by channel, keys of scripts (A1–A3, A12, A14, A17, A19, X5).

-- A17: so many days before closing. A12: the morning after at this hour, and once again so many days later.
alter table programme
  add column confirm_days_before int[] not null default '{7,2}',
  add column attendance_at time not null default '09:00',
  add column attendance_again_days int not null default 2 check (attendance_again_days > 0);

-- Sealed: whom to reach there, telephone, e-mail, address.
alter table structure add column sealed bytea;

-- A1: a service or establishment of a structure, at an address of its own (sealed with its name and telephone).
create table service (
  operator_id uuid not null references operator (id),
  id uuid not null,
  structure_id uuid not null,
  sealed bytea not null,
  removed_at timestamptz,
  created_at timestamptz not null,
  primary key (operator_id, id),
  foreign key (operator_id, structure_id) references structure (operator_id, id)
);
create index service_structure on service (operator_id, structure_id);

-- A14: the accompanied person a visitor is, the companion a leader is; A16: the venue of its contact.
-- invited_by: the referent who gave the code, whom 'je voudrais y aller' reaches.
alter table account
  add column person_id uuid,
  add column venue_id uuid,
  add column invited_by uuid,
  add foreign key (operator_id, structure_id, person_id) references person (operator_id, structure_id, id),
  add foreign key (operator_id, venue_id) references venue (operator_id, id),
  add foreign key (operator_id, invited_by) references account (operator_id, id),
  add check (person_id is null or (structure_id is not null and role in ('visitor', 'leader'))),
  add check (venue_id is null or role = 'venue');
create unique index account_person on account (operator_id, person_id, role) where person_id is not null and removed_at is null;
create index account_venue on account (operator_id, venue_id) where venue_id is not null;
create index account_invited on account (operator_id, invited_by) where invited_by is not null;
create index account_reached on account (operator_id, role) where removed_at is null;

-- A2: by which chat it came, as a keyed hash: an account may have several on one channel.
alter table inbox add column chat_key text;

-- A17: kept by an answer. A moved performance asks again.
alter table seat add column confirmed_at timestamptz;
-- A19: cancelled with its performance, and not by whoever asked for it.
alter table seat add column voided_at timestamptz;
create index seat_voided on seat (operator_id, performance_id) where voided_at is not null;
create index seat_to_mark on seat (operator_id, structure_id, performance_id) where state = 'booked' and attendance = 'unknown';
-- What a performance makes due is found by it: moved and dropped with it (db/schedule.ts).
create index due_subject on due (operator_id, subject);

-- Something that waits for a yes or no of somebody else, and what became of it. The operator answers who asks to
-- join (A1), for an exception, for the end of a suspension; a structure's referents answer its visitors (A14).
-- account_id: who asked, when they have an account with this operator.
create table decision (
  operator_id uuid not null references operator (id),
  id uuid not null,
  kind text not null check (kind in ('joining', 'exception', 'suspension', 'wish', 'hindrance')),
  answered_by text not null check (answered_by in ('operator', 'structure')),
  structure_id uuid,
  account_id uuid,
  person_id uuid,
  performance_id uuid,
  sealed bytea,
  state text not null default 'open' check (state in ('open', 'granted', 'refused', 'withdrawn')),
  created_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  primary key (operator_id, id),
  foreign key (operator_id, structure_id) references structure (operator_id, id),
  foreign key (operator_id, account_id) references account (operator_id, id),
  foreign key (operator_id, structure_id, person_id) references person (operator_id, structure_id, id),
  foreign key (operator_id, performance_id) references performance (operator_id, id),
  check ((state = 'open') = (decided_at is null)),
  check ((answered_by = 'structure') = (kind in ('wish', 'hindrance'))),
  check (kind = 'joining' or (structure_id is not null and account_id is not null)),
  check (kind not in ('wish', 'hindrance') or (person_id is not null and performance_id is not null))
);
-- Asked twice is asked once.
create unique index decision_once on decision (operator_id, kind, structure_id, person_id, performance_id) nulls not distinct
  where state = 'open' and kind <> 'joining';
create index decision_open on decision (operator_id, answered_by, structure_id, created_at) where state = 'open';
create index decision_account on decision (operator_id, account_id);

-- X5: how names leave by a channel. Without a row: in full on the web chat; elsewhere in full, or not at all
-- where children are protected (core/domain/operator.ts says which). The web chat is where [Voir] leads: it shows them.
create table naming (
  operator_id uuid not null references operator (id),
  channel text not null check (channel ~ '^[a-z]{1,20}$'),
  naming text not null check (naming in ('full', 'initials', 'none')),
  primary key (operator_id, channel),
  check (channel <> 'web' or naming <> 'none')
);

-- Keys of scripts; only a keyed hash of each is kept, in route.
create table api_key (
  operator_id uuid not null references operator (id),
  id uuid not null,
  name text not null,
  role text not null check (role in ('operator', 'venue', 'read')),
  venue_id uuid,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (operator_id, id),
  foreign key (operator_id, venue_id) references venue (operator_id, id)
);
-- What a script's request came to, for a day, by the keyed hash of its Idempotency-Key (X4); sealed, as it can hold a code.
create table api_once (
  operator_id uuid not null references operator (id),
  key_hash text not null,
  id uuid not null,
  request_hash text not null,
  sealed bytea,
  created_at timestamptz not null,
  primary key (operator_id, key_hash)
);
create index api_once_age on api_once (operator_id, created_at);
alter table route drop constraint route_kind_check;
alter table route add constraint route_kind_check check (kind in ('code', 'token', 'number', 'email', 'key'));

-- What a push must know beside its subject: instants and ids, never a name.
alter table outbox add column detail jsonb not null default '{}';
grant insert (detail) on outbox to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;

do $$
declare name text;
begin
  foreach name in array array['service', 'decision', 'naming', 'api_key', 'api_once'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy operator_own on %I to guichet_operator using (operator_id = g_op()) with check (operator_id = g_op())', name);
    execute format('create policy engine_operator on %I to guichet_engine using (operator_id = g_op()) with check (operator_id = g_op())', name);
  end loop;
  foreach name in array array['service', 'decision'] loop
    execute format('create policy structure_own on %I to guichet_structure using (operator_id = g_op() and structure_id = g_structure()) with check (operator_id = g_op() and structure_id = g_structure())', name);
  end loop;
end $$;

-- A structure asks the operator; it does not answer in the operator's place.
create policy asks_only on decision as restrictive for update to guichet_structure using (answered_by = 'structure') with check (answered_by = 'structure');
create policy asks_open on decision as restrictive for insert to guichet_structure, guichet_person with check (state = 'open');
-- A visitor asks for the person they are or a guest of theirs, and sees what they asked.
create policy own_question on decision to guichet_person using (operator_id = g_op() and account_id = g_account())
  with check (operator_id = g_op() and account_id = g_account() and answered_by = 'structure' and (structure_id, person_id) in (
    select a.structure_id, p.id from account a join person p on p.operator_id = a.operator_id and p.structure_id = a.structure_id and a.person_id in (p.id, p.of_person)
     where a.operator_id = g_op() and a.id = g_account()));
grant select, insert, update (state, decided_at, decided_by) on decision to guichet_structure, guichet_operator;
grant select, insert on decision to guichet_person;
grant select, insert, update, delete on decision to guichet_engine;

grant select, insert, update on service to guichet_structure, guichet_operator;
grant select on service to guichet_engine;

-- How names are shown is nobody's secret; the operator decides it.
create policy everyone_reads on naming for select using (true);
grant select on naming to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_operator, guichet_jury, guichet_engine, guichet_router, guichet_app;
grant insert, update, delete on naming to guichet_operator;

create policy router_all on api_key to guichet_router using (true);
grant select on api_key to guichet_router;
grant select, insert, update (revoked_at) on api_key to guichet_operator;
grant select, insert, update (sealed), delete on api_once to guichet_operator;

-- A1: a structure keeps its own sheet; its convention, its suspension and its place on the map are the operator's.
create policy structure_keeps on structure for update to guichet_structure using (operator_id = g_op() and id = g_structure()) with check (operator_id = g_op() and id = g_structure());
grant update (name, kind, city, sealed) on structure to guichet_structure;

-- A2: a referent adds colleagues, visitors and leaders of the own structure, and nobody with more power.
create policy no_power on account as restrictive for insert to guichet_structure with check (role in ('referent', 'visitor', 'leader') and venue_id is null);
grant insert (operator_id, id, role, structure_id, sealed, email_index, lang, created_at, person_id, invited_by) on account to guichet_structure;
grant update (person_id, invited_by) on account to guichet_structure;
grant update (venue_id, person_id, invited_by) on account to guichet_operator;

-- A3.
grant update (kind, of_person, sealed, discreet, removed_at) on person to guichet_structure;
grant delete on party to guichet_structure, guichet_operator;

-- A17.
grant update (confirmed_at) on seat to guichet_structure, guichet_operator;

-- A14: who a visitor or leader is, and which seats they see (db/functions/own.sql, made with the functions): their own
-- and their guests', a leader's also those of the own structure at outings they hold a seat at.
drop policy nobody on person;
grant select on seat to guichet_person;
grant update (attendance) on seat to guichet_person;
grant insert on audit to guichet_person;
create policy own_doings on audit for insert to guichet_person with check (operator_id = g_op() and account_id = g_account());
