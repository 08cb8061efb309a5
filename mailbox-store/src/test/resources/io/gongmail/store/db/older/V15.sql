-- Rows as version 15 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO kept_since (what, since)
    VALUES ('uses', 18000);
INSERT INTO account (address, name, kind, agency, roles, state, opened, resumed)
    VALUES ('choi@moe.example', '최무선', 'OFFICIAL', '1342000', '', 'ACTIVE', 10000, 18500);
