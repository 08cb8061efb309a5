-- Mails accepted and not yet dealt with. Message bytes stand in the content store under content_hash.
CREATE TABLE queue_item (
    -- Order of arrival; given in memory, never twice while the row lives.
    seq BIGINT NOT NULL,
    queue_name VARCHAR(200) NOT NULL,
    -- Stays the same however often the mail is tried: what makes a delivery recognisable after a crash.
    item_id CHAR(36) NOT NULL,
    -- Milliseconds since 1970 before which it is not handed out; 0 = at once, 9223372036854775807 = set aside.
    due BIGINT NOT NULL,
    entered BIGINT NOT NULL,
    content_hash ${hash} NOT NULL,
    content_size BIGINT NOT NULL,
    -- Sender, recipients, attributes and all else of the mail, as JSON in UTF-8.
    envelope ${large_bytes} NOT NULL,
    CONSTRAINT queue_item_pk PRIMARY KEY (seq)
);
