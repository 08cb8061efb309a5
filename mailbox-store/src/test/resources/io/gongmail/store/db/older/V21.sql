-- Rows as version 21 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO quota_notice (account, reached)
    VALUES ('nam@moe.example', 90);
