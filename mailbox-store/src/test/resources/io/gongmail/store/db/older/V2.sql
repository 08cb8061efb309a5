-- Rows as version 2 wrote them. Never to be edited: stores of that version are as they are.

-- Numbers of mailboxes are given by the database, in this order: 1, 2, 3.
INSERT INTO mailbox (namespace, user_name, name, uid_validity, last_uid, highest_modseq, messages, unseen,
        recent_mark, keywords, acl)
    VALUES ('#private', 'hong@moe.example', 'INBOX', 41, 3, 9, 2, 1, 1, 'work
오늘', 'kim@moe.example	lr');
INSERT INTO mailbox (namespace, user_name, name, uid_validity, last_uid, highest_modseq, messages, unseen,
        recent_mark, keywords, acl)
    VALUES ('#private', 'hong@moe.example', '보관', 42, 5, 6, 1, 1, 0, '', '');
INSERT INTO mailbox (namespace, user_name, name, uid_validity, last_uid, highest_modseq, messages, unseen,
        recent_mark, keywords, acl)
    VALUES ('#private', 'kim@moe.example', 'INBOX', 43, 1, 2, 1, 0, 0, '', '');
INSERT INTO mailbox_grant (mailbox, grantee, rights)
    VALUES (1, 'kim@moe.example', 'lr');
INSERT INTO message (mailbox, uid, id_time, id_random, thread_time, thread_random, internal_date, save_date, octets,
        body_start, flags, user_flags, modseq, sha256)
    VALUES (1, 1, 1101, 7, 1101, 7, 1764000000000, 1764000001000, 53, 42, 9, 'work
오늘', 4,
        x'b0c7183a2c94b4b240636bdf600b10ccf5d33e80a7f88960604ea1333f80a261');
INSERT INTO message (mailbox, uid, id_time, id_random, thread_time, thread_random, internal_date, save_date, octets,
        body_start, flags, user_flags, modseq, sha256)
    VALUES (1, 3, 1103, 7, 1103, 7, 1764000002000, NULL, 54, 42, 20, NULL, 9,
        x'130c2d903c964acbe5e53763b3c67b3c7bee79699ba5ade6541bf2e48d0c4518');
INSERT INTO message (mailbox, uid, id_time, id_random, thread_time, thread_random, internal_date, save_date, octets,
        body_start, flags, user_flags, modseq, sha256)
    VALUES (2, 5, 1205, 7, 1205, 7, 1764000003000, NULL, 1048598, 18, 0, NULL, 6,
        x'a72af177c747f928a0194062ad69a671320c831ff1a866206c953b90bdf2deef');
INSERT INTO message (mailbox, uid, id_time, id_random, thread_time, thread_random, internal_date, save_date, octets,
        body_start, flags, user_flags, modseq, sha256)
    VALUES (3, 1, 1301, 7, 1301, 7, 1764000004000, NULL, 53, 42, 1, NULL, 2,
        x'b0c7183a2c94b4b240636bdf600b10ccf5d33e80a7f88960604ea1333f80a261');
INSERT INTO content (sha256, segment, payload_at, octets)
    VALUES (x'b0c7183a2c94b4b240636bdf600b10ccf5d33e80a7f88960604ea1333f80a261', 1, 52, 53);
INSERT INTO shape (sha256, text_lines, properties, envelope, body_structure)
    VALUES (x'b0c7183a2c94b4b240636bdf600b10ccf5d33e80a7f88960604ea1333f80a261', 1,
        x'00000020687474703a2f2f6a616d65732e6170616368652e6f72672f726663323034352f0000000c436f6e74656e742d547970650000000474657874',
        x'284e494c20226f6e6522204e494c204e494c204e494c204e494c204e494c204e494c204e494c204e494c29',
        x'282254455854222022504c41494e22204e494c204e494c204e494c20223742495422203131203129');
INSERT INTO subscription (user_name, mailbox)
    VALUES ('hong@moe.example', '#private:hong@moe.example:보관');
INSERT INTO annotation (mailbox, entry, content)
    VALUES (1, '/private/comment', '받은 편지');
