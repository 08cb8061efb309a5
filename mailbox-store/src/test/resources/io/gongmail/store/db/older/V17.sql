-- Rows as version 17 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO account (address, name, kind, agency, roles, state, opened, closed, former, mailbox_gone)
    VALUES ('old-1@set-aside.invalid', '안중근', 'OFFICIAL', '1342000', '', 'CLOSED', 10000, 19500, 'ahn@moe.example',
        19600);
