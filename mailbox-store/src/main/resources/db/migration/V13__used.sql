-- When a certificate last opened its account, to the day; null where it was not since this is kept.
ALTER TABLE binding ADD COLUMN used BIGINT;
