-- What was given up, found at once among all that was sent (X4).
create index delivery_failed on delivery (operator_id) where state = 'failed';
create index outbox_failed on outbox (operator_id) where state = 'failed' or (state = 'due' and attempts >= 3);
create index inbox_failed on inbox (operator_id) where state = 'failed';
create index due_failed on due (operator_id) where attempts >= 3;
