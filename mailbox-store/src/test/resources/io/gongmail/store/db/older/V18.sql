-- Rows as version 18 wrote them. Never to be edited: stores of that version are as they are.

-- The mailbox is number 4.
INSERT INTO mailbox (namespace, user_name, name, uid_validity, last_uid, highest_modseq, messages, unseen,
        recent_mark, keywords, acl, octets)
    VALUES ('#private', 'nam@moe.example', 'INBOX', 44, 1, 2, 1, 1, 0, '', '', 62);
INSERT INTO message (mailbox, uid, id_time, id_random, thread_time, thread_random, internal_date, save_date, octets,
        body_start, flags, user_flags, modseq, sha256)
    VALUES (4, 1, 1401, 7, 1401, 7, 1764000007000, NULL, 62, 47, 0, NULL, 2,
        x'eaff17bdafd9c7b2eb7248ecf946d105d0666f4fcc423d8bd9d689af10c3039f');
INSERT INTO quota_limit (scope, name, octets, messages)
    VALUES ('User', '#private&nam@moe.example', 5000000, NULL);
