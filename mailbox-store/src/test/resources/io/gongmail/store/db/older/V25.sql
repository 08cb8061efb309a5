-- Rows as version 25 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO deleted_message (user_name, mailbox_name, deleted, internal_date, octets, flags, user_flags, sha256)
    VALUES ('hong@moe.example', '보관', 1764000009000, 1764000010000, 61, 17, 'work',
        x'd1b9b51c48acaeca033ad12b96c5444c5929b304c709fa6024725f9aec3688ed');
