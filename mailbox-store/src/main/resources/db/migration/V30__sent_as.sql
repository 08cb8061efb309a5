-- Who may send in the name of a role's account, beside its own holder (RFC 5322 section 3.6.2: the author).
CREATE TABLE sent_as (
    account VARCHAR(254) NOT NULL REFERENCES account (address),
    holder VARCHAR(254) NOT NULL REFERENCES account (address),
    PRIMARY KEY (account, holder)
);
CREATE INDEX sent_as_holder ON sent_as (holder);
