-- So that statements can name the index through which they read: Derby does not see by itself that few rows are meant.
ALTER TABLE message DROP PRIMARY KEY;
ALTER TABLE message ADD CONSTRAINT message_place PRIMARY KEY (mailbox, uid);
ALTER TABLE expunged DROP PRIMARY KEY;
ALTER TABLE expunged ADD CONSTRAINT expunged_place PRIMARY KEY (mailbox, modseq, first_uid);
ALTER TABLE shape DROP PRIMARY KEY;
ALTER TABLE shape ADD CONSTRAINT shape_hash PRIMARY KEY (sha256);
