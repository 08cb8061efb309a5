-- Rows as version 6 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO place (account, certificate_sha256, network, client, first_seen, last_seen, standing)
    VALUES ('hong@moe.example', '8181818181818181818181818181818181818181818181818181818181818181', '10.1.0.0/16',
        'Thunderbird', 14000, 15000, 'KNOWN');
