-- What is sent unasked: when somebody wants it, and what of it (X6).

-- Days (1 Monday to 7 Sunday) and hours of the programme's wall clock; null: any day, any hour that is not quiet.
alter table account add column push_days int[] check (cardinality(push_days) between 1 and 7 and push_days <@ array[1, 2, 3, 4, 5, 6, 7]);
alter table account add column push_from time;
alter table account add column push_until time;
alter table account add constraint push_hours check ((push_from is null) = (push_until is null) and push_from < push_until);
-- Kinds that are not wanted; what a booking needs is sent all the same.
alter table account add column push_off text[] not null default '{}';
-- Each also as an e-mail that names nobody. Null: where no chat is reached.
alter table account add column push_mail boolean;
grant update (push_days, push_from, push_until, push_off, push_mail) on account to guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;

-- The eve of an outing: at this hour of the day before.
alter table programme add column practical_at time not null default '17:00';

-- Several that were due at once are one message: which of them carries the others.
alter table outbox add column carried_by uuid;
alter table outbox add foreign key (operator_id, carried_by) references outbox (operator_id, id);
grant update (carried_by) on outbox to guichet_reception, guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;
