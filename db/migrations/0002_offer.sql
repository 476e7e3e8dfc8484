-- The offer: public, no person in it. Everyone may read it; writing is per operator.

create table venue (
  operator_id uuid not null references operator (id),
  id uuid not null,
  external_id text not null,
  name text not null,
  address text,
  postal_code text,
  city text not null,
  region text,
  latitude double precision,
  longitude double precision,
  phone text,
  website text,
  access text,
  zone text,
  fingerprint text not null default '',
  primary key (operator_id, id)
);
create unique index venue_external on venue (operator_id, external_id);

create table event (
  operator_id uuid not null references operator (id),
  id uuid not null,
  programme_id uuid not null,
  venue_id uuid not null,
  source text not null,
  external_id text not null,
  title text not null,
  summary text,
  description text,
  themes text[] not null default '{}',
  audience text,
  age_min int,
  age_max int,
  accessibility text[] not null default '{}',
  price text,
  purchase_url text,
  url text,
  cancelled_at timestamptz,
  search text not null,
  fingerprint text not null default '',
  primary key (operator_id, id),
  foreign key (operator_id, programme_id) references programme (operator_id, id),
  foreign key (operator_id, venue_id) references venue (operator_id, id)
);
create unique index event_external on event (operator_id, source, external_id);
create index event_search on event using gin (operator_id, search gin_trgm_ops);
create index event_venue on event (operator_id, venue_id);

-- Instants are computed by core/domain/time.ts; *_given are what the venue said, else null.
create table performance (
  operator_id uuid not null references operator (id),
  id uuid not null,
  event_id uuid not null,
  programme_id uuid not null,
  venue_id uuid not null,
  external_id text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  zone text not null,
  week text not null,
  month text not null,
  opens_given timestamptz,
  closes_given timestamptz,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  release_at timestamptz not null,
  capacity int not null default 0 check (capacity >= 0),
  taken int not null default 0,
  cancelled_at timestamptz,
  fingerprint text not null default '',
  primary key (operator_id, id),
  foreign key (operator_id, event_id) references event (operator_id, id),
  foreign key (operator_id, programme_id) references programme (operator_id, id),
  foreign key (operator_id, venue_id) references venue (operator_id, id),
  constraint never_overbooked check (taken between 0 and capacity)
);
create unique index performance_external on performance (operator_id, event_id, external_id);
create index performance_starts on performance (operator_id, starts_at);
create index performance_event on performance (operator_id, event_id, starts_at);

-- A7: seats a structure may have at a performance, or at all performances of a venue, a period.
create table quota (
  operator_id uuid not null references operator (id),
  id uuid not null,
  venue_id uuid,
  performance_id uuid,
  period text not null check (period in ('week', 'month', 'all')),
  seats int not null check (seats >= 0),
  primary key (operator_id, id),
  foreign key (operator_id, venue_id) references venue (operator_id, id),
  foreign key (operator_id, performance_id) references performance (operator_id, id),
  check ((venue_id is null) <> (performance_id is null))
);
create unique index quota_of on quota (operator_id, venue_id, performance_id, period) nulls not distinct;
