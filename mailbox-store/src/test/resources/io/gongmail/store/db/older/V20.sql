-- Rows as version 20 wrote them. Never to be edited: stores of that version are as they are.

UPDATE agency SET quota = 900000000 WHERE code = '1342000';
