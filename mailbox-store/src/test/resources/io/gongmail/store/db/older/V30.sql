-- Rows as version 30 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO account (address, name, kind, agency, roles, state, opened, reacts)
    VALUES ('minwon@moe.example', '민원실', 'AGENCY_REPRESENTATIVE', '1342000', '', 'ACTIVE', 11000, 0);
INSERT INTO sent_as (account, holder) VALUES ('minwon@moe.example', 'shim@moe.example');
