-- Filters that owners wrote (RFC 5228), by name; of each account at most one is active.
CREATE TABLE sieve_script (
    account VARCHAR(254) NOT NULL REFERENCES account (address),
    -- At most 128 characters, of which some are two here.
    name VARCHAR(256) NOT NULL,
    content VARCHAR(32000) NOT NULL,
    active SMALLINT NOT NULL,
    -- Addresses that it sends mail on to, in order, separated by commas: what the owner is told of.
    leads_to VARCHAR(1400) NOT NULL,
    -- Milliseconds: when the owner was last told that it failed.
    failure_told BIGINT,
    PRIMARY KEY (account, name)
);
