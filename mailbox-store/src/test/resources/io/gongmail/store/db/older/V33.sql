-- Rows as version 33 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO audience (name, agency, expression, saved, saved_by)
    VALUES ('planners', '1342000', 'unit:1342000/A1 - minwon@moe.example', 22000, 'administrator');
INSERT INTO audience (name, agency, expression, saved, saved_by)
    VALUES ('committee', NULL, NULL, 22100, 'administrator');
INSERT INTO audience_member (audience, account) VALUES ('committee', 'hong@moe.example');
INSERT INTO audience_member (audience, account) VALUES ('committee', 'nam@moe.example');
INSERT INTO audience_grant (audience, agency) VALUES ('committee', '1342000');
