package io.gongmail.pki.demo.identity;

import io.gongmail.pki.demo.identity.Transactions.Method;
import io.gongmail.pki.demo.identity.Transactions.Transaction;

/** The simulator's pages; each says 시험용. What a person typed is never written back. */
final class Pages {
    private Pages() {}

    static String form(Transaction transaction) {
        boolean mobile = transaction.method() == Method.MOBILE;
        String contact = mobile
                ? "<p><label>통신사 <input name=\"carrier\" maxlength=\"20\"></label>"
                        + "<p><label>휴대전화 <input name=\"phone\" inputmode=\"numeric\"></label>"
                : "<p>공공 아이핀 (시험용)";
        return page("""
                <form method="post" action="/verify/confirm">
                <p><label>이름 <input name="name" required maxlength="60"></label>
                <p><label>생년월일 <input name="birthDate" type="date" required></label>
                <p><label>성별 <select name="gender"><option value="M">남</option><option value="F">여</option></select></label>
                """ + contact + "<input type=\"hidden\" name=\"transaction\" value=\"" + transaction.id()
                + "\"><p><button>확인 (시험용)</button></form>\n");
    }

    static String confirmed() {
        return page("<p>본인확인이 끝났습니다. 이 창을 닫고 신청 화면으로 돌아가십시오.");
    }

    static String error(String code) {
        return page("<p>본인확인을 계속할 수 없습니다. (" + code + ")");
    }

    private static String page(String content) {
        return """
                <!doctype html><html lang="ko"><meta charset="utf-8"><title>시험용 본인확인</title>
                <h1>시험용 본인확인 (모의 서비스)</h1>
                <p><strong>시험용입니다. 실제 본인확인이 아닙니다.</strong>
                """ + content + "</html>\n";
    }
}
