-- Rows as version 16 wrote them. Never to be edited: stores of that version are as they are.

INSERT INTO account (address, name, kind, agency, roles, state, opened, reacts)
    VALUES ('yoon@moe.example', '윤봉길', 'OFFICIAL', '1342000', '', 'ACTIVE', 10000, 1);
INSERT INTO vacation (account, enabled, first_day, last_day, subject, answer)
    VALUES ('yoon@moe.example', 1, 20700, NULL, '부재 중', '돌아와서
답하겠습니다.');
INSERT INTO vacation_answer (account, sender, delivery, answered)
    VALUES ('yoon@moe.example', '03d72b76460a5e615c519685cf4f934b60297cdadf4cb08a59f1bbfef07dea56',
        '00000078-0000-4000-9000-000000000000', 1764000006000);
INSERT INTO forwarding (account, keeps_copy)
    VALUES ('yoon@moe.example', 1);
INSERT INTO forwarding_address (account, place, address)
    VALUES ('yoon@moe.example', 0, 'yoon@korea.example');
INSERT INTO owner_letter (account, kind, about, ends, days, written, state, since, told)
    VALUES ('yoon@moe.example', 'FORWARDED', '', 19000, 0, 19000, 'WAITING', 19000, 'yoon@korea.example');
