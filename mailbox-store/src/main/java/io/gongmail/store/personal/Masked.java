package io.gongmail.store.personal;

/** How personal data is shown to who need not see it: enough to recognise one's own. */
public final class Masked {
    private Masked() {}

    /** The first and the last letter of a name: 홍*동, 남궁*민 as 남**민, 이*; the empty text stays. */
    public static String name(String name) {
        int[] letters = name.codePoints().toArray();
        return switch (letters.length) {
            case 0 -> "";
            case 1 -> "*";
            case 2 -> Character.toString(letters[0]) + "*";
            default ->
                Character.toString(letters[0])
                        + "*".repeat(letters.length - 2)
                        + Character.toString(letters[letters.length - 1]);
        };
    }

    /** The first three and the last four digits of a telephone number: 010-****-1234; of a short one nothing. */
    public static String phone(String phone) {
        String digits = phone.replaceAll("[^0-9]", "");
        if (digits.isEmpty()) {
            return "";
        }
        return digits.length() < 9
                ? "***-****"
                : digits.substring(0, 3) + "-****-" + digits.substring(digits.length() - 4);
    }

    /** The year of a date of birth: 1990-**-**. */
    public static String birthDate(String date) {
        return date.length() < 4 ? "" : date.substring(0, 4) + "-**-**";
    }

    /** The first letter before the @, and the domain: h***@example.org. */
    public static String address(String address) {
        int at = address.lastIndexOf('@');
        return at < 1 ? "" : address.substring(0, address.offsetByCodePoints(0, 1)) + "***" + address.substring(at);
    }
}
