-- Only statements that name its condition can use it. Planned while the queue was empty, one index is as good as another, and
-- work was looked up by its id in all of this one.
drop index delivery_due;
create index delivery_due on delivery (destination, due_at, id) where destination > '';
