-- A notice that corrects another one, and takes its place.
ALTER TABLE official_notice ADD COLUMN corrects CHAR(36);
CREATE INDEX official_notice_corrects ON official_notice (corrects);

-- Those that are out are looked through for what has expired.
CREATE INDEX official_notice_expires ON official_notice (state, expires);

-- The same where copies are made. Who had read the other one has the octets that are marked as a correction.
ALTER TABLE notice ADD COLUMN corrects BIGINT;
ALTER TABLE notice ADD COLUMN marked_octets BIGINT;
ALTER TABLE notice ADD COLUMN marked_body_start INTEGER;
ALTER TABLE notice ADD COLUMN marked_sha256 ${hash};
