-- As in the other database, which needs the names.
ALTER TABLE message RENAME CONSTRAINT message_pkey TO message_place;
ALTER TABLE expunged RENAME CONSTRAINT expunged_pkey TO expunged_place;
ALTER TABLE shape RENAME CONSTRAINT shape_pkey TO shape_hash;
