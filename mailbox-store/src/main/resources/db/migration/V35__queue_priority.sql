-- From 0 to 9; the most urgent is handed out first.
ALTER TABLE queue_item ADD COLUMN priority SMALLINT DEFAULT 5 NOT NULL;
