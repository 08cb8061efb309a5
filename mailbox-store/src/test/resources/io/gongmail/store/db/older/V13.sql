-- Rows as version 13 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO binding (id, account, issuer, issuer_sha256, serial, spki_sha256, certificate_sha256, subject, not_after,
        bound, state, since, reason, used)
    VALUES ('00000013-0000-4000-9000-000000000000', 'hong@moe.example', '30073105cafe01',
        'e22ae03c28b419a0bb5f36333c7c63712384c595c9b13eb42d9069c3d407a5b2', '10d',
        '1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d',
        '8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d8d', 'cn=홍길동', 4000000000000, 11000,
        'REVOKED', 12000, 'lost', 1763942400000);
