-- People of a structure and the seats they hold or wait for. The rules that must never break are
-- constraints here; who is served next is decided in db/functions/deal.sql.

create table person (
  operator_id uuid not null references operator (id),
  id uuid not null,
  structure_id uuid not null,
  kind text not null check (kind in ('participant', 'guest', 'companion')),
  of_person uuid,
  sealed bytea not null,
  discreet boolean not null default false,
  removed_at timestamptz,
  created_at timestamptz not null,
  primary key (operator_id, id),
  foreign key (operator_id, structure_id) references structure (operator_id, id),
  check ((kind = 'guest') = (of_person is not null))
);
-- A person is always named together with the structure: another structure's id cannot be booked.
create unique index person_of_structure on person (operator_id, structure_id, id);
alter table person add foreign key (operator_id, structure_id, of_person) references person (operator_id, structure_id, id);

-- A named group ('famille Ferrand'), booked in one go (A13).
create table party (
  operator_id uuid not null references operator (id),
  id uuid not null,
  structure_id uuid not null,
  sealed bytea not null,
  primary key (operator_id, id),
  foreign key (operator_id, structure_id) references structure (operator_id, id)
);
create unique index party_of_structure on party (operator_id, structure_id, id);
create table party_member (
  operator_id uuid not null references operator (id),
  party_id uuid not null,
  person_id uuid not null,
  structure_id uuid not null,
  position int not null,
  primary key (operator_id, party_id, person_id),
  foreign key (operator_id, structure_id, party_id) references party (operator_id, structure_id, id),
  foreign key (operator_id, structure_id, person_id) references person (operator_id, structure_id, id)
);

-- One pressed confirmation. minimum = n: all or none; 1 < minimum < n: at least k of these n; 1: each alone.
-- formed_at is set when the minimum was reached once: from then on the others wait singly.
create table request (
  operator_id uuid not null references operator (id),
  id uuid not null,
  structure_id uuid not null,
  account_id uuid not null,
  performance_id uuid not null,
  wait_seq bigint not null,
  minimum int not null check (minimum >= 1),
  formed_at timestamptz,
  created_at timestamptz not null,
  primary key (operator_id, id),
  foreign key (operator_id, structure_id) references structure (operator_id, id),
  foreign key (operator_id, account_id) references account (operator_id, id),
  foreign key (operator_id, performance_id) references performance (operator_id, id)
);
create unique index request_arrival on request (operator_id, performance_id, wait_seq);
create unique index request_of_structure on request (operator_id, structure_id, performance_id, id);

-- A waiting entry and a reservation are one row whose state changes (A8). holds: counted in
-- performance.taken; counted: in the person's weekly quota. Both, and promoted, are kept by deal() alone.
create table seat (
  operator_id uuid not null references operator (id),
  id uuid not null,
  performance_id uuid not null,
  request_id uuid not null,
  structure_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('participant', 'guest', 'companion')),
  wait_seq bigint not null,
  position int not null,
  number text not null,
  state text not null default 'waiting' check (state in ('waiting', 'booked', 'cancelled')),
  tier smallint check (tier in (1, 2)),
  holds boolean not null default false,
  counted boolean not null default false,
  week text not null,
  booked_at timestamptz,
  -- Given later than asked for, from a freed or added seat (A8): whom a push is about.
  promoted boolean not null default false,
  cancelled_at timestamptz,
  hindered_at timestamptz,
  attendance text not null default 'unknown' check (attendance in ('unknown', 'present', 'absent', 'excused')),
  created_at timestamptz not null,
  primary key (operator_id, id),
  foreign key (operator_id, structure_id, performance_id, request_id) references request (operator_id, structure_id, performance_id, id),
  foreign key (operator_id, structure_id, person_id) references person (operator_id, structure_id, id),
  check (state <> 'booked' or (holds and tier is not null and booked_at is not null)),
  check (state <> 'waiting' or not holds),
  check (not counted or (holds and tier = 1 and kind <> 'companion'))
);
create unique index seat_once on seat (operator_id, performance_id, person_id) where state in ('waiting', 'booked');
create unique index seat_number on seat (operator_id, number);
create index seat_waiting on seat (operator_id, performance_id, wait_seq) where state = 'waiting';
create index seat_to_settle on seat (operator_id, performance_id) where state = 'cancelled' and holds;
create index seat_structure on seat (operator_id, structure_id, performance_id);
create index seat_person on seat (operator_id, person_id);
create index seat_request on seat (operator_id, request_id);

-- A6: within-quota seats of a person in an ISO week; allowed null: no limit.
create table week_quota (
  operator_id uuid not null references operator (id),
  person_id uuid not null,
  week text not null,
  structure_id uuid not null,
  allowed int,
  taken int not null default 0,
  primary key (operator_id, person_id, week),
  foreign key (operator_id, structure_id, person_id) references person (operator_id, structure_id, id),
  constraint within_week check (taken >= 0 and (allowed is null or taken <= allowed))
);

-- A7: seats of a structure counted against a quota in a period ('2026-W48', '2026-11', 'all').
create table quota_use (
  operator_id uuid not null references operator (id),
  quota_id uuid not null,
  structure_id uuid not null,
  period_key text not null,
  allowed int not null,
  taken int not null default 0,
  primary key (operator_id, quota_id, structure_id, period_key),
  foreign key (operator_id, quota_id) references quota (operator_id, id),
  foreign key (operator_id, structure_id) references structure (operator_id, id),
  constraint within_structure_quota check (taken >= 0 and taken <= allowed)
);
-- Which quotas a held seat was counted in, so that it is given back where it was taken.
create table seat_quota (
  operator_id uuid not null references operator (id),
  seat_id uuid not null,
  quota_id uuid not null,
  structure_id uuid not null,
  period_key text not null,
  primary key (operator_id, seat_id, quota_id),
  foreign key (operator_id, seat_id) references seat (operator_id, id),
  foreign key (operator_id, quota_id, structure_id, period_key) references quota_use (operator_id, quota_id, structure_id, period_key)
);

-- A5: 'alert me at opening', with the people chosen beforehand (ids; empty: nobody yet).
create table alert (
  operator_id uuid not null references operator (id),
  account_id uuid not null,
  performance_id uuid not null,
  structure_id uuid not null,
  people uuid[] not null default '{}',
  minimum int not null default 1,
  created_at timestamptz not null,
  primary key (operator_id, account_id, performance_id),
  foreign key (operator_id, account_id) references account (operator_id, id),
  foreign key (operator_id, performance_id) references performance (operator_id, id)
);
create index alert_performance on alert (operator_id, performance_id);
