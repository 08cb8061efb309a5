CREATE TABLE audit_head (
    id SMALLINT NOT NULL PRIMARY KEY,
    last_number BIGINT NOT NULL,
    last_hash ${hash} NOT NULL
);
