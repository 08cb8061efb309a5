-- Rows as version 35 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO queue_item (seq, queue_name, item_id, due, priority, entered, content_hash, content_size, envelope)
    VALUES (8, 'later', '00000078-0000-4000-9000-000000000000', 0, 0, 1764000005000,
        x'8030bf8416dc85ba55dc6e074b12c10340bfe41ea7777ab34bca2f5d6b6d1427', 54,
        blob'{"name":"queued-2","sender":"hong@moe.example","recipients":["kim@moe.example","lee@moe.example"],"state":"root","attributes":{"gongmail.delivery":{"serializer":"StringSerializer","value":"00000078-0000-4000-9000-000000000000"}},"headers":[]}');
INSERT INTO queue_item (seq, queue_name, item_id, due, priority, entered, content_hash, content_size, envelope)
    VALUES (9, 'later', '00000079-0000-4000-9000-000000000000', 0, 9, 1764000005000,
        x'8030bf8416dc85ba55dc6e074b12c10340bfe41ea7777ab34bca2f5d6b6d1427', 54,
        blob'{"name":"queued-3","sender":"hong@moe.example","recipients":["kim@moe.example","lee@moe.example"],"state":"root","attributes":{"gongmail.delivery":{"serializer":"StringSerializer","value":"00000079-0000-4000-9000-000000000000"}},"headers":[]}');
