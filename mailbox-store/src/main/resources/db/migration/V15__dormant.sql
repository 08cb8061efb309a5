-- When a suspended account was made active again: from then on it is counted how long nobody used it.
ALTER TABLE account ADD COLUMN resumed BIGINT;

-- From when on something is kept, so that what is not there is not taken for what never was.
CREATE TABLE kept_since (
    what VARCHAR(32) NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL
);
