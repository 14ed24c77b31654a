-- How many transactions went in the same call; null: this one alone.
alter table attempt add column together int;
