-- Certificates that follow one another. When a superseded binding opens nothing more; null before it is superseded.
ALTER TABLE binding ADD COLUMN overlap_until BIGINT;

-- What an application asks for: ACCOUNT, or CERTIFICATE: one for an account that is open, in place of the binding replaced,
-- or beside the others where that is null.
ALTER TABLE application ADD COLUMN aim VARCHAR(16) DEFAULT 'ACCOUNT' NOT NULL;
ALTER TABLE application ADD COLUMN replaced CHAR(36);

-- The certificates shown with an application, its own first, as DER in base64: it is judged again when it is decided on.
CREATE TABLE application_certificate (
    application CHAR(36) NOT NULL REFERENCES application (id),
    place SMALLINT NOT NULL,
    der ${text} NOT NULL,
    PRIMARY KEY (application, place)
);
