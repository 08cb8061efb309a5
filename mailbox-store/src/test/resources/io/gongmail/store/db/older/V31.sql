-- Rows as version 31 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO international_address (name, account) VALUES ('심청@moe.example', 'shim@moe.example');
