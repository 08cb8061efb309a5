-- Rows as version 24 wrote them. Never to be edited: stores of that version are as they are.

-- The mailbox is number 5.
INSERT INTO mailbox (namespace, user_name, name, uid_validity, last_uid, highest_modseq, messages, unseen,
        recent_mark, keywords, acl, octets, expunged_from)
    VALUES ('#private', 'choi@moe.example', 'INBOX', 45, 4, 20, 1, 1, 0, '', '', 64, 3);
INSERT INTO message (mailbox, uid, id_time, id_random, thread_time, thread_random, internal_date, save_date, octets,
        body_start, flags, user_flags, modseq, sha256)
    VALUES (5, 4, 1504, 7, 1504, 7, 1764000008000, NULL, 64, 49, 0, '한글', 20,
        x'8049da9803fae05a180aa4f3d25af0b320e08145179403ac033ee2861bd32c43');
INSERT INTO expunged (mailbox, modseq, first_uid, last_uid)
    VALUES (5, 12, 1, 3);
INSERT INTO shape (sha256, text_lines, properties, envelope, body_structure, arrival)
    VALUES (x'8049da9803fae05a180aa4f3d25af0b320e08145179403ac033ee2861bd32c43', 1, x'',
        x'01284e494c20227477656e7479666f757222204e494c204e494c204e494c204e494c204e494c204e494c204e494c204e494c29',
        x'01282254455854222022504c41494e22204e494c204e494c204e494c202237424954222031352031290a282254455854222022504c41494e22204e494c204e494c204e494c202237424954222031352031204e494c204e494c204e494c204e494c29',
        20);
