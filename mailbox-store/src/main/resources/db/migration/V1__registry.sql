-- Who may. Times are milliseconds since 1970 UTC; hashes are SHA-256 in lower-case hexadecimal. Columns are no wider than
-- they need to be: Derby gives a table whose columns could pass 4,096 characters pages of 32 KiB in place of 4.

CREATE TABLE agency (
    code VARCHAR(32) NOT NULL PRIMARY KEY,
    name VARCHAR(200) NOT NULL
);

CREATE TABLE agency_domain (
    mail_domain VARCHAR(253) NOT NULL PRIMARY KEY,
    agency VARCHAR(32) NOT NULL REFERENCES agency (code)
);
CREATE INDEX agency_domain_agency ON agency_domain (agency);

-- application: what a state has not reached yet is null.
CREATE TABLE application (
    id CHAR(36) NOT NULL PRIMARY KEY,
    state VARCHAR(16) NOT NULL,
    version INTEGER NOT NULL,
    started BIGINT NOT NULL,
    consents_terms VARCHAR(64),
    consents_privacy VARCHAR(64),
    consents_at BIGINT,
    person_provider VARCHAR(64),
    person_request VARCHAR(64),
    person_name VARCHAR(100),
    person_method VARCHAR(32),
    person_transaction VARCHAR(100),
    person_ci_sha256 VARCHAR(64),
    person_at BIGINT,
    kind VARCHAR(32),
    agency VARCHAR(32),
    post VARCHAR(200),
    desired VARCHAR(254),
    issuer VARCHAR(1600),
    serial VARCHAR(40),
    spki_sha256 CHAR(64),
    certificate_sha256 CHAR(64),
    subject VARCHAR(800),
    not_after BIGINT,
    policies VARCHAR(800),
    decider VARCHAR(254),
    decided_at BIGINT,
    decision_reason VARCHAR(500),
    roles VARCHAR(100),
    -- Set by approval: who is approved has address and certificate for sure.
    reserved_address VARCHAR(254),
    reserved_certificate CHAR(64),
    reserved_serial VARCHAR(105),
    CONSTRAINT application_address UNIQUE (reserved_address),
    CONSTRAINT application_certificate UNIQUE (reserved_certificate),
    CONSTRAINT application_serial UNIQUE (reserved_serial)
);
CREATE INDEX application_state ON application (state, started, id);

CREATE TABLE application_history (
    application CHAR(36) NOT NULL REFERENCES application (id),
    version INTEGER NOT NULL,
    from_state VARCHAR(16) NOT NULL,
    to_state VARCHAR(16) NOT NULL,
    actor VARCHAR(254) NOT NULL,
    happened BIGINT NOT NULL,
    reason VARCHAR(500) NOT NULL,
    PRIMARY KEY (application, version)
);

CREATE TABLE account (
    address VARCHAR(254) NOT NULL PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    kind VARCHAR(32) NOT NULL,
    agency VARCHAR(32) NOT NULL,
    roles VARCHAR(100) NOT NULL,
    state VARCHAR(16) NOT NULL,
    opened BIGINT NOT NULL,
    application CHAR(36) REFERENCES application (id),
    password_hash VARCHAR(255),
    password_set BIGINT,
    CONSTRAINT account_application UNIQUE (application)
);

-- binding: rows are closed with a reason, never deleted, so a certificate stays its account's for ever.
CREATE TABLE binding (
    id CHAR(36) NOT NULL PRIMARY KEY,
    account VARCHAR(254) NOT NULL REFERENCES account (address),
    issuer VARCHAR(1600) NOT NULL,
    issuer_sha256 CHAR(64) NOT NULL,
    serial VARCHAR(40) NOT NULL,
    spki_sha256 CHAR(64) NOT NULL,
    certificate_sha256 CHAR(64) NOT NULL,
    subject VARCHAR(800) NOT NULL,
    not_after BIGINT NOT NULL,
    bound BIGINT NOT NULL,
    state VARCHAR(16) NOT NULL,
    since BIGINT NOT NULL,
    reason VARCHAR(500) NOT NULL,
    CONSTRAINT binding_certificate UNIQUE (certificate_sha256),
    CONSTRAINT binding_serial UNIQUE (issuer_sha256, serial)
);
CREATE INDEX binding_account ON binding (account, bound);

-- audit: append only. The one row of the head is locked by whoever appends.
CREATE TABLE audit_entry (
    entry_number BIGINT NOT NULL PRIMARY KEY,
    happened BIGINT NOT NULL,
    code VARCHAR(64) NOT NULL,
    actor VARCHAR(254) NOT NULL,
    subject VARCHAR(254) NOT NULL,
    facts VARCHAR(3300) NOT NULL,
    hash CHAR(64) NOT NULL
);

CREATE TABLE audit_head (
    id SMALLINT NOT NULL PRIMARY KEY,
    last_number BIGINT NOT NULL,
    last_hash CHAR(64) NOT NULL
);
INSERT INTO audit_head (id, last_number, last_hash)
    VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
