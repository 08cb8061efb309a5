/** How much accounts hold, and how much they may (RFC 9208): James' quota managers on our tables. */
@NullMarked
package io.gongmail.store.mail.quota;

import org.jspecify.annotations.NullMarked;
