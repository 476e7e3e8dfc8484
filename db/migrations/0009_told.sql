-- What is told when, the rest of it (A5, A12, A2, X6).

-- The performance that somebody prepares a booking for and has not confirmed: an id and nothing else, so that it can be told that booking closes.
alter table session add column preparing uuid;
alter table session add foreign key (operator_id, preparing) references performance (operator_id, id);
create index session_preparing on session (operator_id, preparing) where preparing is not null;

-- Hours before the closing at which that is told, once; minutes before the beginning at which a leader is asked whether everybody is there.
alter table programme add column draft_hours_before int[] not null default '{24,2}'
  check (cardinality(draft_hours_before) <= 5 and array_position(draft_hours_before, null) is null and 1 <= all (draft_hours_before) and 720 >= all (draft_hours_before));
alter table programme add column here_minutes_before int not null default 15 check (here_minutes_before between 0 and 60);

-- What is coming was planned without these: it is planned anew, as soon as somebody works.
insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
select id, guichet_uuid(), 'plan', id, '2000-01-01', 'plan:0009' from operator where kind <> 'reception';

