-- Which share of its limit, in percent, an account's owner was last told that the mailbox had reached; no row: none, or it has
-- fallen below the lowest since.
CREATE TABLE quota_notice (
    account VARCHAR(254) NOT NULL PRIMARY KEY,
    reached INTEGER NOT NULL
);
