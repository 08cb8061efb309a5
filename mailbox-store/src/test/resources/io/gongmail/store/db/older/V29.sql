-- Rows as version 29 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO mailbox_metadata (mailbox, user_name, entry, content)
    SELECT id, '', '/shared/comment', x'ed95a8eabb9820ec93b0eb8a9420ed8eb8eca780ed95a8'
    FROM mailbox WHERE user_name = 'hong@moe.example' AND name = 'INBOX';
INSERT INTO mailbox_metadata (mailbox, user_name, entry, content)
    SELECT id, 'hong@moe.example', '/private/comment', x'eb8298eba78c'
    FROM mailbox WHERE user_name = 'hong@moe.example' AND name = 'INBOX';
INSERT INTO mailbox_metadata (mailbox, user_name, entry, content)
    SELECT id, 'kim@moe.example', '/private/comment', x'00'
    FROM mailbox WHERE user_name = 'hong@moe.example' AND name = 'INBOX';
