-- When the personal data of a refused application was erased; null while it is there.
ALTER TABLE application ADD COLUMN erased BIGINT;
