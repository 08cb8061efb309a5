-- What the mailboxes of all an agency's accounts may weigh together; null is without limit.
ALTER TABLE agency ADD COLUMN quota BIGINT;
CREATE INDEX account_agency ON account (agency, address);
