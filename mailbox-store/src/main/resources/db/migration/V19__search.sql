-- In which order contents arrived, from 1; 0 is from before this was kept. The text index remembers up to where it has come.
ALTER TABLE shape ADD COLUMN arrival BIGINT DEFAULT 0 NOT NULL;
CREATE INDEX shape_arrival ON shape (arrival);
