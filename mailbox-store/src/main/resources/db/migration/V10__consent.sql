-- What was agreed to, text by text. A row is closed when it is withdrawn, or when a later version of the text is agreed to; none
-- is deleted while its application lives.
CREATE TABLE consent (
    application CHAR(36) NOT NULL REFERENCES application (id),
    entry_number INTEGER NOT NULL,
    -- Which text: terms, privacy, or one that is optional.
    text_name VARCHAR(32) NOT NULL,
    version VARCHAR(64) NOT NULL,
    -- SHA-256 of the text; empty where it was agreed to before this was kept.
    sha256 VARCHAR(64) NOT NULL,
    required SMALLINT NOT NULL,
    given BIGINT NOT NULL,
    withdrawn BIGINT,
    PRIMARY KEY (application, entry_number)
);
CREATE INDEX consent_text ON consent (text_name, application);
INSERT INTO consent (application, entry_number, text_name, version, sha256, required, given)
    SELECT id, 1, 'terms', consents_terms, '', 1, consents_at FROM application
        WHERE consents_terms IS NOT NULL AND consents_terms <> 'installation';
INSERT INTO consent (application, entry_number, text_name, version, sha256, required, given)
    SELECT id, 2, 'privacy', consents_privacy, '', 1, consents_at FROM application
        WHERE consents_privacy IS NOT NULL AND consents_privacy <> 'installation';
