-- Rows as version 38 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO official_notice (id, version, state, sender, author, agency, claim, content_sha256, subject, audience, members,
        members_sha256, octets, folder, priority, must_read, envelope_id, submitted, due, expires, asker, corrects)
    VALUES ('00000038-0000-4000-8000-000000000000', 2, 'APPROVED', 'minwon@moe.example', 'minwon@moe.example', '1342000', NULL,
        '6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f', '정정', 'committee', 2,
        '8e9ffa3315a286808f83ae4c02a8349ae4d61f0a3f7892bc380fbef63d9c4b71', 1234, '공지', 1, 0, '', 25000,
        4000000000000, NULL, NULL, '00000037-0000-4000-8000-000000000000');
INSERT INTO official_notice_members (notice, part, packed)
    VALUES ('00000038-0000-4000-8000-000000000000', 0, x'789ccbc8cf4b77c8cd4fd54bad48cc2dc849e5ca4bcc45e10300d4620c33');
INSERT INTO notice (id, id_time, folder, internal_date, flags, octets, body_start, sha256, members, stage, accepted,
        marked_octets, marked_body_start, marked_sha256)
    VALUES ('2026-38', 3801, '공지', 1764000008000, 0, 53, 42,
        x'b0c7183a2c94b4b240636bdf600b10ccf5d33e80a7f88960604ea1333f80a261', 1, 2, 1764000009000, 53, 42,
        x'b0c7183a2c94b4b240636bdf600b10ccf5d33e80a7f88960604ea1333f80a261');
UPDATE notice SET corrects = (SELECT o.number FROM notice o WHERE o.id = '2026-31') WHERE id = '2026-38';
INSERT INTO notice_audience (notice, first_member, owners)
    SELECT number, 0, blob'hong@moe.example' FROM notice WHERE id = '2026-38';
INSERT INTO notice_copy (notice, member, state, since)
    SELECT number, 0, 1, 1764000009500 FROM notice WHERE id = '2026-38';
