-- Rows as version 22 wrote them. Never to be edited: stores of that version are as they are.

UPDATE arrival_floor SET number = 30;
