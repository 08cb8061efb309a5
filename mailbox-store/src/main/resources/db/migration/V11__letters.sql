-- Where an applicant, who has no mailbox yet, is told how it goes; sealed like other personal data.
ALTER TABLE application ADD COLUMN contact_sealed_by INTEGER;
ALTER TABLE application ADD COLUMN sealed_contact VARCHAR(700);
CREATE INDEX application_contact ON application (contact_sealed_by, id);

-- Letters to applicants: written in the transaction of the step they tell of, and kept whatever becomes of them.
CREATE TABLE applicant_letter (
    application CHAR(36) NOT NULL REFERENCES application (id),
    version INTEGER NOT NULL,
    step VARCHAR(16) NOT NULL,
    written BIGINT NOT NULL,
    state VARCHAR(16) NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (application, version)
);
CREATE INDEX applicant_letter_state ON applicant_letter (state, written);
