-- Notices of agencies, from acceptance to hand-over. The messages themselves stand in a queue, and then with their copies.
CREATE TABLE official_notice (
    id CHAR(36) NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    state VARCHAR(16) NOT NULL,
    sender VARCHAR(254) NOT NULL,
    author VARCHAR(254) NOT NULL,
    agency VARCHAR(32) NOT NULL,
    -- Of the sender and what it calls the notice; null once another may be called so.
    claim CHAR(64),
    content_sha256 CHAR(64) NOT NULL,
    subject VARCHAR(200) NOT NULL,
    audience VARCHAR(1000) NOT NULL,
    members INTEGER NOT NULL,
    members_sha256 CHAR(64) NOT NULL,
    octets BIGINT NOT NULL,
    folder VARCHAR(200) NOT NULL,
    -- 0 is low, 1 normal, 2 urgent.
    priority SMALLINT NOT NULL,
    must_read SMALLINT NOT NULL,
    envelope_id VARCHAR(100) NOT NULL,
    submitted BIGINT NOT NULL,
    due BIGINT NOT NULL,
    -- Null: never.
    expires BIGINT,
    -- Who asked that it is recalled, which another confirms.
    asker VARCHAR(254),
    CONSTRAINT official_notice_claim UNIQUE (claim)
);
CREATE INDEX official_notice_state ON official_notice (state, due);
CREATE INDEX official_notice_agency ON official_notice (agency, submitted);

CREATE TABLE official_notice_step (
    notice CHAR(36) NOT NULL REFERENCES official_notice (id),
    version INTEGER NOT NULL,
    from_state VARCHAR(16) NOT NULL,
    to_state VARCHAR(16) NOT NULL,
    actor VARCHAR(254) NOT NULL,
    happened BIGINT NOT NULL,
    reason VARCHAR(500) NOT NULL,
    PRIMARY KEY (notice, version)
);

-- Whom the audience meant when the notice was accepted: addresses in their order, ended by LF, compressed (RFC 1950), in parts.
CREATE TABLE official_notice_members (
    notice CHAR(36) NOT NULL REFERENCES official_notice (id),
    part INTEGER NOT NULL,
    packed ${bytes} NOT NULL,
    PRIMARY KEY (notice, part)
);
