-- UIDs that went, from the first to the last, by the mod-sequence at which they did; the oldest are forgotten.
CREATE TABLE expunged (
    mailbox BIGINT NOT NULL,
    modseq BIGINT NOT NULL,
    first_uid BIGINT NOT NULL,
    last_uid BIGINT NOT NULL,
    PRIMARY KEY (mailbox, modseq, first_uid)
);
-- What went up to this mod-sequence is not told apart any more.
ALTER TABLE mailbox ADD COLUMN expunged_from BIGINT DEFAULT 0 NOT NULL;
UPDATE mailbox SET expunged_from = highest_modseq;
