-- What follows a notice, and what makes a change of its record show.

-- Each step is chained to the one before, and stands in the audit trail; null in both: of before this version.
ALTER TABLE official_notice_step ADD COLUMN hash CHAR(64);
ALTER TABLE official_notice_step ADD COLUMN audit_number BIGINT;

-- How it was handed in.
CREATE TABLE official_notice_envelope (
    notice CHAR(36) NOT NULL PRIMARY KEY REFERENCES official_notice (id),
    message_id VARCHAR(998) NOT NULL,
    -- Empty: the null sender.
    return_path VARCHAR(254) NOT NULL,
    desk VARCHAR(254) NOT NULL,
    -- Empty: nothing was said. NEVER, or some of SUCCESS, FAILURE, DELAY, with commas between.
    notify VARCHAR(40) NOT NULL,
    original VARCHAR(500) NOT NULL,
    -- Of the octets that were handed out, which may be signed; and its entry in the audit trail. Null: not yet.
    message_sha256 CHAR(64),
    message_audit BIGINT
);

CREATE TABLE official_notice_reminder (
    id CHAR(36) NOT NULL PRIMARY KEY,
    notice CHAR(36) NOT NULL REFERENCES official_notice (id),
    state VARCHAR(16) NOT NULL,
    asked BIGINT NOT NULL,
    asker VARCHAR(254) NOT NULL,
    members INTEGER NOT NULL
);
CREATE INDEX official_notice_reminder_of ON official_notice_reminder (notice, asked);
CREATE INDEX official_notice_reminder_state ON official_notice_reminder (state, asked);

-- The letter to the sender, from when the notice is out. Its octets are a paper, from when it is written until it is sent.
CREATE TABLE official_notice_letter (
    notice CHAR(36) NOT NULL PRIMARY KEY REFERENCES official_notice (id),
    state VARCHAR(16) NOT NULL,
    since BIGINT NOT NULL,
    -- Empty: nobody, or not known yet.
    recipient VARCHAR(254) NOT NULL
);
CREATE INDEX official_notice_letter_state ON official_notice_letter (state, since);

-- Octets, compressed (RFC 1950), in parts.
CREATE TABLE official_notice_paper (
    notice CHAR(36) NOT NULL REFERENCES official_notice (id),
    name VARCHAR(64) NOT NULL,
    part INTEGER NOT NULL,
    packed ${bytes} NOT NULL,
    PRIMARY KEY (notice, name, part)
);
