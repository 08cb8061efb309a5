-- When it was handed in last: how long it waits is counted from here.
ALTER TABLE application ADD COLUMN submitted BIGINT;
UPDATE application SET submitted = (
    SELECT MAX(h.happened) FROM application_history h WHERE h.application = application.id AND h.to_state = 'SUBMITTED');
CREATE INDEX application_submitted ON application (state, submitted, id);

-- The first approval of two, where two are needed. It holds for the version that it led to, and for no other.
ALTER TABLE application ADD COLUMN first_version INTEGER;
ALTER TABLE application ADD COLUMN first_reviewer VARCHAR(254);
ALTER TABLE application ADD COLUMN first_at BIGINT;
ALTER TABLE application ADD COLUMN first_reason VARCHAR(500);
