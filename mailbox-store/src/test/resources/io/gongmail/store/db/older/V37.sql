-- Rows as version 37 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO official_notice (id, version, state, sender, author, agency, claim, content_sha256, subject, audience, members,
        members_sha256, octets, folder, priority, must_read, envelope_id, submitted, due, expires, asker)
    VALUES ('00000037-0000-4000-8000-000000000000', 2, 'APPROVED', 'minwon@moe.example', 'minwon@moe.example', '1342000', NULL,
        '5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e', '기록', 'committee', 2,
        '8e9ffa3315a286808f83ae4c02a8349ae4d61f0a3f7892bc380fbef63d9c4b71', 1234, '공지', 1, 0, 'e-37', 24000,
        4000000000000, NULL, NULL);
INSERT INTO official_notice_members (notice, part, packed)
    VALUES ('00000037-0000-4000-8000-000000000000', 0, x'789ccbc8cf4b77c8cd4fd54bad48cc2dc849e5ca4bcc45e10300d4620c33');
INSERT INTO official_notice_step (notice, version, from_state, to_state, actor, happened, reason, hash, audit_number)
    VALUES ('00000037-0000-4000-8000-000000000000', 1, 'SUBMITTED', 'SUBMITTED', 'minwon@moe.example', 24000, '',
        'eaf0b18ae0611cf8e899d01a31150c52ffce05a8a3dffea69d4ff201568641d6', NULL);
INSERT INTO official_notice_step (notice, version, from_state, to_state, actor, happened, reason, hash, audit_number)
    VALUES ('00000037-0000-4000-8000-000000000000', 2, 'SUBMITTED', 'APPROVED', 'hong@moe.example', 24100, '확인',
        '4641bdff788ffe69a5aa0ad9e10c8a1bf170cefbf4cf52df1e41212743e747c2', NULL);
INSERT INTO official_notice_envelope (notice, message_id, return_path, desk, notify, original, message_sha256,
        message_audit)
    VALUES ('00000037-0000-4000-8000-000000000000', '<1@moe.example>', 'minwon@moe.example', 'notice@moe.example', 'SUCCESS,FAILURE',
        'rfc822;notice@moe.example', '3737373737373737373737373737373737373737373737373737373737373737', 37);
INSERT INTO official_notice_reminder (id, notice, state, asked, asker, members)
    VALUES ('00000137-0000-4000-8000-000000000000', '00000037-0000-4000-8000-000000000000', 'POSTED', 24200, 'hong@moe.example', 2);
INSERT INTO official_notice_paper (notice, name, part, packed)
    VALUES ('00000037-0000-4000-8000-000000000000', 'reminded.00000137-0000-4000-8000-000000000000', 0, x'789ccbc8cf4b77c8cd4fd54bad48cc2dc849e5ca4bcc45e10300d4620c33');
INSERT INTO official_notice_letter (notice, state, since, recipient)
    VALUES ('00000037-0000-4000-8000-000000000000', 'WRITTEN', 24300, 'minwon@moe.example');
INSERT INTO official_notice_paper (notice, name, part, packed)
    VALUES ('00000037-0000-4000-8000-000000000000', 'letter', 0, x'789c0b2e4dca4a4d2eb152c8492d29492de2e5e2e50200448805e9');
