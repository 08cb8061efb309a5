/**
 * An account's mail out to files and in from files.
 *
 * <pre>
 * mbox     FOLDER.mbox, one below the other by hierarchy; mboxrd: LF, "&gt;" before each "From " and before what it makes look so;
 *          internal date in the From_ line, flags in Status, X-Status and X-Keywords, the first three lines of each message
 * maildir  Maildir++: cur, new and tmp for INBOX, .FOLDER.SUB in modified UTF-7 for the others; internal date is the time of
 *          the file, flags are in its name, keywords are letters told in dovecot-keywords
 * eml      FOLDER/SUB/00000001.eml; internal date is the time of the file, flags are lost
 * </pre>
 *
 * Invariant: nothing is put where it is already, so whatever was broken off is done again without doubling anything; nothing is
 * overwritten.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.admin.transfer;
