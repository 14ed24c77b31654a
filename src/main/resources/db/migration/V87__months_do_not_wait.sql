-- A new month's partition needs its parent for itself. Waiting for a backup that reads the ledger, it would keep everybody
-- waiting behind it: it gives up at once, and is tried again an hour later.
alter function add_month(date) set lock_timeout = '500ms';
