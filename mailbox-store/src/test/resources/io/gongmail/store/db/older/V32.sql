-- Rows as version 32 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO notice (id, id_time, folder, internal_date, flags, user_flags, octets, body_start, sha256, members, stage,
        accepted, recalled)
    VALUES ('2026-31', 3201, '공지', 1764000004000, 16, 'work', 53, 42,
        x'b0c7183a2c94b4b240636bdf600b10ccf5d33e80a7f88960604ea1333f80a261', 4, 2, 1764000005000, NULL);
INSERT INTO notice_audience (notice, first_member, owners)
    SELECT number, 0, blob'hong@moe.example
nobody@moe.example' FROM notice WHERE id = '2026-31';
INSERT INTO notice_audience (notice, first_member, owners)
    SELECT number, 2, blob'kim@moe.example
' FROM notice WHERE id = '2026-31';
INSERT INTO notice_copy (notice, member, state, since, seen)
    SELECT number, 0, 1, 1764000006000, 1764000007000 FROM notice WHERE id = '2026-31';
INSERT INTO notice_copy (notice, member, state, since)
    SELECT number, 1, 2, 1764000006000 FROM notice WHERE id = '2026-31';
INSERT INTO notice_copy (notice, member, state, since)
    SELECT number, 2, 1, 1764000006500 FROM notice WHERE id = '2026-31';
INSERT INTO notice_copy (notice, member, state, since)
    SELECT number, 3, 1, 1764000006500 FROM notice WHERE id = '2026-31';
INSERT INTO notice (id, id_time, folder, internal_date, flags, octets, body_start, sha256, members, stage, accepted)
    VALUES ('2026-32', 3202, 'INBOX', 1764000004000, 0, 53, 42,
        x'b0c7183a2c94b4b240636bdf600b10ccf5d33e80a7f88960604ea1333f80a261', 1, 1, 1764000005000);
INSERT INTO notice_audience (notice, first_member, owners)
    SELECT number, 0, blob'nobody@moe.example' FROM notice WHERE id = '2026-32';
