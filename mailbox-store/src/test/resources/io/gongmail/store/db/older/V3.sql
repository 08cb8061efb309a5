-- Rows as version 3 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO queue_item (seq, queue_name, item_id, due, entered, content_hash, content_size, envelope)
    VALUES (7, 'spool', '00000077-0000-4000-9000-000000000000', 0, 1764000005000,
        x'8030bf8416dc85ba55dc6e074b12c10340bfe41ea7777ab34bca2f5d6b6d1427', 54,
        blob'{"name":"queued-1","sender":"hong@moe.example","recipients":["kim@moe.example","lee@moe.example"],"state":"root","attributes":{"gongmail.delivery":{"serializer":"StringSerializer","value":"00000077-0000-4000-9000-000000000000"}},"headers":[]}');
