-- Rows as version 34 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO official_notice (id, version, state, sender, author, agency, claim, content_sha256, subject, audience, members,
        members_sha256, octets, folder, priority, must_read, envelope_id, submitted, due, expires, asker)
    VALUES ('00000034-0000-4000-8000-000000000000', 2, 'APPROVED', 'minwon@moe.example', 'minwon@moe.example', '1342000',
        'b053a6620661c9b9c3495d4ec4f6a2d4f37acc8aa60d8b9e5968d6862ec94146',
        '8e9ffa3315a286808f83ae4c02a8349ae4d61f0a3f7892bc380fbef63d9c4b71', '전산망 점검', 'committee', 2,
        '8e9ffa3315a286808f83ae4c02a8349ae4d61f0a3f7892bc380fbef63d9c4b71', 1234, '공지', 2, 1, 'e-1', 23000,
        4000000000000, 4000086400000, NULL);
INSERT INTO official_notice_step (notice, version, from_state, to_state, actor, happened, reason)
    VALUES ('00000034-0000-4000-8000-000000000000', 1, 'SUBMITTED', 'SUBMITTED', 'minwon@moe.example', 23000, '');
INSERT INTO official_notice_step (notice, version, from_state, to_state, actor, happened, reason)
    VALUES ('00000034-0000-4000-8000-000000000000', 2, 'SUBMITTED', 'APPROVED', 'hong@moe.example', 23100, '확인');
INSERT INTO official_notice_members (notice, part, packed)
    VALUES ('00000034-0000-4000-8000-000000000000', 0, x'789ccbc8cf4b77c8cd4fd54bad48cc2dc849e5ca4bcc45e10300d4620c33');
