-- Hashes of the passwords that an account had before its present one, the newest few, so that they are not taken again.

CREATE TABLE password_history (
    account VARCHAR(254) NOT NULL REFERENCES account (address),
    entry_number BIGINT NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    PRIMARY KEY (account, entry_number)
);
