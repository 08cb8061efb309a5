/**
 * The adversary's list ({@code adversary.txt}): what somebody would try, and the guards against it. Tests of it carry {@code
 * @Adversary} with its line, wherever they stand, and for each guard the list says what the code would be without it, which the
 * tests must notice.
 */
package io.gongmail.server.adversary;
