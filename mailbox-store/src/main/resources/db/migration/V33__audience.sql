-- Sets of accounts under a name that notices are addressed to: an expression, or a list of addresses. Of an agency, or, where agency
-- is null, of the installation.
CREATE TABLE audience (
    name VARCHAR(50) NOT NULL PRIMARY KEY,
    agency VARCHAR(32) REFERENCES agency (code),
    -- Null for a list.
    expression VARCHAR(1000),
    saved BIGINT NOT NULL,
    saved_by VARCHAR(254) NOT NULL
);
CREATE INDEX audience_agency ON audience (agency);

CREATE TABLE audience_member (
    audience VARCHAR(50) NOT NULL REFERENCES audience (name),
    account VARCHAR(254) NOT NULL,
    PRIMARY KEY (audience, account)
);
CREATE INDEX audience_member_account ON audience_member (account);

-- Which agency, beside the audience's own, may address it.
CREATE TABLE audience_grant (
    audience VARCHAR(50) NOT NULL REFERENCES audience (name),
    agency VARCHAR(32) NOT NULL REFERENCES agency (code),
    PRIMARY KEY (audience, agency)
);
CREATE INDEX audience_grant_agency ON audience_grant (agency);
