-- Rows as version 17.2 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO hand_on (account, recipient, asker, asked, reason)
    VALUES ('lee@moe.example', 'hong@moe.example', 'kim@moe.example', 20000, '인수인계');
