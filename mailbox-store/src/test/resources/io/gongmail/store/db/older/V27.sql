-- Rows as version 27 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO deleted_mailbox (mailbox, user_name, mailbox_name, deleted)
    VALUES (4711, 'kim@moe.example', '옛 폴더', 1764000011000);
-- Its mailbox is gone, and it was to go when the server stopped.
INSERT INTO message (mailbox, uid, id_time, id_random, thread_time, thread_random, internal_date, save_date, octets,
        body_start, flags, user_flags, modseq, sha256)
    VALUES (4711, 2, 2701, 7, 2701, 7, 1764000004000, NULL, 53, 42, 1, NULL, 3,
        x'b0c7183a2c94b4b240636bdf600b10ccf5d33e80a7f88960604ea1333f80a261');
