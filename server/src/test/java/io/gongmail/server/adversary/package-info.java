/**
 * The adversary's list ({@code adversary.txt}): what somebody would try, and the guards against it. Tests of it carry {@code
 * @Adversary} with its line, wherever they stand; {@link io.gongmail.server.adversary.Guards} takes one guard after another away
 * and expects the tests to notice.
 */
package io.gongmail.server.adversary;
