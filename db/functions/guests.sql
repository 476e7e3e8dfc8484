-- owner: engine
-- execute: venue, operator
-- A16: who comes to a performance that takes place: to a contact of its venue, or to the operator. What a name is sealed in comes
-- along, for these rows alone: it is opened in memory, and a venue reads neither people nor structures otherwise. Of
-- somebody discreet (A3) the structure is not said. Nothing for anybody else.
create or replace function guests_of(p_op uuid, p_performance uuid)
returns table (seat_id uuid, person_id uuid, kind text, number text, discreet boolean, sealed bytea, structure_id uuid, structure_name text, structure_sealed bytea)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.person_id, s.kind, s.number, w.discreet, w.sealed, s.structure_id,
         case when not w.discreet then t.name end, case when not w.discreet then t.sealed end
    from performance p
    join event e on e.operator_id = p.operator_id and e.id = p.event_id and e.cancelled_at is null
    join seat s on s.operator_id = p.operator_id and s.performance_id = p.id and s.state = 'booked'
    join person w on w.operator_id = s.operator_id and w.id = s.person_id
    join structure t on t.operator_id = s.operator_id and t.id = s.structure_id
   where p.operator_id = p_op and p_op = g_op() and p.id = p_performance and p.cancelled_at is null
     and (current_setting('g.role') = 'operator' or exists (
           select 1 from account a
            where a.operator_id = p_op and a.id = g_account() and a.role = 'venue' and a.venue_id = p.venue_id and a.removed_at is null))
$$;
