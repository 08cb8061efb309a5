-- Rows as version 4 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO password_history (account, entry_number, password_hash)
    VALUES ('hong@moe.example', 1,
        '$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2w');
