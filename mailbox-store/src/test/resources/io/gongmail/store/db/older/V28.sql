-- Rows as version 28 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO account (address, name, kind, agency, roles, state, opened, reacts)
    VALUES ('shim@moe.example', '심훈', 'OFFICIAL', '1342000', '', 'ACTIVE', 10000, 1);
INSERT INTO sieve_script (account, name, content, active, leads_to, failure_told)
    VALUES ('shim@moe.example', '거르기', 'redirect "shim@korea.example"; # 한글', 1, 'shim@korea.example', 1764000012000);
INSERT INTO sieve_script (account, name, content, active, leads_to, failure_told)
    VALUES ('shim@moe.example', 'other', 'keep;', 0, '', NULL);
