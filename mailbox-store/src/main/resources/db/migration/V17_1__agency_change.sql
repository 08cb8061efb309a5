-- An application may ask that an account goes to another agency: the aim is AGENCY, the account is named here, and desired is the
-- address that it is to have from then on.
ALTER TABLE application ADD COLUMN moving VARCHAR(254);
CREATE INDEX application_moving ON application (moving);

-- What a change of agency has brought; null where there was none: as in the application that the account was opened from.
ALTER TABLE account ADD COLUMN unit VARCHAR(200);
ALTER TABLE account ADD COLUMN post VARCHAR(200);
ALTER TABLE account ADD COLUMN staff_number VARCHAR(32);
