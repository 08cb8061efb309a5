-- Rows as version 14 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO owner_letter (account, kind, about, ends, days, written, state, since)
    VALUES ('hong@moe.example', 'CERTIFICATE_ENDS', '00000001-0000-4000-9000-000000000000', 4000000000000, 30, 17000,
        'SENT', 17001);
