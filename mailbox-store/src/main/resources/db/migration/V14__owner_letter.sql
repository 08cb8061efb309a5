-- Letters to owners, each written once: of what kind, about which binding (or nothing), what ends when, and how many days ahead.
CREATE TABLE owner_letter (
    account VARCHAR(254) NOT NULL REFERENCES account (address),
    kind VARCHAR(24) NOT NULL,
    about VARCHAR(36) NOT NULL,
    ends BIGINT NOT NULL,
    days INTEGER NOT NULL,
    written BIGINT NOT NULL,
    state VARCHAR(16) NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (account, kind, about, ends, days)
);
CREATE INDEX owner_letter_state ON owner_letter (state, written);

-- What is looked through for them.
CREATE INDEX binding_ending ON binding (state, not_after, id);
CREATE INDEX application_replaced ON application (replaced);
